/** Completion of names in a match: flow keys, protocol words, fields, `actions=`. */
import { flowCommands } from '../facts/commands';
import { none } from '../facts/flow-formats';
import { type FlowKey, flowKeys } from '../facts/flow-keys';
import { type MatchField, matchFields } from '../facts/match-fields';
import type { PrerequisiteName } from '../facts/prerequisites';
import { type ProtocolWord, protocolWords } from '../facts/protocol-words';
import { rankIn, usualMatchNames, usualProtocolWords } from '../facts/usual-names';
import { flowCommandOf } from '../flow/evaluate';
import { meets } from '../flow/prerequisites';
import type { FlowLine } from '../syntax/flow-line';
import type { Item } from '../syntax/items';
import { type Span, touches } from '../syntax/span';
import type { Completion } from './completion-list';
import { describeField } from './field-hover';
import { paragraphs } from './markdown';
import { type Addition, MatchSoFar } from './missing-items';
import { type SeenValues, seenKind } from './seen-values';
import { hasKnownValues } from './value-completion';

/** What could stand in the place of a name, best first. */
export function completeName(
  line: FlowLine,
  item: Item | undefined,
  offset: number,
  seen: SeenValues,
): Completion[] {
  const place = placeOf(line, item, offset);
  const before = new MatchSoFar(line, place.onKey ? item : undefined);
  const ranked = [
    ...fieldNames(place, before, seen),
    ...(place.hasValue ? [] : words(place, before)),
    ...keys(line, place, before, seen),
    ...(place.hasValue ? [] : actionsWord(line, place, before)),
    ...(place.hasValue ? [] : commands(line, place, offset)),
  ];
  return ranked.sort((left, right) => left.rank - right.rank).map(({ completion }) => completion);
}

interface Ranked {
  readonly rank: number;
  readonly completion: Completion;
}

/** Groups, best first; within a group what is usual comes first. */
const group = {
  startOfFlow: 0,
  fitsProtocol: 1000,
  end: 2000,
  protocol: 3000,
  usual: 4000,
  usualWithMore: 5000,
  key: 6000,
  command: 7000,
  other: 8000,
  otherWithMore: 9000,
  rare: 10_000,
};

/** Where the name goes. */
interface NamePlace {
  readonly onKey: boolean;
  readonly hasValue: boolean;
  readonly span: Span;
  readonly tail: { readonly tail?: string };
}

