/** Everything in a line but connection states: commands, keys, protocols, fields, values, actions. */

import { flowKey } from '../facts/flow-keys';
import { fieldOfAnyName } from '../facts/match-fields';
import { protocolWord } from '../facts/protocol-words';
import type { FlowEvaluation } from '../flow/evaluate';
import type { MatchTerm } from '../flow/match-items';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, keyText } from '../syntax/items';
import type { Span } from '../syntax/span';
import { hoverInActions } from './action-hover';
import { hoverOnSubfield } from './argument-hover';
import type { Hover } from './explanation';
import { describeField } from './field-hover';
import { describeCommand, describeEthernetWord, describeKey, describeProtocol } from './key-hover';
import { afterHeading } from './markdown';
import { describeFlow } from './sentence';
import { describeTermValue } from './value-hover';

/** Keys whose hover says what the whole flow does, too: they stand where a flow begins. */
const leadingKeys: ReadonlySet<string> = new Set(['table', 'priority', 'cookie']);

/** What is asked for only where it is needed. */
export interface WordContext {
  readonly evaluate: () => FlowEvaluation;
  /** Whether the editor shows a finding about that part of the line in the same hover. */
  readonly isWarned: (span: Span) => boolean;
}

/** What there is to say about the word at the offset. */
export function hoverOnWord(line: FlowLine, offset: number, context: WordContext): Hover | undefined {
  const { evaluate } = context;
  const command = line.commands.find((span) => isIn(span, offset));
  if (command) {
    const about = describeCommand(line.text.slice(command.start, command.end));
    return { contents: afterHeading(about ?? '', describeFlow(evaluate())), span: command };
  }
  const item = line.match.find(({ keyStart, end }) => keyStart <= offset && offset <= end);
  if (item) {
    return hoverOnItem(line, item, offset, context);
  }
  const { actions } = line;
  if (!actions || offset < actions.word.start) {
    return undefined;
  }
  if (isIn(actions.word, offset)) {
    return { contents: describeFlow(evaluate()), span: actionsWord(line.text, actions.word) };
  }
  return hoverInActions(line.text, actions.items, offset);
}

/** Open vSwitch looks for `action`, and at nothing from there to the `=`. */
function actionsWord(text: string, { start, end }: Span): Span {
  const word = /^\w+/.exec(text.slice(start, Math.min(end, start + 40)))?.[0].length ?? end - start;
  return { start, end: start + word };
}

function isIn({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function hoverOnItem(line: FlowLine, item: Item, offset: number, context: WordContext): Hover | undefined {
  const { text } = line;
  const key = keyText(text, item);
  const onKey = offset <= item.keyEnd;
  const starts = onKey && line.commands.length === 0 && (item === line.match[0] || leadingKeys.has(key));
  const about = onKey ? describeName(text, item, key) : undefined;
  const span = onKey ? { start: item.keyStart, end: item.keyEnd } : valueSpan(item);
  if (onKey) {
    const flow = starts && about !== undefined ? describeFlow(context.evaluate()) : undefined;
    if (about === undefined) {
      return undefined;
    }
    // A warning stands above: what the editor shows at once would not hold all there is to say about the name.
    const crowded = flow !== undefined && context.isWarned({ start: item.keyStart, end: item.end });
    const told = crowded ? about.split('\n\n').slice(0, 2).join('\n\n') : about;
    return { contents: afterHeading(told, flow), span };
  }
  const contents = describeItemValue(line, item, key, context);
  return contents === undefined || contents === '' ? undefined : { contents, span };
}

/** With the arrow that may follow a call, which Open vSwitch takes for part of the value. */
function valueSpan(item: Item): Span {
  return { start: item.valueStart, end: item.valueEnd };
}

function describeName(text: string, item: Item, key: string): string | undefined {
  const word = protocolWord(key);
  if (word) {
    return describeProtocol(word);
  }
  if (key === 'eth') {
    return describeEthernetWord();
  }
  const known = flowKey(key);
  if (known) {
    return describeKey(known, text.slice(item.valueStart, item.valueEnd), false);
  }
  if (key.includes('[')) {
    return hoverOnSubfield(text, { start: item.keyStart, end: item.keyEnd })?.contents;
  }
  const field = fieldOfAnyName(key);
  return field && describeField(field, key);
}

function describeItemValue(
  line: FlowLine,
  item: Item,
  key: string,
  { evaluate, isWarned }: WordContext,
): string | undefined {
  const written = line.text.slice(item.valueStart, item.valueEnd);
  const known = flowKey(key);
  if (known) {
    return describeKey(known, written, true);
  }
  const evaluation = evaluate();
  const term: MatchTerm | undefined = evaluation.terms.find((each) => each.item === item);
  return term?.field
    ? describeTermValue(line.text, term, evaluation, isWarned({ start: item.keyStart, end: item.end }))
    : undefined;
}
