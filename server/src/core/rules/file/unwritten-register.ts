import { evaluateFlow } from '../../flow/evaluate';
import type { FileFlow, FileSection } from '../../model/flow-file';
import type { SlotMatch } from '../../model/packet-set';
import type { Step } from '../../model/steps';
import { parseFlowLine } from '../../syntax/flow-line';
import type { Span } from '../../syntax/span';
import type { FileRule } from '../file-rule';
import { addedFlows, allSteps, isJudged } from '../flow-set';

/** Registers and metadata are 0 until an action writes them; a match on anything else needs such an action. */
export const unwrittenRegister: FileRule = {
  code: 'file/unwritten-register',
  severity: 'information',
  offByDefault: true,
  title: 'No flow writes the register that is matched',
  *check(input) {
    for (const { section, whole } of input.flowSets) {
      const asking = whole ? [...addedFlows(section)].filter(asksForRegister) : [];
      const written = asking.length > 0 ? writtenBits(section) : new Map<string, bigint>();
      for (const flow of asking) {
        const unwritten = firstUnwritten(flow.facts.packets, written);
        if (unwritten) {
          yield {
            line: flow.line,
            span: spanOfSlot(input.textOf(flow.line), unwritten.slot) ?? flow.facts.span,
            message: `No action in this file writes ${unwritten.written ? `the bits of ${unwritten.slot} that are matched here` : unwritten.slot}. It is 0 when a packet enters the switch, and stays 0, so no packet can hit this flow. Write it in a flow that packets hit before, or match it elsewhere.`,
          };
        }
      }
    }
  },
};

function asksForRegister(flow: FileFlow): boolean {
  const asks = flow.facts.packets.some(({ slot, value }) => value !== 0n && isRegister(slot));
  return asks && isJudged(flow) && flow.fate === undefined;
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
