/**
 * What one flow asks of connection state: each `ct_state` item of its match as written, and all of them
 * together as Open vSwitch installs them.
 */
import { allFlags, type StateMatch } from '../conntrack/states';
import { connectionStateFlags } from '../facts/connection-state';
import { codePointName, matchField } from '../facts/match-fields';
import { type FlagMatch, parseFlagMatch } from '../syntax/flag-match';
import { explainRejectedFlagMatch, type RejectedFlagMatch } from '../syntax/flag-match-problems';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, isSeparator, keyText, valueText } from '../syntax/items';
import type { Span } from '../syntax/span';
import { readSubfield, type Subfield, withoutBrackets } from '../syntax/subfield';
import { saysTracked } from './says-tracked';

/** One `ct_state` item of a match. Exactly one of the four optional readings is there. */
export interface StateTerm {
  readonly item: Item;
  /** The value; where there is none, the empty stretch after the key. */
  readonly span: Span;
  readonly accepted?: FlagMatch;
  readonly rejected?: RejectedFlagMatch;
  /** For `ct_state[5]=1` and `NXM_NX_CT_STATE[]=0x20`; with its error when it is rejected. */
  readonly subfield?: Subfield;
  /** For `NXM_NX_CT_STATE=…`: a match takes the NXM name with brackets only. */
  readonly needsBrackets?: true;
  /** Items right after it that were meant as part of its value: `+new` in `ct_state=+trk,+new`. */
  readonly strays: readonly Item[];
  /** What the item contributes to the match; nothing when it is rejected. */
  readonly match: StateMatch;
}

/** All that a flow says about connection state in its match. */
export interface FlowConnectionState {
  readonly terms: readonly StateTerm[];
  /** The match that Open vSwitch installs; undefined when it rejects any part, or there is none. */
  readonly effective: StateMatch | undefined;
  /** Whether another field of the match can only match tracked packets. */
  readonly trackedByOtherField: boolean;
}

const none: FlowConnectionState = { terms: [], effective: undefined, trackedByOtherField: false };
const field = matchField('ct_state')!;

/** The NXM name of the field with a mask, which Open vSwitch takes as well. */
const oxmName = codePointName(field);
const maskedName = `${oxmName}_W`;

/** Whether the line names the field anywhere: a quick look before a thorough one. */
export function mentionsConnectionState({ text }: FlowLine): boolean {
  return text.includes(field.name) || text.includes(oxmName);
}

/** Reads the connection state out of a parsed line. */
export function connectionStateOf(line: FlowLine): FlowConnectionState {
  if (!mentionsConnectionState(line)) {
    return none;
  }
  const terms: StateTerm[] = [];
  for (let index = 0; index < line.match.length; index++) {
    const term = readTerm(line, index);
    if (term) {
      terms.push(term);
      index += term.strays.length;
    }
  }
  if (terms.length === 0) {
    return none;
  }
  return {
    terms,
    effective: terms.some(isRejected) ? undefined : combined(terms),
    trackedByOtherField: line.match.some((item) => saysTracked(line.text, item)),
  };
}

/** Whether Open vSwitch rejects the flow because of this item. */
export function isRejected(term: StateTerm): boolean {
  const valueRejected = term.rejected !== undefined || term.subfield?.error !== undefined;
  return valueRejected || term.needsBrackets === true || term.strays.length > 0;
}

/** The terms that count: Open vSwitch accepts them, and no later one sets the whole field again. */
export function termsThatCount(state: FlowConnectionState): StateTerm[] {
  const first = state.terms.findLastIndex(replacesOthers);
  return state.terms.slice(Math.max(first, 0)).filter((term) => !isRejected(term));
}

/** Whether a term sets the whole field, forgetting what items before it asked for. */
export function replacesOthers(term: StateTerm): boolean {
  return term.subfield === undefined;
}

/** A whole value replaces what came before; pieces of the field add up. Source: lib/ofp-flow.c. */
function combined(terms: readonly StateTerm[]): StateMatch {
  let { value, mask } = { value: 0, mask: 0 };
  for (const term of terms) {
    const kept = replacesOthers(term) ? 0 : ~term.match.mask;
    value = (value & kept) | term.match.value;
    mask = (mask & kept) | term.match.mask;
  }
  return { value, mask };
}

