/**
 * The diagnostics that reading a line brings up by itself: what Open vSwitch rejects, and what it takes
 * otherwise than it is written. The reader knows best what is wrong where, so it words the message; a row
 * here gives the code its severity and its title.
 */
import type { Problem } from '../flow/problem';
import { shortened } from '../syntax/excerpt';
import type { FlowLine } from '../syntax/flow-line';
import type { Finding, Rule, Severity } from './rule';

const rows: readonly (readonly [code: string, severity: Severity, title: string])[] = [
  ['flow/missing-actions', 'error', 'A flow needs actions'],
  ['flow/unknown-keyword', 'error', 'No match field and no keyword has this name'],
  ['flow/missing-value', 'error', 'The keyword needs a value'],
  ['flow/invalid-value', 'error', 'The value makes no sense for the keyword'],
  ['flow/not-with-command', 'error', 'The command does not take this keyword'],
  ['flow/spaces-around-equals', 'error', 'Spaces stand around the ='],
  ['flow/cannot-be-sent', 'error', 'No version of OpenFlow can carry the flow'],
  ['flow/not-in-version', 'error', 'The OpenFlow version in use cannot carry the flow'],
  ['match/invalid-value', 'error', 'The value is not of the kind that the field takes'],
  ['match/value-too-large', 'error', 'The value is too large for the field'],
  ['match/mask-not-allowed', 'error', 'The field takes no mask'],
  ['match/unknown-field', 'error', 'No match field has this name'],
  ['match/invalid-subfield', 'error', 'The bits in brackets are not bits of the field'],
  ['match/tunnel-option-repeated', 'error', 'A tunnel option is matched twice'],
  ['match/refused-by-switch', 'error', 'The switch refuses the match'],
  ['action/unknown', 'error', 'No action has this name'],
  ['action/missing-argument', 'error', 'The action needs an argument'],
  ['action/unknown-argument', 'error', 'The action has no such argument'],
  ['action/invalid-argument', 'error', 'The argument makes no sense for the action'],
  ['action/value-too-large', 'error', 'The value is too large'],
  ['action/unknown-field', 'error', 'The action names a field that does not exist'],
  ['action/invalid-subfield', 'error', 'The action names bits that are not bits of the field'],
  ['action/read-only-field', 'error', 'The field cannot be written'],
  ['action/mask-not-allowed', 'error', 'The field takes no mask in an action'],
  ['action/order', 'error', 'The actions stand in an order that OpenFlow does not allow'],
  ['action/not-allowed-here', 'error', 'The action cannot stand here'],
  ['action/drop-with-others', 'error', 'The action drop stands with other actions'],
  ['action/nested-too-deeply', 'error', 'Actions nest too deeply'],
  ['action/needs-match', 'error', 'The match lacks what the action needs'],
  ['action/width-mismatch', 'error', 'Source and destination have different widths'],
  ['action/too-many-tags', 'error', 'The packet would have more VLAN tags than Open vSwitch handles'],
  ['ct/force-without-commit', 'error', 'The flag force needs commit'],
  ['ct/exec-without-commit', 'error', 'Actions in exec need commit'],
  ['ct/nat-without-commit', 'error', 'A nat with arguments needs commit'],
  ['learn/field-not-supported', 'error', 'A learned flow cannot have the field'],
  ['learn/width-mismatch', 'error', 'Source and destination in learn have different widths'],
  ['learn/missing-prerequisite', 'error', 'The learned flow lacks what the field needs'],
  ['action/refused-by-switch', 'error', 'The switch refuses the action'],
  ['flow/last-table', 'warning', 'Table 255 means no table in particular'],
  ['flow/octal-number', 'warning', 'A leading 0 makes the number octal'],
  ['match/address-wraps', 'warning', 'A part of the address does not fit and is cut'],
  ['match/octal-number', 'warning', 'A leading 0 makes the value octal'],
  ['match/ignored-text', 'warning', 'Open vSwitch ignores part of the value'],
  ['match/reserved-port', 'information', 'A reserved port is written as a number'],
  ['action/ignored-argument', 'warning', 'Open vSwitch ignores an argument or part of it'],
  ['action/unclosed-parenthesis', 'warning', 'A parenthesis is not closed'],
  ['action/value-wraps', 'warning', 'The value does not fit and is cut'],
  ['action/value-outside-mask', 'warning', 'The value has bits that the mask leaves out'],
  ['action/octal-number', 'warning', 'A leading 0 makes the argument octal'],
  ['flow/deletes-everything', 'warning', 'The command acts on more flows than it says'],
  ['flow/abbreviated-command', 'warning', 'The command word is abbreviated'],
  ['action/repeated-argument', 'warning', 'The argument is given twice'],
  ['action/two-actions', 'warning', 'What looks like one action is read as two'],
  ['action/goto-last-table', 'warning', 'There is no table 255 to go to'],
  ['action/number-misread', 'warning', 'A text that is no number is read as one'],
  ['action/subfield-too-wide', 'warning', 'Open vSwitch takes fewer bits than are named'],
  ['action/loses-mask', 'warning', 'OpenFlow 1.0 writes the whole field'],
  ['action/writes-other-field', 'warning', 'The action writes another field than it says'],
  [
    'action/vlan-without-tag-bit',
    'warning',
    'The VLAN ID is written without the bit that says there is a tag',
  ],
  ['action/needs-match-later', 'information', 'Only OpenFlow 1.0 can carry the action with this match'],
  ['action/broken-name', 'warning', 'The name of a table cannot be read'],
  ['action/after-exit', 'warning', 'Actions behind exit are never done'],
  ['action/no-effect', 'warning', 'The action does nothing'],
  ['ct/zone-is-not-sent', 'warning', 'Another zone is used than the one written'],
  ['ct/nat-wrong-family', 'warning', 'The addresses of nat are not of the family that is matched'],
  ['action/reserved-port', 'information', 'An action names a reserved port by its number'],
  ['flow/switch-name', 'hint', 'Only a switch knows the name'],
  [
    'version/refused-by-default',
    'information',
    'The switch refuses the flow in the version that ovs-ofctl uses by itself',
  ],
  ['flow/acts-on-all', 'information', 'The command acts on all flows'],
  ['group/invalid-value', 'error', 'The value makes no sense in a group'],
  ['group/incomplete', 'error', 'The group lacks something that it needs'],
  ['group/unknown-keyword', 'error', 'No keyword of a group has this name'],
  ['group/not-allowed-here', 'error', 'This cannot stand here in a group'],
  ['group/not-in-version', 'error', 'The OpenFlow version in use cannot carry the group'],
  ['group/refused-by-switch', 'error', 'The switch refuses the group'],
  ['group/ignored-part', 'warning', 'Open vSwitch drops or changes a part of the group'],
  ['group/deletes-everything', 'warning', 'The command deletes all groups, or all buckets'],
  ['group/never-chosen', 'information', 'A bucket of weight 0 gets no packets'],
  ['meter/invalid-value', 'error', 'The value makes no sense in a meter'],
  ['meter/incomplete', 'error', 'The meter lacks something that it needs'],
  ['meter/unknown-keyword', 'error', 'No keyword of a meter has this name'],
  ['meter/not-allowed-here', 'error', 'This kind of band does not allow the keyword'],
  ['meter/not-in-file', 'error', 'Meters are not read from files'],
  ['meter/not-in-version', 'error', 'Meters need OpenFlow 1.3'],
  ['meter/refused-by-switch', 'error', 'The switch refuses the meter'],
  ['meter/ignored-part', 'warning', 'Open vSwitch drops or changes a part of the meter'],
  ['meter/unsupported-band', 'warning', 'No datapath of Open vSwitch has this kind of band'],
  ['packet-out/invalid-value', 'error', 'The value makes no sense in a packet-out'],
  ['packet-out/incomplete', 'error', 'The packet-out lacks something that it needs'],
  ['packet-out/unknown-keyword', 'error', 'No keyword of a packet-out has this name'],
  ['packet-out/not-allowed-here', 'error', 'The field cannot be given along with a packet'],
  ['packet-out/not-in-version', 'error', 'The OpenFlow version in use cannot carry the packet-out'],
  ['packet-out/refused-by-switch', 'error', 'The switch refuses the packet-out'],
  ['packet-out/ignored-part', 'warning', 'Open vSwitch drops or changes a part of the packet-out'],
  ['packet-out/no-actions', 'information', 'The packet is dropped because there are no actions'],
];

