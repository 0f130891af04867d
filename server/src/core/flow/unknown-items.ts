/** Items of a match that Open vSwitch does not know. */
import { flowKey, flowKeys } from '../facts/flow-keys';
import { namesElsewhere } from '../facts/names-elsewhere';
import { protocolWords } from '../facts/protocol-words';
import { excerpt, shortened } from '../syntax/excerpt';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, keyText } from '../syntax/items';
import { nearestName } from '../syntax/nearest-name';
import { withoutItem } from '../syntax/without-item';
import type { MatchTarget } from './match-term';
import { nearestFieldName } from './subfield';

/** Reports an item whose name is neither a field nor a keyword that the command takes. */
export function rejectUnknown(
  line: FlowLine,
  item: Item,
  verdict: string,
  { problems, command }: MatchTarget,
): void {
  const key = keyText(line.text, item);
  const bare = item.valueStart === item.valueEnd;
  const span = { start: item.keyStart, end: Math.max(item.keyEnd, item.keyStart + (key === '' ? 1 : 0)) };
  const known = flowKey(key);
  if (known) {
    if (known.commands.includes(command)) {
      const message = `${key} needs a value, as in ${known.example}.`;
      problems.reject('flow/missing-value', span, verdict, message);
      return;
    }
    problems.reject(
      'flow/not-with-command',
      span,
      verdict,
      `${key} makes no sense with ${command}: Open vSwitch takes it with ${known.commands.join(', ')} only.`,
      {
        fixes: () => [
          {
            title: `Remove ${excerpt(line.text, { start: item.keyStart, end: item.end })}`,
            edits: [withoutItem(line, item)],
            keepsMeaning: false,
          },
        ],
      },
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
  const elsewhere = bare ? undefined : namesElsewhere.get(key.toLowerCase());
  const nearest =
    elsewhere ?? problems.suggestion(() => nearestFieldName(key) ?? nearestName(key, otherNames));
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
