import { evaluateFlow } from '../../flow/evaluate';
import type { FileFlow, FileSection } from '../../model/flow-file';
import { isJudged } from '../../model/judged';
import type { Signature, SlotMatch } from '../../model/packet-set';
import type { Step } from '../../model/steps';
import type { FlowGroup } from '../../model/table-groups';
import { parseFlowLine } from '../../syntax/flow-line';
import type { Span } from '../../syntax/span';
import type { FileRule } from '../file-rule';
import { allSteps, spanOf } from '../flow-set';

/** Registers and metadata are 0 until an action writes them; a match on anything else needs such an action. */
export const unwrittenRegister: FileRule = {
  code: 'file/unwritten-register',
  severity: 'information',
  offByDefault: true,
  title: 'No flow writes the register that is matched',
  *check(input) {
    for (const { section, whole } of input.flowSets) {
      const written = whole && asksForRegister(section) ? writtenBits(section) : undefined;
      for (const flow of written ? flowsAsking(section, written) : []) {
        const unwritten = firstUnwritten(flow.facts.packets, written!);
        if (unwritten) {
          yield {
            line: flow.line,
            span: spanOfSlot(input.textOf(flow.line), unwritten.slot) ?? spanOf(flow),
            message: `No action in this file writes ${unwritten.written ? `the bits of ${unwritten.slot} that are matched here` : unwritten.slot}. It is 0 when a packet enters the switch, and stays 0, so no packet can hit this flow. Write it in a flow that packets hit before, or match it elsewhere.`,
          };
        }
      }
    }
  },
};

function asksForRegister({ tables }: FileSection): boolean {
  return [...tables.values()].some(({ index }) =>
    index.used.some(({ kind }) => kind.traits.signature.slots.some(({ slot }) => isRegister(slot))),
  );
}

/** The flows that ask for bits that are not written. */
function* flowsAsking({ tables }: FileSection, written: Bits): Generator<FileFlow> {
  for (const { groups } of tables.values()) {
    const masks = new Map<FlowGroup, readonly WordMask[]>();
    for (const group of groups.all) {
      const unwritten = isJudged(group.traits) ? unwrittenWords(group.traits.signature, written) : [];
      if (unwritten.length > 0) {
        masks.set(group, unwritten);
      }
    }
    for (const { flow, group } of groups.membersOf(masks.keys())) {
      const { words, at } = flow.facts;
      if (masks.get(group)!.some(({ word, mask }) => (words[at + word]! & mask) !== 0)) {
        yield flow;
      }
    }
  }
}

/** Some bits of one of the words in which the values of a signature are kept. */
interface WordMask {
  readonly word: number;
  readonly mask: number;
}

/** The bits of registers that a signature looks at and that nothing writes. */
function unwrittenWords({ slots }: Signature, written: Bits): WordMask[] {
  return slots.flatMap(({ slot, mask, first, count }) => {
    const bits = isRegister(slot) ? mask & ~(written.get(slot) ?? 0n) : 0n;
    return Array.from({ length: count }, (_, word) => ({
      word: first + word,
      mask: Number((bits >> BigInt(32 * word)) & 0xffff_ffffn) | 0,
    })).filter((each) => each.mask !== 0);
  });
}

type Bits = ReadonlyMap<string, bigint>;

function isRegister(slot: string): boolean {
  return slot === 'metadata' || /^reg\d+$/.test(slot);
}

/** A slot of which bits have to be set that nothing ever writes. */
function firstUnwritten(
  packets: readonly SlotMatch[],
  written: Bits,
): { readonly slot: string; readonly written: boolean } | undefined {
  const found = packets.find(
    ({ slot, value }) => isRegister(slot) && (value & ~(written.get(slot) ?? 0n)) !== 0n,
  );
  return found && { slot: found.slot, written: written.has(found.slot) };
}

/** The bits of registers that some action of the section writes, whether packets come there or not. */
function writtenBits(section: FileSection): Bits {
  const bits = new Map<string, bigint>();
  for (const step of allSteps(section)) {
    if (step.kind === 'write') {
      addField(step, bits);
    } else if (step.kind === 'learn') {
      for (const { kind, destination } of step.learn.specs) {
        if (kind === 'load') {
          addField({ field: destination.field, write: undefined }, bits);
        }
      }
    }
  }
  return bits;
}

function addField(
  { field, write }: Pick<Extract<Step, { kind: 'write' }>, 'field' | 'write'>,
  bits: Map<string, bigint>,
): void {
  for (const { slot, width, slotShift = 0, fieldShift = 0 } of field.storage) {
    if (isRegister(slot)) {
      const all = (1n << BigInt(width)) - 1n;
      const mask = write ? (write.mask >> BigInt(fieldShift)) & all : all;
      bits.set(slot, (bits.get(slot) ?? 0n) | (mask << BigInt(slotShift)));
    }
  }
}

/** Where the match asks for bits of the slot, last. */
function spanOfSlot(text: string, slot: string): Span | undefined {
  const { terms } = evaluateFlow(parseFlowLine(text));
  const term = terms.findLast(({ field }) => field?.storage.some((part) => part.slot === slot));
  return term && { start: term.item.keyStart, end: term.item.end };
}
