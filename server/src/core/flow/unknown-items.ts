/** Items of a match that Open vSwitch does not know. */
import { flowKey, flowKeys } from '../facts/flow-keys';
import { protocolWords } from '../facts/protocol-words';
import { shortened } from '../syntax/excerpt';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, keyText } from '../syntax/items';
import { nearestName } from '../syntax/nearest-name';
import type { MatchTarget } from './match-term';
import { nearestFieldName } from './subfield';

/** Reports an item whose name is neither a field nor a keyword that the command takes. */
export function rejectUnknown(
  item: Item,
  key: string,
  verdict: string,
  { problems, command }: MatchTarget,
  bare: boolean,
): void {
  const span = { start: item.keyStart, end: Math.max(item.keyEnd, item.keyStart + (key === '' ? 1 : 0)) };
  const known = flowKey(key);
  if (known) {
    problems.reject(
      known.commands.includes(command) ? 'flow/missing-value' : 'flow/not-with-command',
      span,
      verdict,
      known.commands.includes(command)
        ? `${key} needs a value, as in ${known.example}.`
        : `${key} makes no sense with ${command}: Open vSwitch takes it with ${known.commands.join(', ')} only.`,
    );
    return;
  }
  if (key === '') {
    problems.reject(
      'flow/unknown-keyword',
      span,
      verdict,
      `There is no name before ${item.delimiter === '' ? 'this' : `the ${item.delimiter}`}. Write name=value without spaces around the =.`,
    );
    return;
  }
  const nearest = nearestFieldName(key) ?? nearestName(key, otherNames);
  problems.reject(
    'flow/unknown-keyword',
    span,
    verdict,
    `${shortened(key)} is no match field${bare ? ', no protocol' : ''} and no other keyword of a flow.${nearest ? ` Did you mean ${nearest}?` : ''}`,
    nearest
      ? {
          fixes: () => [
            { title: `Write ${nearest}`, edits: [{ ...span, newText: nearest }], keepsMeaning: false },
          ],
        }
      : {},
  );
}

const otherNames = [
  ...protocolWords.map(({ name }) => name),
  ...flowKeys.map(({ name }) => name),
  'eth',
  'actions',
];

/**
 * `name = value`: Open vSwitch reads three items, and rejects the second. Returns how many items there are
 * from `index` on that are one, reporting them as one; 0 when the item at `index` is something else.
 */
export function spacedItem({ text, match }: FlowLine, index: number, { problems }: MatchTarget): number {
  const equals = match[index + 1];
  const first = match[index]!;
  if (!equals || keyText(text, equals) !== '' || equals.delimiter !== '=' || first.delimiter === '(') {
    return 0;
  }
  const hasValue = equals.valueEnd > equals.valueStart;
  const value = hasValue ? undefined : match[index + 2];
  const end = value?.end ?? equals.end;
  const name = shortened(keyText(text, first));
  const joined =
    keyText(text, first) +
    text.slice(equals.keyEnd, equals.end) +
    (value ? text.slice(value.keyStart, value.end) : '');
  problems.reject(
    'flow/spaces-around-equals',
    { start: first.keyEnd, end: value?.keyStart ?? equals.valueStart },
    equals.valueEnd > equals.valueStart ? 'unknown keyword ' : 'field  missing value',
    `Spaces separate: Open vSwitch reads ${name} without a value here, and then an item without a name. Write ${name}=… without spaces.`,
    {
      fixes: () => [
        {
          title: `Write ${shortened(joined)}`,
          edits: [{ start: first.keyStart, end, newText: joined }],
          keepsMeaning: false,
        },
      ],
    },
  );
  return value ? 3 : 2;
}
