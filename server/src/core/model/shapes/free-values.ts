/**
 * Which values of a flow or a group may be others without anything else about it changing: addresses and numbers that are
 * matched or written, ports that packets are sent to, priorities, cookies, statistics, the number of a group. Tables, masks,
 * protocols, zones and the like decide what the line is; they stay as they are.
 */
import { flowKey } from '../../facts/flow-keys';
import { largestGroup } from '../../facts/group-keys';
import type { MatchField } from '../../facts/match-fields';
import { firstReservedPort } from '../../facts/ports';
import type { Action } from '../../flow/actions/action';
import type { FlowEvaluation } from '../../flow/evaluate';
import type { GroupEvaluation } from '../../flow/groups/evaluate';
import { isTunnelOption } from '../../flow/match';
import type { MatchTerm } from '../../flow/match-term';
import type { Problem } from '../../flow/problem';
import { ones } from '../../flow/values/reading';
import type { Item } from '../../syntax/items';
import type { Span } from '../../syntax/span';
import type { FlowFacts } from '../flow-facts';
import { numberOfWords, slotOf } from '../packet-set';
import { valueKinds, wordsPerValue } from './scan-values';
import type { Scanner } from './scanner';

/** A value that may be another. */
export interface FreeValue {
  /** Which of the values of the line. */
  readonly index: number;
  /** What it may be: a number of these bits. */
  readonly bits: bigint;
  readonly mayBeZero: boolean;
  /** The largest that it may be. */
  readonly most: bigint;
  /**
   * Where it counts: nowhere, as the priority, as the group that packets go to, as the number of the group that is defined, or in
   * the words of the packets that are matched.
   */
  readonly role: 'none' | 'cookie' | 'priority' | 'group' | 'number' | PacketPlace;
}

/** The words of a signature that a value goes to, and what they hold besides. */
export interface PacketPlace {
  readonly first: number;
  readonly count: number;
  readonly base: bigint;
  /** By how many bits the value is moved up; only where there is one word. */
  readonly shift: number;
}

const anything = ones(16);

/** All such values of a flow. Where it is rejected, those at fault are not among them. */
export function freeValues(text: string, scan: Scanner, flow: FlowEvaluation, facts: FlowFacts): FreeValue[] {
  const search = new Search(text, scan, flow.problems);
  for (const term of flow.terms) {
    search.term(term, facts);
  }
  search.actions(flow.actions);
  // Of several groups it would have to be kept apart which is which.
  const groups = search.found.filter(({ role }) => role === 'group');
  return groups.length < 2 ? search.found : search.found.filter((value) => !groups.includes(value));
}

/** The same of a group. Where its buckets send packets to other groups, they stay what they are. */
export function freeGroupValues(text: string, scan: Scanner, group: GroupEvaluation): FreeValue[] {
  const search = new Search(text, scan, group.problems);
  search.groupNumber(group.head.items.get('group_id'));
  for (const { actions } of group.buckets) {
    search.actions(actions);
  }
  return search.found.filter(({ role }) => role !== 'group');
}

/** The number of a value. */
export function numberOf({ words }: Pick<Scanner, 'words'>, index: number): bigint {
  return numberOfWords(words, index * wordsPerValue, wordsPerValue);
}

class Search {
  readonly found: FreeValue[] = [];
  readonly #text: string;
  readonly #scan: Scanner;
  /** Where something stands for which the line is rejected. */
  readonly #faults: readonly Span[];

  constructor(text: string, scan: Scanner, problems: readonly Problem[]) {
    this.#text = text;
    this.#scan = scan;
    this.#faults = problems.flatMap(({ rejectedBy, span }) => (rejectedBy === undefined ? [] : span));
  }

  term({ item, kind, key, field, value }: MatchTerm, facts: FlowFacts): void {
    const index = this.#valueAt(item.valueStart);
    if (index < 0) {
      return;
    }
    const isMasked = this.#text[this.#scan.ends[index]!] === '/';
    const isAll = this.#scan.ends[index] === item.valueEnd;
    if (kind === 'key' && isAll) {
      this.#key(key, index);
    } else if (kind === 'field' && field && value && (isAll || isMasked) && isPlain(field, value.mask)) {
      this.#field(field, value.mask, index, facts);
    }
  }

