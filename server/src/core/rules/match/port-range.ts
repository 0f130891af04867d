import { excerpt } from '../../syntax/excerpt';
import { findingOf } from '../reported';
import type { Fix, WrittenRule } from '../rule';

/** A range of ports, `tp_dst=80-90`: a match has a value and a mask, so a range takes several flows. */
export const portRange: WrittenRule = {
  code: 'match/port-range',
  severity: 'error',
  title: 'A range of ports is no match',
  *check({ line, flow }) {
    for (const problem of flow.problems) {
      if (problem.code === 'match/port-range') {
        const range = /^(\d{1,5})(?:-|:|\.\.)(\d{1,5})$/.exec(
          line.text.slice(problem.span.start, problem.span.end),
        );
        const masks = range ? maskedRange(Number(range[1]), Number(range[2])) : [];
        yield {
          ...findingOf(problem, line),
          fixes: () => (masks.length === 0 ? [] : [split(line.text, problem.span, masks)]),
        };
      }
    }
  },
};

function split(text: string, span: { start: number; end: number }, masks: readonly string[]): Fix {
  const lines = masks.map((mask) => text.slice(0, span.start) + mask + text.slice(span.end));
  return {
    title:
      masks.length === 1
        ? `Write ${masks[0]}, which covers ${excerpt(text, span)}`
        : `Split into ${masks.length} flows that cover ${excerpt(text, span)} with masks`,
    edits: [{ start: 0, end: text.length, newText: lines.join('\n') }],
    keepsMeaning: false,
  };
}

/**
 * The fewest values with masks that cover the ports from `first` to `last`, both included. Empty when that is
 * no range of ports.
 */
function maskedRange(first: number, last: number): string[] {
  const masks: string[] = [];
  if (last > 0xffff) {
    return masks;
  }
  let start = first;
  while (start <= last) {
    let size = start === 0 ? 0x10000 : start & -start;
    while (start + size - 1 > last) {
      size /= 2;
    }
    masks.push(size === 1 ? String(start) : `0x${start.toString(16)}/0x${(0x10000 - size).toString(16)}`);
    start += size;
  }
  return masks;
}
