/** Which format a message other than a flow is sent in. Source: lib/ofp-protocol.c, utilities/ovs-ofctl.c. */
import {
  any,
  chosenFormat,
  type FlowFormat,
  type FormatSet,
  flowFormats,
  formatsOf,
  formatsSince,
} from '../facts/flow-formats';
import type { Span } from '../syntax/span';
import type { Problems } from './problem';

/** Sets that Open vSwitch has a name for, in the order in which it looks. */
const names: readonly (readonly [name: string, set: FormatSet])[] = [
  ['any', any],
  ['OpenFlow10', 0x003],
  ['NXM', 0x00c],
  ['OXM', formatsSince('1.2')],
];

/** The set as Open vSwitch names it in its messages. Source: ofputil_protocols_to_string. */
function nameOfFormats(set: FormatSet): string {
  const parts: string[] = [];
  let left = set;
  for (const [name, members] of names) {
    if ((left & members) === members) {
      parts.push(name);
      left &= ~members;
    }
  }
  const single = flowFormats.filter(({ bit }) => (left & bit) !== 0).map(({ name }) => name);
  return [...parts, ...single].join(',') || 'none';
}

/** The versions in a set, for a message: `1.0 and 1.5`, `1.0, 1.2 and later`. */
export function versionsIn(set: FormatSet): string {
  const versions = [
    ...new Set(flowFormats.filter(({ bit }) => (set & bit) !== 0).map(({ version }) => version)),
  ];
  // From which version on all later ones are in the set.
  const since = versions.findIndex((version) => (formatsSince(version) & ~set) === 0);
  return since >= 0 && since < versions.length - 1
    ? `${versions.slice(0, since + 1).join(', ')} and later`
    : versions.join(' and ');
}

/** The format that is used; reports, with the given code, when none of those that could be is allowed. */
export function chooseFormat(
  usable: FormatSet,
  allowed: FormatSet,
  problems: Problems,
  report: { readonly code: string; readonly span: Span; readonly what: string; readonly verdict?: string },
): FlowFormat | undefined {
  const format = chosenFormat(usable & allowed);
  if (!format) {
    const { code, span, what, verdict } = report;
    problems.reject(
      code,
      span,
      verdict ??
        `none of the usable flow formats (${nameOfFormats(usable)}) is among the allowed flow formats (${nameOfFormats(allowed)})`,
      usable === 0
        ? `No version of OpenFlow can carry ${what}.`
        : `Only OpenFlow ${versionsIn(usable)} can carry ${what}, not the version in use.`,
    );
  }
  return format;
}

/** Whether the format belongs to OpenFlow 1.1 to 1.4. */
export function isBetween11And14({ bit }: FlowFormat): boolean {
  return (bit & (formatsSince('1.1') & ~formatsOf('1.5'))) !== 0;
}
