/** The items of a match, read one by one into what the flow matches. Source: lib/ofp-flow.c, parse_ofp_str__. */
import { flowKey } from '../facts/flow-keys';
import { matchField } from '../facts/match-fields';
import { protocolWord } from '../facts/protocol-words';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, keyText } from '../syntax/items';
import { readKey } from './keys';
import { readField, readSubfieldTerm } from './match-field-items';
import type { MatchTarget, MatchTerm } from './match-term';
import { spacedBrackets, spacedItem } from './spaced-items';
import { rejectUnknown } from './unknown-items';

export type { MatchTarget, MatchTerm } from './match-term';

/** Reads all items; each rejection is reported, and the rest is read all the same. */
export function readMatch(line: FlowLine, target: MatchTarget): MatchTerm[] {
  const terms: MatchTerm[] = [];
  for (let index = 0; index < line.match.length; index++) {
    const item = line.match[index]!;
    const spaced = spacedItem(line, index, target) || spacedBrackets(line, index, target);
    if (spaced > 0) {
      const key = keyText(line.text, item);
      const field = matchField(key);
      terms.push({ item, key, kind: 'unknown', ...(field && { field }) });
      index += spaced - 1;
    } else {
      terms.push(readTerm(line, item, target));
    }
  }
  return terms;
}

function readTerm(line: FlowLine, item: Item, target: MatchTarget): MatchTerm {
  const { text } = line;
  const key = keyText(text, item);
  const { match } = target;
  const word = protocolWord(key);
  if (word) {
    match.setSlot('dl_type', BigInt(word.etherType), 0xffffn);
    if (word.ipProtocol !== undefined) {
      match.setSlot('nw_proto', BigInt(word.ipProtocol), 0xffn);
    }
    match.addEthernetPacketType();
    return { item, key, kind: 'protocol', word };
  }
  if (key === 'eth') {
    match.setSlot('packet_type', 0n, 0xffffffffn);
    return { item, key, kind: 'ethernet' };
  }
  const flowKeyword = flowKey(key);
  const takesKey = flowKeyword?.commands.includes(target.command);
  if (takesKey && (flowKeyword!.kind === 'flag' || flowKeyword!.kind === 'ignored')) {
    target.formats &= readKey(flowKeyword!, text, item, target.command, target.keys, target.problems);
    return { item, key, kind: 'key' };
  }
  const field = matchField(key);
  if (field) {
    return readField(line, item, field, target);
  }
  if (key.includes('[')) {
    return readSubfieldTerm(line, item, key, target);
  }
  if (item.valueStart === item.valueEnd) {
    rejectUnknown(line, item, `field ${key} missing value`, target);
    return { item, key, kind: flowKeyword ? 'key' : 'unknown' };
  }
  if (takesKey) {
    target.formats &= readKey(flowKeyword!, text, item, target.command, target.keys, target.problems);
    return { item, key, kind: 'key' };
  }
  rejectUnknown(line, item, `unknown keyword ${key}`, target);
  return { item, key, kind: flowKeyword ? 'key' : 'unknown' };
}
