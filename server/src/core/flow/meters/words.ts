import type { Span } from '../../syntax/span';

/** Two words of a meter, or one: a name and what follows it. */
export interface MeterPair {
  readonly name: string;
  readonly nameSpan: Span;
  /** Undefined where nothing follows. */
  readonly value: string | undefined;
  readonly valueSpan: Span;
}

const betweenNames = /[=, \t\r\n]*/y;
const aName = /[^=, \t\r\n]+/y;
const betweenValues = /[, \t\r\n]*/y;
const aValue = /[^, \t\r\n]+/y;

/**
 * The words in a stretch of a line, as Open vSwitch takes them apart: names end at `=`, comma or blank, what
 * follows them at comma or blank, and how many of those there are does not matter. `isFlag` tells the names that
 * stand alone. Source: lib/ofp-meter.c, parse_ofp_meter_mod_str__, with C's strtok_r.
 */
export function meterPairs(text: string, span: Span, isFlag: (name: string) => boolean): MeterPair[] {
  const pairs: MeterPair[] = [];
  const stretch = text.slice(0, span.end);
  let position = span.start;
  for (;;) {
    const nameSpan = wordIn(stretch, position, betweenNames, aName);
    if (!nameSpan) {
      return pairs;
    }
    const name = stretch.slice(nameSpan.start, nameSpan.end);
    // The character that ended the name is gone, so `a==1` has the value `=1`.
    const valueSpan = isFlag(name)
      ? undefined
      : wordIn(stretch, Math.min(nameSpan.end + 1, stretch.length), betweenValues, aValue);
    pairs.push({
      name,
      nameSpan,
      value: valueSpan && stretch.slice(valueSpan.start, valueSpan.end),
      valueSpan: valueSpan ?? nameSpan,
    });
    position = Math.min((valueSpan ?? nameSpan).end + 1, stretch.length);
  }
}

function wordIn(text: string, from: number, separators: RegExp, word: RegExp): Span | undefined {
  separators.lastIndex = from;
  separators.exec(text);
  word.lastIndex = separators.lastIndex;
  const start = separators.lastIndex;
  return word.exec(text) ? { start, end: word.lastIndex } : undefined;
}
