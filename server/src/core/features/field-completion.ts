/** Completion of names in a match: fields and protocol words; `key-completion.ts` has the others. */
import { none } from '../facts/flow-formats';
import { type MatchField, matchFields } from '../facts/match-fields';
import type { PrerequisiteName } from '../facts/prerequisites';
import { type ProtocolWord, protocolWords } from '../facts/protocol-words';
import { rankIn, usualMatchNames, usualProtocolWords } from '../facts/usual-names';
import { meets } from '../flow/prerequisites';
import type { FlowLine } from '../syntax/flow-line';
import type { Item } from '../syntax/items';
import type { Completion } from './completion-list';
import { describeField } from './field-hover';
import { actionsWord, commands, keys } from './key-completion';
import { code, paragraphs } from './markdown';
import { type Addition, MatchSoFar } from './missing-items';
import { continuesWith, group, type NamePlace, placeOf, type Ranked } from './name-place';
import type { SeenValues } from './seen-values';

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
  const extra = [...addition.edits.map(({ newText }) => newText), ...addition.items];
  const newText = [...addition.items, hasValue ? name : `${name}=`].join(',');
  return {
    kind: 'field',
    label: name,
    ...(extra.length > 0 && { detail: ` with ${extra[0]}${extra.length > 1 ? ',…' : ''}` }),
    note: sharedTitles[name] ?? field.title,
    documentation: paragraphs(
      extra.length > 0 && `Comes with ${code(extra.join(','))}.`,
      describeField(field),
    ),
    span,
    newText,
    ...(addition.edits.length > 0 && { edits: addition.edits }),
    ...(newText !== name && addition.items.length > 0 && { filterText: name }),
    ...tail,
    continues: !hasValue && continuesWith(field.name, seen),
  };
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