/** The rules of reported problems, errors first. */
export const reportedRules: readonly Rule[] = rows.map(([code, severity, title]) => ({
  code,
  severity,
  title,
}));

const byCode = new Map(reportedRules.map((rule) => [rule.code, rule]));

/** The rule of a problem's code; undefined for codes of rules in files of their own. */
export function reportedRule(code: string): Rule | undefined {
  return byCode.get(code);
}

/** Longer texts of `ovs-ofctl`, which repeat the user's, are cut. */
const quoted = 160;

/** The problem as a finding, with what Open vSwitch itself says of it behind. */
export function findingOf(
  { message, rejectedBy, verdict, ...problem }: Problem,
  { kind }: FlowLine,
): Finding {
  return {
    ...problem,
    message: rejectedBy ? `${message}\n${sentence(rejectedBy, kind, verdict!)}` : message,
  };
}

function sentence(
  rejectedBy: NonNullable<Problem['rejectedBy']>,
  kind: FlowLine['kind'],
  verdict: string,
): string {
  const text = verdict.length > quoted ? `${verdict.slice(0, quoted)}...` : verdict.replace(/\.$/, '');
  return rejectedBy === 'switch'
    ? `The switch rejects the ${kind}: ${shortened(text)}.`
    : `Open vSwitch rejects the ${kind}: ${text}.`;
}
