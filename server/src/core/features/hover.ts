import { describePackets } from '../conntrack/description';
import { canonicalSpelling } from '../conntrack/spelling';
import { allFlags } from '../conntrack/states';
import { connectionStateFlags } from '../facts/connection-state';
import { any, type FormatSet } from '../facts/flow-formats';
import { matchField } from '../facts/match-fields';
import { evaluateUnder } from '../flow/evaluate-any';
import { connectionStateOf, type FlowConnectionState, type StateTerm } from '../model/flow-connection-state';
import { endOf } from '../rules/respell';
import { nestedActions } from '../syntax/actions';
import { parseFlagMatch } from '../syntax/flag-match';
import type { FlowLine } from '../syntax/flow-line';
import { keyText } from '../syntax/items';
import { touches } from '../syntax/span';
import type { Diagnostic } from './diagnostics';
import type { Hover } from './explanation';
import { describeField } from './field-hover';
import { code, paragraphs } from './markdown';
import { hoverOnOtherLine } from './other-line-hover';
import { describeMatch, describePlace, type Place } from './state-hover';
import { hoverOnWord } from './word-hover';

export type { Hover } from './explanation';

/** What a hover takes from around the line. */
export interface HoverContext {
  /** What is reported on the line; what settings and comments silence is not among it. */
  readonly shown: readonly Diagnostic[];
  /** The editor shows the messages of errors in the same hover: they are not said twice. */
  readonly errorsShownBeside: boolean;
  /** The address of a rule's page, where the editor can open one. */
  readonly linkTo: (code: string) => string | undefined;
  /** The formats in which flows may be sent, as the setting of the OpenFlow version has it; any when left out. */
  readonly formats?: FormatSet;
}

/** What there is to say about the place in the line, or undefined when there is nothing. */
export function hoverAt(line: FlowLine, position: number, context: HoverContext): Hover | undefined {
  const offset = Math.min(Math.max(position, 0), line.text.length);
  if (line.comment && offset >= line.comment.start) {
    return undefined;
  }
  if (line.kind !== 'flow') {
    return hoverOnOtherLine(line, offset);
  }
  const state = connectionStateOf(line);
  const term = termAt(line, state, offset);
  return term
    ? hoverOnTerm(line, state, term, offset, context)
    : hoverOnWord(line, offset, {
        evaluate: () => evaluateUnder(line, context.formats ?? any),
        isWarned: (span) =>
          context.errorsShownBeside &&
          context.shown.some(({ finding }) => finding.span.start < span.end && span.start < finding.span.end),
      });
}

function termAt(line: FlowLine, state: FlowConnectionState, offset: number): StateTerm | undefined {
  return (
    state.terms.find((term) => term.item.keyStart <= offset && offset <= endOf(term)) ??
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
  state: FlowConnectionState,
  term: StateTerm,
  offset: number,
  context: HoverContext,
): Hover | undefined {
  const place = placeAt(term, offset);
  const shown = context.shown.filter(({ finding }) => {
    const whole = place.kind === 'field' || place.kind === 'value';
    const about = whole ? { start: term.item.keyStart, end: endOf(term) } : place.span;
    return finding.span.start <= about.end && finding.span.end >= about.start;
  });
  const field = matchField('ct_state')!;
  const aboutPlace = place.kind === 'field' ? describeField(field) : describePlace(line.text, place);
  const aboutMatch = describeMatch(line.text, term, shown, context.linkTo, context.errorsShownBeside);
  // A number takes one line, and the match goes on in the next: space is short.
  const oneParagraph = place.kind === 'number' || place.kind === 'mask';
  const contents = paragraphs(
    ...(oneParagraph ? [`${aboutPlace}  \n${aboutMatch}`] : [aboutPlace, aboutMatch]),
    describeRest(state, term),
  );
  return contents === '' ? undefined : { contents, span: place.span };
}

/** Where the flow has several items, what it asks for in the end. */
function describeRest(state: FlowConnectionState, term: StateTerm): string | undefined {
  if (state.terms.length < 2 || !state.terms.includes(term) || !state.effective) {
    return undefined;
  }
  const all = canonicalSpelling(state.effective);
  const packets = describePackets(state.effective);
  return `All ct_state items of this flow together: ${all === '' ? '' : `${code(all)}, `}${packets}.`;
}

function placeAt({ item, accepted, span }: StateTerm, offset: number): Place {
  if (offset < item.keyEnd || span.start === span.end) {
    return { kind: 'field', span: { start: item.keyStart, end: item.keyEnd } };
  }
  const flag = accepted?.terms.find(
    (candidate) => touches(candidate.span, offset) && offset < candidate.span.end,
  );
  if (flag) {
    return { kind: 'flag', span: flag.span, bit: flag.bit, set: flag.set };
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