function placeOf({ text }: FlowLine, item: Item | undefined, offset: number): NamePlace {
  const onKey = item !== undefined && touches({ start: item.keyStart, end: item.keyEnd }, offset);
  const span = onKey ? { start: item.keyStart, end: item.keyEnd } : { start: offset, end: offset };
  const hasValue = onKey && item.delimiter !== '';
  // Right before the actions, or another item, a separator is missing.
  const next = text[span.end];
  const separated = hasValue || next === undefined || /[\s,#]/.test(next);
  return { onKey, hasValue, span, tail: separated ? {} : { tail: ',' } };
}

/** Names that mean one field and are written for several: Open vSwitch looks at the number of the header alone. */
const sharedNames: Readonly<Record<string, readonly PrerequisiteName[] | undefined>> = {
  tp_src: ['tcp', 'udp', 'sctp'],
  tp_dst: ['tcp', 'udp', 'sctp'],
};

const sharedTitles: Readonly<Record<string, string | undefined>> = {
  tp_src: 'Source port of TCP, UDP, SCTP',
  tp_dst: 'Destination port of TCP, UDP, SCTP',
};

function* fieldNames(place: NamePlace, before: MatchSoFar, seen: SeenValues): Iterable<Ranked> {
  for (const field of matchFields) {
    // What cannot be sent to a switch is no help; bits that are matched already would be overwritten.
    if (field.formats.exact === none || before.match.get(field).mask !== 0n) {
      continue;
    }
    if (before.match.tunnelOptions.has(field)) {
      continue;
    }
    for (const name of [field.name, ...field.aliases]) {
      const addition = before.additionFor(field, sharedNames[name]);
      if (addition) {
        yield {
          rank: rankOfField(field, name, addition, before, seen),
          completion: fieldName(field, name, addition, place, seen),
        };
      }
    }
  }
}

function rankOfField(
  field: MatchField,
  name: string,
  addition: Addition,
  { match }: MatchSoFar,
  seen: SeenValues,
): number {
  const usual = rankIn(usualMatchNames, name);
  const fits = isComplete(addition);
  const position = Math.min(usual, 900);
  if (isRare(field) && !seen.mentions(name)) {
    return group.rare + position + matchFields.indexOf(field) / 1000;
  }
  const special = field.prerequisite !== undefined && field.prerequisite !== 'ethernet';
  if (fits && special && (sharedNames[name] !== undefined || meets(field.prerequisite, match))) {
    return group.fitsProtocol + position;
  }
  if (usual < usualMatchNames.length || seen.mentions(name)) {
    return (fits ? group.usual : group.usualWithMore) + position;
  }
  return (fits ? group.other : group.otherWithMore) + matchFields.indexOf(field);
}

/** Registers that few switches have, and the many options of tunnels. */
function isRare({ name }: MatchField): boolean {
  const [, letters, number] = /^(x*)reg(\d+)$/.exec(name) ?? [];
  return number === undefined ? /^tun_metadata/.test(name) : letters !== '' || Number(number) >= 8;
}

function isComplete({ items, edits }: Addition): boolean {
  return items.length === 0 && edits.length === 0;
}

function fieldName(
  field: MatchField,
  name: string,
  addition: Addition,
  { span, hasValue, tail }: NamePlace,
  seen: SeenValues,
): Completion {
  const extra = [...addition.edits.map(({ newText }) => newText), ...addition.items].join(',');
  const newText = [...addition.items, hasValue ? name : `${name}=`].join(',');
  return {
    kind: 'field',
    label: name,
    ...(extra !== '' && { detail: ` with ${extra}` }),
    note: sharedTitles[name] ?? field.title,
    documentation: describeField(field),
    span,
    newText,
    ...(addition.edits.length > 0 && { edits: addition.edits }),
    ...(newText !== name && addition.items.length > 0 && { filterText: name }),
    ...tail,
    continues: !hasValue && continuesWith(field.name, seen),
  };
}

function continuesWith(name: string, seen: SeenValues): boolean {
  return hasKnownValues(name) || seen.values(seenKind(name)).length > 0;
}

function* words(place: NamePlace, before: MatchSoFar): Iterable<Ranked> {
  for (const word of protocolWords) {
    if (fitsWord(word, before)) {
      yield {
        rank: group.protocol + rankIn(usualProtocolWords, word.name),
        completion: {
          kind: 'protocol',
          label: word.name,
          note: word.meaning,
          documentation: describeWord(word),
          span: place.span,
          newText: word.name,
          ...place.tail,
        },
      };
    }
  }
}

/** Whether the word contradicts nothing, and says something that is not said yet. */
function fitsWord({ etherType, ipProtocol }: ProtocolWord, { match }: MatchSoFar): boolean {
  const typed = match.mask('dl_type') !== 0n;
  const typeAgrees = !typed || match.value('dl_type') === BigInt(etherType);
  const given = match.mask('nw_proto') !== 0n;
  const protocolAgrees =
    ipProtocol === undefined ? !typed : !given || match.value('nw_proto') === BigInt(ipProtocol);
  const packetAgrees = match.mask('packet_type') === 0n || match.value('packet_type') === 0n;
  return packetAgrees && typeAgrees && protocolAgrees && !(typed && given);
}

function describeWord({ name, etherType, ipProtocol, meaning }: ProtocolWord): string {
  const type = `dl_type=0x${etherType.toString(16).padStart(4, '0')}`;
  const expansion = ipProtocol === undefined ? type : `${type},nw_proto=${ipProtocol}`;
  return paragraphs(`**${name}**: ${meaning}`, `Short for \`${expansion}\`.`);
}

/** The keys a flow of that command usually starts with. */
const firstKeys: readonly string[] = ['table', 'priority'];

function* keys(line: FlowLine, place: NamePlace, before: MatchSoFar, seen: SeenValues): Iterable<Ranked> {
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

function* actionsWord(line: FlowLine, { span, tail }: NamePlace, before: MatchSoFar): Iterable<Ranked> {
  const command = flowCommandOf(line);
  if (line.actions?.equals !== undefined || command === 'delete' || command === 'delete_strict') {
    return;
  }
  yield {
    rank: before.terms.some(({ kind }) => kind !== 'key') ? group.end : group.usual - 1,
    completion: {
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
      ...tail,
      continues: true,
    },
  };
}

const commandNotes: Readonly<Record<string, string>> = {
  add: 'Adds the flow; a file without a command does the same',
  modify: 'Changes the actions of all flows that the match covers',
  modify_strict: 'Changes the actions of this one flow',
  delete: 'Deletes all flows that the match covers',
  delete_strict: 'Deletes this one flow',
};

/** Only as the first word of a line. */
function* commands(line: FlowLine, { span }: NamePlace, offset: number): Iterable<Ranked> {
  const isFirst = line.text.slice(0, span.start).trim() === '' && line.commands.length === 0;
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
