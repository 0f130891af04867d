import { type FormatStyle, type Layout, separatorOf, type Widths } from './format-layout';

/** How wide a column may be for others to be padded to it. A longer one pushes only what stands in its own line. */
const widest: Widths = [48, 16, 72];

/**
 * What flows must have in common to stand in columns: their command words and their table. Undefined for what
 * has no columns. Flows without keys form runs of their own, because a line is never padded at its start.
 */
export function runOf({ isFlow, commands, columns, actions }: Layout): string | undefined {
  if (!isFlow || actions === undefined) {
    return undefined;
  }
  const table = /(?:^|,[ ]?)table=([^,]*)/.exec(columns.join(','))?.[1] ?? '';
  return [commands, table, columns[0] === ''].join(' ');
}

/** The widths of the columns of a run. */
export function widthsOf(run: readonly Layout[], style: FormatStyle): Widths {
  const separator = separatorOf(style).length;
  const widths: [number, number, number] = [0, 0, 0];
  for (const { columns } of run) {
    const last = columns.findLastIndex((column) => column !== '');
    for (const [index, column] of columns.entries()) {
      const width = column === '' ? 0 : column.length + (index === last ? 0 : separator);
      if (width <= widest[index]!) {
        widths[index] = Math.max(widths[index]!, width);
      }
    }
  }
  return widths;
}
