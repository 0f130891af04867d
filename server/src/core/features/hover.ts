import { allFlags } from '../conntrack/states';
import { connectionStateFlags } from '../facts/connection-state';
import { matchField } from '../facts/match-fields';
import { connectionStateOf, type StateTerm } from '../model/flow-connection-state';
import { checkLine } from '../rules/check';
import { endOf } from '../rules/respell';
import { nestedActions } from '../syntax/actions';
import { parseFlagMatch } from '../syntax/flag-match';
import type { FlowLine } from '../syntax/flow-line';
import { keyText } from '../syntax/items';
import { type Span, touches } from '../syntax/span';
import { describeField } from './field-hover';
import { paragraphs } from './markdown';
import { describeMatch, describePlace, type Place } from './state-hover';

/** What to show when the mouse rests on something. */
export interface Hover {
  /** Markdown. */
  readonly contents: string;
  readonly span: Span;
}

/**
 * What there is to say about the place in the line, or undefined when there is nothing.
 * `linkTo` gives the address of a rule's page, where the editor can open one.
 */
export function hoverAt(
  line: FlowLine,
  position: number,
  linkTo: (code: string) => string | undefined = () => undefined,
): Hover | undefined {
  const offset = Math.min(Math.max(position, 0), line.text.length);
  if (line.kind !== 'flow' || (line.comment && offset >= line.comment.start)) {
    return undefined;
  }
  const term = termAt(line, offset);
  return term ? hoverOnTerm(line, term, offset, linkTo) : hoverOnFieldName(line, offset);
}

function termAt(line: FlowLine, offset: number): StateTerm | undefined {
  return (
    connectionStateOf(line).terms.find((term) => term.item.keyStart <= offset && offset <= endOf(term)) ??
    learnedTermAt(line, offset)
  );
}

/** `learn(…,ct_state=trk,…)`: a match of the flow that will be learned. */
function learnedTermAt(line: FlowLine, offset: number): StateTerm | undefined {
  if (!line.actions || offset < line.actions.word.end || !line.text.includes('ct_state')) {
    return undefined;
  }
  for (const { item } of nestedActions(line)) {
    if (keyText(line.text, item) === 'ct_state' && item.valueStart <= offset && offset <= item.valueEnd) {
      const span = { start: item.valueStart, end: item.valueEnd };
      const accepted = parseFlagMatch(line.text, span.start, span.end, connectionStateFlags, allFlags);
      return accepted && accepted.form !== 'empty'
        ? { item, span, accepted, strays: [], match: accepted }
        : undefined;
    }
  }
  return undefined;
}

function hoverOnTerm(
  line: FlowLine,
  term: StateTerm,
  offset: number,
  linkTo: (code: string) => string | undefined,
): Hover {
  const place = placeAt(term, offset);
  const findings = checkLine(line).filter(
    ({ finding }) => finding.span.start <= endOf(term) && finding.span.end >= term.item.keyStart,
  );
  const field = matchField('ct_state')!;
  return {
    contents: paragraphs(
      place.kind === 'field' ? describeField(field) : describePlace(line.text, place),
      describeMatch(line.text, term, findings, linkTo),
    ),
    span: place.span,
  };
}

function placeAt({ item, accepted, span }: StateTerm, offset: number): Place {
  if (offset < item.keyEnd || span.start === span.end) {
    return { kind: 'field', span: { start: item.keyStart, end: item.keyEnd } };
  }
  const flag = accepted?.terms.find(
    (candidate) => touches(candidate.span, offset) && offset < candidate.span.end,
  );
  if (flag) {
    return {
      kind: 'flag',
      span: flag.span,
      bit: flag.bit,
      set: flag.set,
      signed: accepted?.form === 'signed',
    };
  }
  const index = accepted?.numbers.findIndex((number) => touches(number, offset)) ?? -1;
  if (accepted && index >= 0) {
    const number = accepted.numbers[index]!;
    const isMask = accepted.form === 'masked' && index === 1;
    const numberSpan = { start: number.start, end: number.end };
    return { kind: isMask ? 'mask' : 'number', span: numberSpan, number };
  }
  return { kind: 'value', span };
}

function hoverOnFieldName(line: FlowLine, offset: number): Hover | undefined {
  const span = wordAt(line.text, offset);
  const field = span && matchField(line.text.slice(span.start, span.end));
  return field && { contents: describeField(field), span };
}

function wordAt(text: string, offset: number): Span | undefined {
  let start = offset;
  let end = offset;
  while (start > 0 && /\w/.test(text[start - 1]!)) {
    start--;
  }
  while (end < text.length && /\w/.test(text[end]!)) {
    end++;
  }
  return start < end ? { start, end } : undefined;
}
