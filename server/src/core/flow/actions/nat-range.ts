/**
 * The addresses and ports that `nat` may choose from: `10.0.0.1-10.0.0.9:1024-2048`, `[2001:db8::1]:80`.
 * Source: lib/ofp-actions.c, str_to_nat_range; lib/util.c, ovs_scan.
 */
import { shortened } from '../../syntax/excerpt';
import type { Span } from '../../syntax/span';
import { ipv6Number } from '../values/addresses';
import type { ActionContext } from './action';
import { replacing } from './arguments';
import { type NamedArgument, valueSpan } from './named-arguments';
import { ipv4Pattern, ipv6Pattern, networkRange, portPattern, scanNumber } from './nat-scan';

/** Zero stands for what is not given, as it does to Open vSwitch. */
export interface NatRange {
  readonly family: 0 | 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly firstPort: number;
  readonly lastPort: number;
  /**
   * The 32 bytes in which Open vSwitch keeps first and last address of either family. It does not clear them
   * when `src` is given again, so that `src=1.1.1.1-1.1.1.9,src=2.2.2.2` is a range from 2.2.2.2 to 1.1.1.9.
   */
  readonly memory: bigint;
  /** Whether the last address or a port is one that an earlier `src` or `dst` has left. */
  readonly inherits: boolean;
}

export const noRange: NatRange = {
  family: 0,
  first: 0n,
  last: 0n,
  firstPort: 0,
  lastPort: 0,
  memory: 0n,
  inherits: false,
};

/** The bytes of an address within the memory: how wide, and how far from its end. */
const places = {
  4: { bits: 32n, first: 224n, last: 192n },
  6: { bits: 128n, first: 128n, last: 0n },
} as const;

/** Reads the value of `src` or `dst`. Undefined after reporting why Open vSwitch rejects it. */
export function readNatRange(
  argument: NamedArgument,
  earlier: NatRange,
  context: ActionContext,
): NatRange | undefined {
  const { text } = argument;
  const reading = new Reading(argument, context);
  const first = reading.address(0);
  const { family } = first;
  if (family === 0) {
    if (first.end < text.length) {
      return reading.garbage(first.end, family);
    }
    reading.noteNothingRead();
    return { ...earlier, family, first: 0n, last: 0n, inherits: false };
  }
  const last = text[first.end] === '-' ? reading.lastAddress(first) : first;
  const ports = last && (text[last.end] === ':' ? reading.ports(last.end) : { end: last.end });
  if (!ports) {
    return undefined;
  }
  if (ports.end < text.length) {
    return reading.garbage(ports.end, family);
  }
  let memory = stored(earlier.memory, first.value, family, 'first');
  memory = last === first ? memory : stored(memory, last.value, family, 'last');
  const range = {
    family,
    first: kept(memory, family, 'first'),
    last: kept(memory, family, 'last'),
    firstPort: ports.low ?? earlier.firstPort,
    lastPort: ports.high ?? earlier.lastPort,
    memory,
  };
  reading.noteZeros(range, last.end, ports.low);
  const inherits =
    (last === first && range.last !== 0n) ||
    (ports.low === undefined && range.firstPort !== 0) ||
    (ports.high === undefined && range.lastPort !== 0);
  return { ...range, inherits };
}

function stored(memory: bigint, value: bigint, family: 4 | 6, place: 'first' | 'last'): bigint {
  const { bits, [place]: shift } = places[family];
  return (memory & ~(((1n << bits) - 1n) << shift)) | (value << shift);
}

function kept(memory: bigint, family: 4 | 6, place: 'first' | 'last'): bigint {
  const { bits, [place]: shift } = places[family];
  return (memory >> shift) & ((1n << bits) - 1n);
}

interface Address {
  readonly family: 0 | 4 | 6;
  readonly value: bigint;
  readonly end: number;
}

interface Ports {
  readonly low?: number;
  readonly high?: number;
  readonly end: number;
}

/** Reads pieces of one range, and reports what is to say about them. */
class Reading {
  readonly #argument: NamedArgument;
  readonly #context: ActionContext;
  readonly #text: string;

  constructor(argument: NamedArgument, context: ActionContext) {
    this.#argument = argument;
    this.#context = context;
    this.#text = argument.text;
  }

