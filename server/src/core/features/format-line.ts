import type { FormatSet } from '../facts/flow-formats';
import { flowKey } from '../facts/flow-keys';
import { type FlowLine, parseFlowLine } from '../syntax/flow-line';
import { keyText } from '../syntax/items';
import { keepsMeaning } from './format-check';
import { type FormatStyle, type Layout, layoutOf, type Widths, written } from './format-layout';

/** Longer lines are left alone: nobody lays them out, and the check would take its time. UTF-16 units. */
export const longestFormatted = 16_384;

const laidOut: ReadonlySet<string> = new Set(['flow', 'group', 'meter', 'packet-out']);

/**
 * How a line can be laid out: in the order and with the separators of the style, else in the order it has.
 * Undefined where it is to be left alone: what is no flow, group, meter or packet-out, what a switch has
 * printed with statistics, what has an error, and what would mean something else.
 */
export function formattedLayout(line: FlowLine, style: FormatStyle, formats: FormatSet): Layout | undefined {
  if (!laidOut.has(line.kind) || isPrintedFlow(line)) {
    return undefined;
  }
  for (const order of style.order === 'printed' ? (['printed', 'written'] as const) : [style.order]) {
    const layout = layoutOf(line, { ...style, order });
    if (layout && isTakenAs(line, written(layout, style), formats)) {
      return layout;
    }
  }
  return undefined;
}

/** Whether the line may be written like this. Where it differs in blanks alone, that is asked once it is padded. */
function isTakenAs(line: FlowLine, text: string, formats: FormatSet): boolean {
  return withoutBlanks(line.text) === withoutBlanks(text) || keepsMeaning(line, text, formats);
}

/** The line as it is to stand: as it was, where it would not mean the same. */
export function formattedText(
  text: string,
  layout: Layout,
  style: FormatStyle,
  formats: FormatSet,
  widths?: Widths,
): string {
  const compact = written(layout, style);
  const wanted = widths ? written(layout, style, widths) : compact;
  // What is not padded has been checked already, unless it differs in blanks alone.
  const isChecked = wanted === compact && withoutBlanks(text) !== withoutBlanks(compact);
  return text === wanted || isChecked || keepsMeaning(parseFlowLine(text), wanted, formats) ? wanted : text;
}

/** Whether a switch has printed the flow: it has statistics, goes on in the next line, or looks just like it. */
export function isPrintedFlow({ kind, text, match, isWrapped }: FlowLine): boolean {
  return (
    kind === 'flow' &&
    (isWrapped ||
      printedWithoutStatistics.test(text) ||
      match.some((item) => flowKey(keyText(text, item))?.kind === 'statistic'))
  );
}

/**
 * What `ovs-ofctl --no-stats dump-flows` prints: a blank, keys with a comma and a blank behind each, flags with a
 * blank, the match without any. Source: lib/ofp-flow.c, ofputil_flow_stats_format.
 */
const printedWithoutStatistics = new RegExp(
  `^ (?:(?:${[
    'cookie=0x[0-9a-f]+, ',
    'table=[^ ,]+, ',
    '(?:idle_timeout|hard_timeout|importance)=[0-9]+, ',
    '(?:send_flow_rem|check_overlap|reset_counts|no_packet_counts|no_byte_counts) ',
  ].join('|')}))*(?:[^ ]+ )?actions=[^ ]*$`,
);

function withoutBlanks(text: string): string {
  return text.replace(/[ \t]+/g, '');
}