function readTerm(line: FlowLine, index: number): StateTerm | undefined {
  const { text } = line;
  const item = line.match[index]!;
  const key = keyText(text, item);
  const span = { start: item.valueStart, end: item.valueEnd };
  if (key === field.name || key === oxmName || key === maskedName) {
    const strays = straysAfter(line, index);
    return { item, span, strays, ...readValue(text, item, key === field.name) };
  }
  const name = withoutBrackets(key);
  if (name !== field.name && name !== oxmName && name !== maskedName) {
    return undefined;
  }
  const subfield = readSubfield(text, item, field.bits);
  const match = { value: subfield.value & allFlags, mask: subfield.mask & allFlags };
  return { item, span, strays: [], subfield, match };
}

function readValue(
  text: string,
  item: Item,
  byName: boolean,
): Pick<StateTerm, 'accepted' | 'rejected' | 'needsBrackets' | 'match'> {
  const nothing = { value: 0, mask: 0 };
  if (!byName) {
    return { needsBrackets: true, match: nothing };
  }
  const { valueStart, valueEnd } = item;
  const accepted = parseFlagMatch(text, valueStart, valueEnd, connectionStateFlags, allFlags);
  const strayed = straysBehind(text, item, accepted !== undefined);
  if (strayed) {
    return { rejected: strayed, match: nothing };
  }
  if (accepted) {
    return { accepted, match: { value: accepted.value, mask: accepted.mask } };
  }
  const rejected = explainRejectedFlagMatch(text, valueStart, valueEnd, connectionStateFlags, allFlags);
  return { rejected, match: nothing };
}

/**
 * A call that is not closed takes in what follows it; an arrow behind a call becomes part of its value.
 * Either makes a value that Open vSwitch cannot read, except where it happens to (`accepted`).
 */
function straysBehind(text: string, item: Item, accepted: boolean): RejectedFlagMatch | undefined {
  if (item.delimiter !== '(') {
    return undefined;
  }
  if (!item.closed && !accepted) {
    let insertAt = item.valueEnd;
    while (insertAt > item.valueStart && isSeparator(text.charCodeAt(insertAt - 1))) {
      insertAt--;
    }
    const span = { start: item.keyEnd, end: item.valueStart };
    return { problems: [{ kind: 'missing-parenthesis', span, insertAt }], intended: undefined };
  }
  if (item.closed && item.end > item.valueEnd + 1) {
    const span = { start: item.valueEnd + 1, end: item.end };
    return { problems: [{ kind: 'unexpected-text', span }], intended: undefined };
  }
  return undefined;
}

/** The items that follow directly and can only have been meant for this one. */
function straysAfter(line: FlowLine, index: number): Item[] {
  const strays: Item[] = [];
  let before = line.match[index]!;
  for (let next = index + 1; next < line.match.length; next++) {
    const item = line.match[next]!;
    const key = keyText(line.text, item);
    const loneEquals = key === '' && item.delimiter === '=';
    // Nothing separates the two: `ct_state(+trk)x`.
    const attached = before.delimiter === '(' && before.end === item.keyStart;
    if (!loneEquals && !attached && (item.delimiter !== '' || !isPiece(key))) {
      break;
    }
    strays.push(item);
    before = item;
  }
  return strays;
}

/** Whether a word that stands alone is made of what matches on flags are made of, and of nothing else. */
function isPiece(word: string): boolean {
  const names = word.replace(/0[xX][0-9a-fA-F]*|[0-9]+/g, '').match(/[A-Za-z_][\w.]*/g) ?? [];
  if (names.length === 0) {
    return /^[-+!~|/&"'0-9a-fA-FxX]+$/.test(word);
  }
  return names
    .map((name) => name.toLowerCase())
    .every((name) => connectionStateFlags.some((flag) => flag.name === name || flag.synonyms.includes(name)));
}

/** The text of a stray item, without an `=` it may start with. */
export function strayText(text: string, item: Item): string {
  return item.delimiter === '=' ? valueText(text, item) : keyText(text, item);
}
