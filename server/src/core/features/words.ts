/** Values taken apart into what people see as words. Colours and selection ranges are read off them. */
import type { Span } from '../syntax/span';

/** `flag` is a name with its sign; `bits` is what stands in brackets behind a field, brackets included. */
export interface Word extends Span {
  readonly kind:
    | 'quoted'
    | 'address'
    | 'number'
    | 'arrow'
    | 'flag'
    | 'name'
    | 'bits'
    | 'wildcard'
    | 'operator';
}

/** In the order in which they are tried; each is bounded or starts where no other can, so that time is linear. */
const patterns: Readonly<Record<Word['kind'], string>> = {
  quoted: '"(?:[^"\\\\]|\\\\.)*"?',
  address: [
    // MAC, IPv6, IPv4.
    '(?<![\\w.])(?:(?:[0-9A-Fa-f]{1,2}:){5}[0-9A-Fa-f]{1,2}(?![\\w:.])',
    '(?:[0-9A-Fa-f]{1,4}:|:(?=:))(?:[0-9A-Fa-f]{0,4}:){1,7}(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f]{0,4})(?![\\w:])',
    '[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![\\w.]))',
  ].join('|'),
  number: [
    '(?<![\\w.])(?:0[xX][0-9A-Fa-f]+(?!\\w)',
    // Bytes with dots between them; a number, or seconds; the bytes of a packet.
    '[0-9A-Fa-f]{2}(?:\\.[0-9A-Fa-f]{2})+(?![\\w.])',
    '[0-9]+(?:\\.[0-9]+)?s?(?!\\w)',
    '(?:[0-9A-Fa-f]{2}){8,}(?![\\w.-]))',
  ].join('|'),
  arrow: '->',
  flag: '[+-](?:[A-Za-z_]\\w*|\\[[0-9A-Fa-f]{1,8}\\])',
  name: '(?<![\\w.])[A-Za-z_](?:[\\w.]|-(?=\\w))*',
  bits: '\\[[^\\[\\]\\s,]{0,16}\\]',
  wildcard: '\\*',
  operator: '\\.\\.|[/|!+-]',
};

const kinds = Object.keys(patterns) as Word['kind'][];

/** A group for each kind, in their order. */
const anyWord = new RegExp(kinds.map((kind) => `(${patterns[kind]})`).join('|'), 'g');

/** The words of a stretch of a text, from left to right; separators and brackets are none. Linear in its length. */
export function wordsOf(text: string, start: number, end: number): Word[] {
  if (start >= end) {
    return [];
  }
  return Array.from(text.slice(start, end).matchAll(anyWord), (match) => {
    const kind = kinds[match.findIndex((group, index) => index > 0 && group !== undefined) - 1]!;
    const from = start + match.index;
    return { kind, start: from, end: from + match[0].length };
  });
}
