import type { Edit } from './fix';
import type { FlowLine } from './flow-line';
import type { Item } from './items';

/** The edit that removes an item of the match, and so many behind it, with the separator that goes along. */
export function withoutItem(line: FlowLine, item: Item, behind = 0): Edit {
  const index = line.match.indexOf(item);
  const { end } = line.match[index + behind]!;
  const previous = line.match[index - 1];
  if (previous) {
    return { start: previous.end, end, newText: '' };
  }
  const next = line.match[index + behind + 1]?.keyStart ?? line.actions?.word.start ?? end;
  return { start: item.keyStart, end: next, newText: '' };
}
