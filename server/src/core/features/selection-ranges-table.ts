/** The lines of a table around a line, read off the text: what is known without an index of the document. */

/** Lines from 0, both included. */
export interface TableExtent {
  readonly first: number;
  readonly last: number;
}

interface Line {
  readonly text: string;
}

/**
 * The flows of one table that stand one below the other, blank lines and comments between them included, with the
 * comments right above the first. Undefined where the line is not among them. Looks at the lines of the table only.
 */
export function tableExtent(lines: readonly Line[], line: number): TableExtent | undefined {
  const table = tableAround(lines, line);
  if (table === undefined) {
    return undefined;
  }
  const [first, above] = reach(lines, line, -1, table);
  const [last] = reach(lines, line, 1, table);
  if (first === undefined && last === undefined) {
    return undefined;
  }
  const start = Math.min(first ?? last!, above);
  const end = last ?? first!;
  return start <= line && line <= end ? { first: start, last: end } : undefined;
}

/** The table of a line; of a comment, that of the next flow. */
function tableAround(lines: readonly Line[], line: number): string | undefined {
  for (let index = line; index < lines.length; index++) {
    const table = tableOf(lines[index]!.text);
    if (table !== 'none') {
      return table;
    }
  }
  return undefined;
}

/** The furthest flow of the table in a direction, this line included, and the last comment right beyond it. */
function reach(
  lines: readonly Line[],
  from: number,
  step: 1 | -1,
  table: string,
): [number | undefined, number] {
  let flow: number | undefined;
  let attached = from;
  let isAttached = true;
  for (let index = from; index >= 0 && index < lines.length; index += step) {
    const { text } = lines[index]!;
    const here = tableOf(text);
    if (here === table) {
      flow = index;
      attached = index;
      isAttached = true;
    } else if (here !== 'none') {
      break;
    } else if (/^\s*$/.test(text)) {
      isAttached = false;
    } else if (isAttached) {
      attached = index;
    }
  }
  return [flow, attached];
}

/** The number or name of the table that a flow is in, `0` where it names none; `none` for lines that are no flows. */
function tableOf(text: string): string {
  if (/^\s*(?:#|$)/.test(text)) {
    return 'none';
  }
  const end = text.search(/#|action/);
  const head = end < 0 ? text : text.slice(0, end);
  return /(?:^|[\s,])table=("[^"]*"|[^\s,]*)/.exec(head)?.[1] ?? '0';
}
