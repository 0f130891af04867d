/** What numbers name: Ethernet types, IP protocols, ports of transport protocols, reserved ports of the switch. */
import { valuesOfField } from '../facts/action-places';
import { headerTypes, knownValues } from '../facts/known-values';
import { fieldOfAnyName, type MatchField, matchField } from '../facts/match-fields';
import { protocolWord } from '../facts/protocol-words';
import { formatPort, readPort } from '../flow/values/ports';
import { readFieldValue } from '../flow/values/read';
import { actionName, nestedActions } from '../syntax/actions';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, keyText, valueText, valueWithArrow } from '../syntax/items';
import type { InlayHint } from './inlay-hints-hint';
import { code, lines } from './markdown';
import { nameOf } from './number-value';
import { describePort, describeValue } from './value-hover';

/** What their numbers mean depends on the type beside them. */
const ambiguous: ReadonlySet<string> = new Set(['icmp_code', 'icmpv6_code']);

const numberOnly = /^(?:0[xX][0-9a-fA-F]{1,16}|[0-9]{1,19})$/;

export function nameHints(line: FlowLine): InlayHint[] {
  return [
    ...(line.kind === 'flow' || line.kind === 'packet-out' ? hintsInMatch(line) : []),
    ...hintsInActions(line),
  ];
}

function hintsInMatch({ text, match }: FlowLine): InlayHint[] {
  const said = namesBeside(text, match);
  return match.flatMap((item) => {
    const field = item.delimiter === '' ? undefined : matchField(keyText(text, item));
    return field && !said.has(field.name) ? hintForValue(valueText(text, item), item.valueEnd, field) : [];
  });
}

/** Fields whose value a protocol word beside them names already. */
function namesBeside(text: string, match: readonly Item[]): ReadonlySet<string> {
  const words = match.flatMap((item) => protocolWord(keyText(text, item)) ?? []);
  return new Set([
    ...(words.length > 0 ? ['eth_type'] : []),
    ...(words.some(({ ipProtocol }) => ipProtocol !== undefined) ? ['nw_proto'] : []),
  ]);
}

function hintsInActions(line: FlowLine): InlayHint[] {
  const hints: InlayHint[] = [];
  for (const { item, within } of nestedActions(line)) {
    const isLearned = within.some((outer) => actionName(line.text, outer) === 'learn');
    hints.push(
      ...(isBarePort(item, within)
        ? barePortHint(line.text, item)
        : hintsForAction(line.text, item, isLearned)),
    );
  }
  return hints;
}

/** In a list of actions a number alone is a port to send to. */
function isBarePort({ delimiter }: Item, within: readonly Item[]): boolean {
  return delimiter === '' && within.length === 0;
}

function barePortHint(text: string, item: Item): InlayHint[] {
  return portHint(keyText(text, item), item.keyEnd);
}

function hintsForAction(text: string, item: Item, isLearned: boolean): InlayHint[] {
  if (item.delimiter === '' || item.delimiter === '(') {
    return [];
  }
  const name = actionName(text, item);
  const value = valueText(text, item);
  const end = item.valueEnd;
  if (name === 'output') {
    return portHint(value, end);
  }
  if (name === 'set_field' || name === 'load') {
    return assignedHint(text, item);
  }
  const known = headerTypes[name]?.find(({ text: each }) => sameNumber(each, value));
  if (known) {
    return [{ offset: end, label: shortName(known.meaning), tooltip: `${code(value)}: ${known.meaning}` }];
  }
  const fieldName = valuesOfField[name] ?? (isLearned ? keyText(text, item) : undefined);
  const field = fieldName === undefined ? undefined : fieldOfAnyName(fieldName.replace(/\[\]$/, ''));
  return field ? hintForValue(value, end, field) : [];
}

/** `set_field:443->tcp_dst`, `load:0x6->NXM_OF_IP_PROTO[]`: only where the whole field is written. */
function assignedHint(text: string, item: Item): InlayHint[] {
  const { start, end } = valueWithArrow(item);
  const arrow = text.slice(start, end).indexOf('->');
  const field =
    arrow < 0 ? undefined : fieldOfAnyName(text.slice(start + arrow + 2, end).replace(/\[\]$/, ''));
  return field ? hintForValue(text.slice(start, start + arrow), start + arrow, field) : [];
}

function hintForValue(written: string, offset: number, field: MatchField): InlayHint[] {
  if (!numberOnly.test(written) || ambiguous.has(field.name)) {
    return [];
  }
  if (field.format === 'port') {
    return portHint(written, offset);
  }
  const reading = readFieldValue(written, field);
  if (reading.rejected) {
    return [];
  }
  const name =
    nameOf(reading.value, field) ??
    knownValues[field.name]?.find(({ text }) => sameNumber(text, written))?.meaning;
  return name === undefined
    ? []
    : [{ offset, label: shortName(name), tooltip: lines(describeValue(written, field), code(field.name)) }];
}

/** The name of a reserved port, by its number in OpenFlow 1.0 or in later versions. */
function portHint(written: string, offset: number): InlayHint[] {
  const reading = numberOnly.test(written) ? readPort(written) : undefined;
  const name = reading && formatPort(reading.port);
  return reading === undefined || name === undefined || name === String(reading.port)
    ? []
    : [{ offset, label: name, tooltip: `${code(written)}: ${describePort(reading.port)}` }];
}

function sameNumber(one: string, other: string): boolean {
  return numberOnly.test(one) && numberOnly.test(other) && BigInt(one) === BigInt(other);
}

/** `EF, expedited forwarding` is `EF` where space is short; the tooltip has it in full. */
function shortName(name: string): string {
  return name.split(/[,:(]/)[0]!.trim();
}