  #key(key: string, index: number): void {
    const kind = flowKey(key)?.kind;
    if (kind === 'statistic') {
      this.#add(index, anything, anything, 'none');
    } else if (kind === 'cookie') {
      this.#add(index, ones(8), ones(8), 'cookie');
    } else if (key === 'priority') {
      this.#add(index, 0xffffn, 0xffffn, 'priority');
    }
  }

  /** A value goes where the match keeps it, beside what stands there anyway, such as the bit that says there is a tag. */
  #field(field: MatchField, mask: bigint, index: number, { packets, signature }: FlowFacts): void {
    const { slot, slotShift: shift = 0 } = field.storage[0]!;
    const kept = slotOf(packets, slot);
    const place = signature.slots.find((each) => each.slot === slot);
    const bits = mask & ((1n << BigInt(field.bits)) - 1n);
    const moved = numberOf(this.#scan, index) << BigInt(shift);
    const movedBits = bits << BigInt(shift);
    const isKept = kept && (kept.value & moved) === moved && (kept.value & ~moved & movedBits) === 0n;
    if (!isKept || !place || (kept.mask & movedBits) !== movedBits || (shift > 0 && place.count > 1)) {
      return;
    }
    const most = field.format === 'port' ? BigInt(firstReservedPort - 1) : bits;
    const base = kept.value & ~moved;
    this.#add(index, bits, most, { first: place.first, count: place.count, base, shift });
  }

  groupNumber(item: Item | undefined): void {
    const index = item ? this.#valueAt(item.valueStart) : -1;
    if (index >= 0 && this.#scan.ends[index] === item?.valueEnd) {
      this.#add(index, ones(4), BigInt(largestGroup), 'number');
    }
  }

  actions(actions: readonly Action[]): void {
    for (const action of actions) {
      this.#action(action);
      this.actions(action.nested ?? []);
    }
  }

  /** The value that is written stands first in the action; behind a slash stands its mask, which stays. */
  #action({ span, freeBits, outputPort, target, name, nested }: Action): void {
    if (name === 'nat') {
      this.#translation(span);
      return;
    }
    if (name === 'learn') {
      this.#cookieIn(span);
      return;
    }
    const index = this.#firstIn(span.start, span.end);
    if (index < 0 || nested) {
      return;
    }
    if (name === 'controller' && this.#scan.kinds[index] === valueKinds.bytes) {
      this.#add(index, anything, anything, 'none');
      return;
    }
    const end = this.#scan.ends[index]!;
    const isLast = end === span.end || this.#text[end] === ')';
    if (target?.what === 'conjunction') {
      this.#add(index, ones(4), ones(4), 'none');
    } else if (target?.what === 'group') {
      this.#add(index, ones(4), ones(4), 'group');
    } else if (
      freeBits !== undefined &&
      (isLast || this.#text.startsWith('->', end) || this.#text[end] === '/')
    ) {
      this.#add(index, freeBits, freeBits, 'none');
    } else if (outputPort !== undefined && name === 'output' && isLast) {
      this.#add(index, 0xffffn, BigInt(firstReservedPort - 1), 'none');
    }
  }

  /** Addresses and ports that are written to packets, but for ranges, which have an order. */
  #translation({ start, end }: Span): void {
    if (!this.#text.slice(start, end).includes('-')) {
      for (let index = this.#firstIn(start, end); index >= 0 && this.#scan.ends[index]! <= end; index++) {
        const isPort = this.#scan.kinds[index] === valueKinds.decimal;
        const bits = isPort ? 0xffffn : ones(this.#scan.kinds[index] === valueKinds.ipv4 ? 4 : 16);
        this.#add(index, bits, bits, 'none');
        if (index + 1 === this.#scan.count) {
          break;
        }
      }
    }
  }

  /** The cookie that learned flows get. */
  #cookieIn({ start, end }: Span): void {
    for (let index = 0; index < this.#scan.count; index++) {
      const at = this.#scan.starts[index]!;
      if (at > start && at < end && this.#text.startsWith('cookie=', at - 'cookie='.length)) {
        this.#add(index, ones(8), ones(8), 'none');
      }
    }
  }

  #add(index: number, bits: bigint, most: bigint, role: FreeValue['role']): void {
    const number = numberOf(this.#scan, index);
    // Nothing depends on the size of those; of others a rule may say something if they are zero.
    const mayBeZero = bits === anything || role === 'cookie';
    const [from, to] = [this.#scan.starts[index]!, this.#scan.ends[index]!];
    if (this.#faults.some(({ start, end }) => start < to && from < end)) {
      return;
    }
    if ((mayBeZero || number !== 0n) && number <= most && (number & ~bits) === 0n) {
      this.found.push({ index, bits, most, mayBeZero, role });
    }
  }

  #valueAt(offset: number): number {
    const { starts, count } = this.#scan;
    for (let index = 0; index < count; index++) {
      if (starts[index] === offset) {
        return index;
      }
    }
    return -1;
  }

  #firstIn(start: number, end: number): number {
    const { starts, ends, count } = this.#scan;
    for (let index = 0; index < count; index++) {
      if (starts[index]! > start && ends[index]! <= end) {
        return index;
      }
    }
    return -1;
  }
}

/** Numbers of fewer bits are types, codes and the like: there are few of them, and much depends on some. */
const fewestBits = 12;

/** Whether nothing but the packets that are matched depends on the value of the field. */
function isPlain(field: MatchField, mask: bigint): boolean {
  return (
    (field.decides & mask) === 0n &&
    field.bits >= fewestBits &&
    field.storage.length === 1 &&
    !isTunnelOption(field) &&
    ['decimal', 'hexadecimal', 'ethernet', 'ipv4', 'ipv6', 'port'].includes(field.format)
  );
}
