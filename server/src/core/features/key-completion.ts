/** Completion of the words of a match that are no fields: flow keys, `actions=`, commands. */
import { flowCommands } from '../facts/commands';
import { type FlowKey, flowKeys } from '../facts/flow-keys';
import { flowCommandOf } from '../flow/evaluate';
import type { FlowLine } from '../syntax/flow-line';
import type { Span } from '../syntax/span';
import type { Completion } from './completion-list';
import { paragraphs } from './markdown';
import type { MatchSoFar } from './missing-items';
import { continuesWith, group, type NamePlace, type Ranked } from './name-place';
import type { SeenValues } from './seen-values';

/** The keys a flow of that command usually starts with. */
const firstKeys: readonly string[] = ['table', 'priority'];

export function* keys(
  line: FlowLine,
  place: NamePlace,
  before: MatchSoFar,
  seen: SeenValues,
): Iterable<Ranked> {
  const command = flowCommandOf(line);
  const given = new Set(before.terms.filter(({ kind }) => kind === 'key').map(({ key }) => key));
  const offered = flowKeys.filter(
    ({ name, kind, commands: allowed }) =>
      kind !== 'statistic' &&
      kind !== 'ignored' &&
      allowed.includes(command) &&
      !given.has(name) &&
      !(place.hasValue && kind === 'flag'),
  );
  const fresh = before.terms.every(({ kind }) => kind === 'key');
  for (const key of offered) {
    const first = firstKeys.indexOf(key.name);
    const start = fresh && first >= 0 ? group.startOfFlow + first : group.key + flowKeys.indexOf(key);
    yield { rank: start, completion: keyName(key, place, seen) };
  }
}

function keyName(key: FlowKey, { span, hasValue, tail }: NamePlace, seen: SeenValues): Completion {
  const bare = hasValue || key.kind === 'flag';
  return {
    kind: 'key',
    label: key.name,
    note: firstSentence(key.meaning),
    documentation: paragraphs(`**${key.name}**`, key.meaning, `Example: \`${key.example}\``),
    span,
    newText: bare ? key.name : `${key.name}=`,
    ...tail,
    continues: !bare && continuesWith(key.name, seen),
  };
}

function firstSentence(text: string): string {
  return /^[^.:;,]*/.exec(text)![0];
}

export function* actionsWord(
  line: FlowLine,
  { span, tail }: NamePlace,
  before: MatchSoFar,
): Iterable<Ranked> {
  const command = flowCommandOf(line);
  if (line.actions?.equals !== undefined || command === 'delete' || command === 'delete_strict') {
    return;
  }
  yield {
    rank: before.terms.some(({ kind }) => kind !== 'key') ? group.end : group.usual - 1,
    completion: { ...actionsCompletion(span), ...tail },
  };
}

/** The word that ends a match. */
export function actionsCompletion(span: Span): Completion {
  return {
    kind: 'key',
    label: 'actions',
    note: 'What happens to the packets',
    documentation: paragraphs(
      '**actions**',
      'What happens to the packets that match. Every flow has it; it comes last.',
      'Example: `actions=output:2`',
    ),
    span,
    newText: 'actions=',
    continues: true,
  };
}

const commandNotes: Readonly<Record<string, string>> = {
  add: 'Adds the flow; a file without a command does the same',
  modify: 'Changes the actions of all flows that the match covers',
  modify_strict: 'Changes the actions of this one flow',
  delete: 'Deletes all flows that the match covers',
  delete_strict: 'Deletes this one flow',
};

/** Only as the first word of a line, or right behind the word that starts a line of a bundle. */
export function* commands(line: FlowLine, { span }: NamePlace, offset: number): Iterable<Ranked> {
  const { text, bundleWord } = line;
  const given = line.commands.length > (bundleWord ? 1 : 0);
  const isFirst = !given && text.slice(bundleWord?.end ?? 0, span.start).trim() === '';
  if (isFirst) {
    for (const [index, completion] of commandWords(line, span, offset).entries()) {
      yield { rank: group.command + index, completion };
    }
  }
}

export function commandWords(line: FlowLine, span: Span, offset: number): Completion[] {
  const space = /^[\s,]/.test(line.text.slice(Math.max(span.end, offset))) ? '' : ' ';
  return flowCommands.map((command) => ({
    kind: 'command',
    label: command,
    note: commandNotes[command] ?? '',
    documentation: paragraphs(
      `**${command}**`,
      `${commandNotes[command]}.`,
      `Example: \`${command} table=0,in_port=1${command.startsWith('delete') ? '' : ',actions=drop'}\``,
    ),
    span,
    newText: `${command}${space}`,
    ...(space !== '' && { continues: true }),
  }));
}
