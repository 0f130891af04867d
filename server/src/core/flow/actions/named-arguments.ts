/** Arguments of actions whose order, repetition or nesting matters: `ct(commit,nat(src=…))`, `learn(…)`. */

import { shortened } from '../../syntax/excerpt';
import { parseItems } from '../../syntax/items';
import { nearestNames } from '../../syntax/nearest-name';
import type { Span } from '../../syntax/span';
import { noteSwitchName } from '../switch-names';
import type { ActionContext, Argument } from './action';
import { notATable, noteIgnored, removal, replacing } from './arguments';

/** One argument of an action; like the action's own, but case matters in its name. */
export interface NamedArgument extends Omit<Argument, 'keyword'> {
  readonly name: string;
}

/** The arguments in an argument. Source: lib/ofp-parse.c, ofputil_parse_key_value. */
export function namedArguments(
  { span }: Pick<NamedArgument, 'span'>,
  { text }: ActionContext,
): NamedArgument[] {
  return parseItems(text, span.start, span.end).map((item) => {
    // Behind a call may stand an arrow, `f(x)->y`: Open vSwitch takes `x)->y` for the value.
    const arrow = item.delimiter === '(' && item.closed && item.end > item.valueEnd + 1;
    const value = { start: item.valueStart, end: arrow ? item.end : item.valueEnd };
    return {
      name: text.slice(item.keyStart, item.keyEnd),
      text: text.slice(value.start, value.end),
      span: value,
      whole: { start: item.keyStart, end: item.end },
      nameSpan: { start: item.keyStart, end: item.keyEnd },
      delimiter: item.delimiter,
    };
  });
}

/** More mistakes in one list of arguments than anybody reads. */
const mostRejections = 100;

/** Whether there is nothing to gain from reading on: each mistake takes its time to explain. */
export function isHopeless({ problems }: ActionContext, rejectionsBefore: number): boolean {
  return problems.rejections - rejectionsBefore >= mostRejections;
}

/** The value of an argument: its token, or its name when there is no value. */
export function valueSpan({ span, nameSpan }: NamedArgument): Span {
  return span.end > span.start ? span : nameSpan;
}

/** A flag such as `commit`: whatever is written behind it is ignored, even `=no`. */
export function noteIgnoredValue(
  { name, text, nameSpan, whole }: NamedArgument,
  context: ActionContext,
): void {
  if (text !== '') {
    noteIgnored(
      { start: nameSpan.end, end: whole.end },
      `${name} takes no value: it is there or not. Open vSwitch ignores ${shortened(text)}.`,
      context.problems,
    );
  }
}

/** An argument that a later one of the same name overwrites. */
export function noteRepeated(earlier: NamedArgument, later: NamedArgument, context: ActionContext): void {
  const { text, problems } = context;
  const same = earlier.text === later.text;
  problems.note(
    'action/repeated-argument',
    earlier.whole,
    same
      ? `${earlier.name} is given twice; once is enough.`
      : `${earlier.name} is given again further on. Open vSwitch takes the last one: this one has no effect.`,
    {
      unnecessary: true,
      related: [{ span: later.whole, message: 'This one counts.' }],
      fixes: () => [
        {
          title: `Remove the ${earlier.name} that has no effect`,
          edits: [removal(text, earlier.whole)],
          keepsMeaning: same,
        },
      ],
    },
  );
}

/** Notes all arguments but the last of each of these names. */
export function noteAllRepeated(
  list: readonly NamedArgument[],
  names: ReadonlySet<string>,
  context: ActionContext,
): void {
  const last = new Map(list.map((argument) => [argument.name, argument]));
  for (const argument of list) {
    const later = last.get(argument.name)!;
    if (later !== argument && names.has(argument.name)) {
      noteRepeated(argument, later, context);
    }
  }
}

/** An argument of a name that the action does not know. `hint` says what to write when no name is near. */
export function rejectUnknown(
  { name, nameSpan, whole }: NamedArgument,
  action: string,
  names: readonly string[],
  verdict: string,
  hint: string,
  { problems }: ActionContext,
): undefined {
  const near = nearestNames(
    name.slice(0, 60),
    names.map((each) => ({ name: each, synonyms: [] })),
  );
  const nearest = near.length === 1 ? near[0]!.name : undefined;
  return problems.reject(
    'action/unknown-argument',
    name === '' ? whole : nameSpan,
    verdict,
    `${name === '' ? 'The name of an argument is missing here' : `${action} has no argument ${shortened(name)}`}. ${nearest ? `Did you mean ${nearest}?` : hint}`,
    nearest ? { fixes: () => [replacing(nameSpan, nearest, `Write ${nearest}`, false)] } : {},
  );
}

/** Reports a text that is the number of no table. */
export function rejectTable(
  argument: NamedArgument,
  verdict: string,
  { problems }: ActionContext,
): undefined {
  const { text } = argument;
  if (noteSwitchName('table', text, valueSpan(argument), problems)) {
    return undefined;
  }
  const code =
    text === ''
      ? 'action/missing-argument'
      : /^[0-9]+$/.test(text)
        ? 'action/value-too-large'
        : 'action/invalid-argument';
  const message = text === '' ? 'The number of the table is missing.' : notATable(text);
  return problems.reject(code, valueSpan(argument), verdict, message);
}
