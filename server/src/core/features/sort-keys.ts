/** What sorting looks at in a flow, read without evaluating it. */
import { wholeInteger } from '../flow/integers';
import { defaultPriority, noTable } from '../flow/keys';
import type { FlowLine } from '../syntax/flow-line';
import { keyText, valueText } from '../syntax/items';

/** The table of a flow, a number or a name; undefined where it names none. */
export function tableOf(flow: FlowLine): string | undefined {
  const written = lastValue(flow, 'table');
  const table = written === undefined ? noTable : wholeInteger(written, 10);
  return table === noTable ? undefined : table === undefined ? written : String(table);
}

/** The priority of a flow, the usual one where it names none; undefined where it is not to be read. */
export function priorityOf(flow: FlowLine): number | undefined {
  const written = lastValue(flow, 'priority');
  const priority = written === undefined ? defaultPriority : wholeInteger(written);
  return priority === undefined || priority < 0 || priority > 0xffff ? undefined : priority;
}

/** The last value counts. */
function lastValue({ text, match }: FlowLine, key: string): string | undefined {
  const item = match.findLast((candidate) => keyText(text, candidate) === key);
  return item && valueText(text, item);
}

const fieldsOfOpenflow10: readonly RegExp[] = [
  /\bin_port=/,
  /\b(?:dl|eth)_src=/,
  /\b(?:dl|eth)_dst=/,
  /\b(?:nw|ip)_src=/,
  /\b(?:nw|ip)_dst=/,
  /\b(?:nw_tos|ip_dscp)=/,
];

/**
 * Whether the flow may match each field that OpenFlow 1.0 has: that version gives such a flow the highest
 * priority, whatever it asks for. Source: lib/ofp-match.c, ofputil_match_to_ofp10_match; OpenFlow 1.0, 3.4.
 */
export function mayMatchEverything({ text }: FlowLine): boolean {
  return fieldsOfOpenflow10.every((field) => field.test(text));
}