  /**
   * An address, of that family if one is given. Family 0: there is none; `end` is then behind what looks like
   * an IPv6 address, which Open vSwitch passes over.
   */
  address(start: number, family: 0 | 4 | 6 = 0): Address {
    const rest = this.#text.slice(start);
    const dotted = family === 6 ? null : ipv4Pattern.exec(rest);
    if (dotted) {
      const parts = dotted.slice(1);
      let at = start;
      let value = 0n;
      for (const part of parts) {
        value = (value << 8n) | BigInt(this.#wrapped(part, at, 256));
        at += part.length + 1;
      }
      return { family: 4, value, end: start + dotted[0].length };
    }
    const found = family === 4 ? null : ipv6Pattern.exec(rest);
    const value = found ? ipv6Number(found[1] ?? found[2]!) : undefined;
    const end = start + (found ? found[0].length : 0);
    return value === undefined ? { family: 0, value: 0n, end } : { family: 6, value, end };
  }

  /** The last address of a range, behind the dash that follows the first one. */
  lastAddress(first: Address): Address | undefined {
    const text = this.#text;
    const start = first.end + 1;
    const last = this.address(start, first.family);
    if (last.family !== first.family) {
      const rest = text.slice(start);
      return this.#invalid(
        start,
        rest === ''
          ? 'The last address of the range is missing.'
          : `${shortened(rest)} is no IPv${first.family} address. Write the last address of the range in full, as the first one.`,
      );
    }
    return last.value >= first.value
      ? last
      : this.#invalid(
          0,
          'The range is the wrong way round: write the lower address first.',
          `${text.slice(start, last.end)}-${text.slice(0, first.end)}${text.slice(last.end)}`,
        );
  }

  /** The ports behind a colon. */
  ports(colon: number): Ports | undefined {
    const text = this.#text;
    const low = this.#port(colon + 1);
    if (!low || text[low.end] !== '-') {
      return low && { low: low.value, end: low.end };
    }
    const high = this.#port(low.end + 1);
    if (high && high.value < low.value) {
      return this.#invalid(
        colon + 1,
        'The range of ports is the wrong way round: write the lower port first.',
        `${text.slice(0, colon + 1)}${text.slice(low.end + 1, high.end)}-${text.slice(colon + 1, low.end)}${text.slice(high.end)}`,
      );
    }
    return high && { low: low.value, high: high.value, end: high.end };
  }

  #port(start: number): { value: number; end: number } | undefined {
    const rest = this.#text.slice(start);
    const found = portPattern.exec(rest)?.[0];
    return found === undefined
      ? this.#invalid(
          start,
          rest === ''
            ? 'The port behind the address is missing.'
            : `${shortened(rest)} is no port. Write a decimal number up to 65535.`,
        )
      : { value: this.#wrapped(found, start, 65536), end: start + found.length };
  }

  /** The number, cut to what there is room for. */
  #wrapped(part: string, start: number, limit: 256 | 65536): number {
    const { value, fits } = scanNumber(part, limit);
    if (!fits) {
      const what = limit === 256 ? 'A number in an IPv4 address' : 'A port';
      this.#note(
        'action/value-wraps',
        start,
        start + part.length,
        `${what} is at most ${limit - 1}. Open vSwitch keeps what fits and translates to ${value}, without a word.`,
        String(value),
      );
    }
    return value;
  }

  /** Open vSwitch passes over what looks like an IPv6 address and is none, without a word. */
  noteNothingRead(): void {
    const text = this.#text;
    const { name } = this.#argument;
    if (text !== '') {
      this.#note(
        'action/ignored-argument',
        0,
        text.length,
        `${shortened(text)} is no whole address: Open vSwitch reads nothing from it, and translates as ${name} alone says, to an address of its own choice.${text.startsWith(':') ? ' Ports need an address before them.' : ''}`,
      );
    }
  }

  /** Zeros stand for what is not given, and are not sent. */
  noteZeros(range: Omit<NatRange, 'inherits'>, addressEnd: number, port: number | undefined): void {
    const { first, last, firstPort, lastPort } = range;
    const text = this.#text;
    if (firstPort !== 0 || lastPort !== 0) {
      return;
    }
    if (first === 0n && last === 0n) {
      this.#note(
        'action/ignored-argument',
        0,
        text.length,
        `${text.slice(0, addressEnd)} counts as no address: Open vSwitch translates as ${this.#argument.name} alone says.`,
      );
    } else if (port === 0) {
      const message = 'Port 0 counts as no port: Open vSwitch leaves it out.';
      this.#note('action/ignored-argument', addressEnd, text.length, message, '');
    }
  }

  #note(code: string, start: number, end: number, message: string, newText?: string): void {
    const span = this.#at(start, end);
    const title = newText === '' ? 'Remove what is ignored' : `Write ${newText}, what Open vSwitch reads`;
    this.#context.problems.note(code, span, message, {
      fixes: () => (newText === undefined ? [] : [replacing(span, newText, title, false)]),
    });
  }

  #invalid(start: number, message: string, meant?: string): undefined {
    const text = this.#text;
    const span = start < text.length ? this.#at(start, text.length) : this.#at(Math.max(start - 1, 0), start);
    return this.#reject(span, `invalid nat range "${text}"`, message, meant);
  }

  garbage(position: number, family: 0 | 4 | 6): undefined {
    const text = this.#text;
    const rest = text.slice(position);
    const prefix = family === 4 ? /^\/([0-9]|[12][0-9]|3[0-2])$/.exec(rest) : null;
    return this.#reject(
      this.#at(position, text.length),
      `garbage (${rest}) after nat range "${text}" (pos: ${position})`,
      rest.startsWith('/')
        ? 'nat takes no prefix or mask. Write the first and the last address, as in 192.0.2.1-192.0.2.254.'
        : family === 0
          ? `${shortened(rest)} is no address. Write an IPv4 or IPv6 address, perhaps a range of them, perhaps with ports: 192.0.2.1-192.0.2.9:1024-2048.`
          : `${shortened(rest)} makes no sense behind the address.`,
      prefix ? networkRange(text.slice(0, position), Number(prefix[1])) : undefined,
    );
  }

  #reject(span: Span, verdict: string, message: string, meant: string | undefined): undefined {
    const whole = this.#at(0, this.#text.length);
    return this.#context.problems.reject('action/invalid-argument', span, verdict, message, {
      fixes: () => (meant === undefined ? [] : [replacing(whole, meant, `Write ${shortened(meant)}`, false)]),
    });
  }

  #at(start: number, end: number): Span {
    const { start: base } = valueSpan(this.#argument);
    return { start: base + start, end: base + end };
  }
}
