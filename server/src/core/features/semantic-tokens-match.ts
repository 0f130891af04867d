/** Colours of what stands before the actions: keys, protocols, fields and their values. */
import { flowKey } from '../facts/flow-keys';
import { groupKey } from '../facts/group-keys';
import { fieldOfAnyName } from '../facts/match-fields';
import { bandKeys, meterFlags, meterKeys } from '../facts/meter-keys';
import { packetOutKeys } from '../facts/packet-out-keys';
import { protocolWord } from '../facts/protocol-words';
import type { FlowLine, LineKind } from '../syntax/flow-line';
import { type Item, isSeparator, keyText, valueWithArrow } from '../syntax/items';
import { withoutBrackets } from '../syntax/subfield';
import type { SemanticTokenList } from './semantic-tokens-list';
import { colourFieldKey, colourFieldValue, colourValue } from './semantic-tokens-values';

const namesOf = (words: readonly { readonly name: string }[]) => new Set(words.map(({ name }) => name));
const meterWords: ReadonlySet<string> = namesOf([...meterKeys, ...bandKeys]);
const meterFlagNames: ReadonlySet<string> = namesOf(meterFlags);
const packetOutWords: ReadonlySet<string> = namesOf(packetOutKeys);

/** Keys of lines that are no flows. */
const isKeyOf: Partial<Record<LineKind, (key: string) => boolean>> = {
  group: (key) => groupKey(key) !== undefined,
  meter: (key) => meterWords.has(key),
  'packet-out': (key) => packetOutWords.has(key),
};

/** `dropped` are items of which nothing gets to a switch. */
export function colourMatch(list: SemanticTokenList, line: FlowLine, dropped: ReadonlySet<Item>): void {
  for (const item of line.match) {
    list.isDropped = dropped.has(item);
    if (line.kind === 'flow') {
      colourFlowItem(list, line, item);
    } else {
      colourOtherItem(list, line, item);
    }
  }
  list.isDropped = false;
}

function colourFlowItem(list: SemanticTokenList, line: FlowLine, item: Item): void {
  const { text } = line;
  const key = keyText(text, item);
  const { keyStart, keyEnd } = item;
  const known = flowKey(key);
  if (known?.kind === 'statistic' || (known?.kind === 'cookie' && isPrintedCookie(line, item))) {
    list.add('comment', keyStart, withComma(text, item.end), 'printed');
  } else if (known?.kind === 'flag' || known?.kind === 'ignored') {
    list.add('modifier', keyStart, keyEnd);
  } else if (key === 'table' || key === 'priority') {
    list.add('keyword', keyStart, keyEnd);
    colourValue(list, valueWithArrow(item), { isTable: key === 'table' });
  } else if (known) {
    list.add('parameter', keyStart, keyEnd);
    colourValue(list, valueWithArrow(item));
  } else if (protocolWord(key) || key === 'eth') {
    list.add('type', keyStart, keyEnd);
  } else {
    colourFieldKey(list, keyStart, keyEnd);
    colourFieldValue(list, valueWithArrow(item), fieldOfAnyName(withoutBrackets(key)));
  }
}

function colourOtherItem(list: SemanticTokenList, { text, kind }: FlowLine, item: Item): void {
  const key = keyText(text, item);
  const { keyStart, keyEnd } = item;
  if (kind === 'meter' && item.delimiter === '') {
    list.add(meterFlagNames.has(key) ? 'modifier' : 'unknown', keyStart, keyEnd);
    return;
  }
  const field = kind === 'packet-out' ? fieldOfAnyName(withoutBrackets(key)) : undefined;
  if (field) {
    colourFieldKey(list, keyStart, keyEnd);
  } else {
    list.add(isKeyOf[kind]?.(key) ? 'parameter' : 'unknown', keyStart, keyEnd);
  }
  colourFieldValue(list, valueWithArrow(item), field);
}

/** A cookie says something in a flow that someone writes, and little in a dump, whose lines start with a blank. */
function isPrintedCookie({ text, match }: FlowLine, item: Item): boolean {
  return item === match[0] && item.keyStart > 0 && isSeparator(text.charCodeAt(0));
}

/** The end of an item, or of the comma behind it where a blank or nothing follows. */
function withComma(text: string, end: number): number {
  return text[end] === ',' && (end + 1 === text.length || /\s/.test(text[end + 1]!)) ? end + 1 : end;
}
