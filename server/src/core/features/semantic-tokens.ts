/**
 * Semantic colours of one line. They agree with those of the grammar, and know more: which names exist, which fields
 * no action can write, what of a match no switch gets to see.
 */
import { bucketActionWords, isBucketKey } from '../facts/group-keys';
import { fieldOfAnyName } from '../facts/match-fields';
import { evaluateFlow } from '../flow/evaluate';
import { lostTerms } from '../flow/lost';
import { type Bucket, type FlowLine, parseFlowLine } from '../syntax/flow-line';
import { type Item, keyText, parseItems, valueWithArrow } from '../syntax/items';
import { withoutBrackets } from '../syntax/subfield';
import { colourActions } from './semantic-tokens-actions';
import { type SemanticToken, SemanticTokenList } from './semantic-tokens-list';
import { colourMatch } from './semantic-tokens-match';
import { colourValue } from './semantic-tokens-values';

export { type SemanticToken, tokenModifiers, tokenTypes } from './semantic-tokens-list';

/** Editors colour nothing behind it: VS Code's limit, in UTF-16 units. */
const longestLine = 20_000;

/**
 * The coloured parts of a line, given without its line end: from left to right, none over another. What stands
 * behind the 20,000th character is not looked at. Time is linear in the length. Never fails.
 */
export function semanticTokens(text: string): SemanticToken[] {
  const cut = text.length > longestLine;
  const line = parseFlowLine(cut ? text.slice(0, longestLine) : text);
  const list = new SemanticTokenList(line.text);
  colourLine(list, line);
  const { tokens } = list;
  // Half a word says nothing about the whole one.
  return cut && tokens.at(-1)?.end === longestLine ? tokens.slice(0, -1) : tokens;
}

function colourLine(list: SemanticTokenList, line: FlowLine): void {
  if (line.kind === 'header') {
    colourHeader(list, line);
  }
  for (const { start, end } of line.commands) {
    list.add('keyword', start, end, 'command');
  }
  colourMatch(list, line, droppedItems(line));
  if (line.actions) {
    colourWordBefore(list, line.actions);
    colourActions(list, line.actions.items);
  }
  for (const bucket of line.buckets) {
    colourBucket(list, bucket);
  }
  if (line.bands) {
    colourWordBefore(list, line.bands);
    for (const item of line.bands.items) {
      list.add('parameter', item.keyStart, item.keyEnd);
      colourValue(list, valueWithArrow(item));
    }
  }
  colourComment(list, line);
}

/** `NXST_FLOW reply (xid=0x4): flags=[more]`. */
function colourHeader(list: SemanticTokenList, { text, comment }: FlowLine): void {
  const start = text.search(/\S/);
  const end = start + /^\S+ (?:reply|request)/.exec(text.slice(start))![0].length;
  list.add('namespace', start, end, 'printed');
  list.add('comment', end, comment?.start ?? text.length, 'printed');
}

/** `actions` and `bands`; Open vSwitch does not look at what stands between the word and its `=`. */
function colourWordBefore(list: SemanticTokenList, { word, equals }: NonNullable<FlowLine['actions']>): void {
  const length = /^\w+/.exec(list.text.slice(word.start, Math.min(word.end, word.start + 40)))?.[0].length;
  // Without its `=` it is no more than a word that starts like it.
  list.add(equals === undefined ? 'unknown' : 'keyword', word.start, word.start + (length ?? 0));
}

function colourBucket(list: SemanticTokenList, { word, content }: Bucket): void {
  list.add('keyword', word.start, word.end);
  for (const item of parseItems(list.text, content.start, content.end)) {
    const key = keyText(list.text, item);
    if (isBucketKey(key)) {
      list.add('parameter', item.keyStart, item.keyEnd);
      colourValue(list, valueWithArrow(item));
    } else if (bucketActionWords.has(key.toLowerCase())) {
      list.add('keyword', item.keyStart, item.keyEnd);
      colourActions(list, parseItems(list.text, item.valueStart, item.valueEnd));
    } else {
      colourActions(list, [item]);
    }
  }
}

const directive = /\bovs-flows-disable-(?:next-line|line|file)\b/g;

function colourComment(list: SemanticTokenList, { text, comment }: FlowLine): void {
  if (!comment) {
    return;
  }
  let from = comment.start;
  for (const { 0: word, index } of text.slice(comment.start).matchAll(directive)) {
    const start = comment.start + index;
    list.add('comment', from, start);
    from = start + word.length;
    list.add('keyword', start, from, 'documentation');
  }
  list.add('comment', from, comment.end);
}

const none: ReadonlySet<Item> = new Set();

/** The items of the match that Open vSwitch drops on the way to the switch. Most flows have none, which a look tells. */
function droppedItems(line: FlowLine): ReadonlySet<Item> {
  if (line.kind !== 'flow' || !line.actions || !line.match.some((item) => needsAnother(line.text, item))) {
    return none;
  }
  return new Set(lostTerms(evaluateFlow(line)).map(({ item }) => item));
}

/** Whether the field counts only where the match has another. */
function needsAnother(text: string, item: Item): boolean {
  return fieldOfAnyName(withoutBrackets(keyText(text, item)))?.prerequisite !== undefined;
}
