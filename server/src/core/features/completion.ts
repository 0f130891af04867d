import { flowCommandOf } from '../flow/evaluate';
import { connectionStateOf } from '../model/flow-connection-state';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, keyText } from '../syntax/items';
import { type Span, touches } from '../syntax/span';
import { completeAction } from './action-completion';
import { actionPlaceAt } from './action-place';
import { type Completion, type CompletionContext, noContext } from './completion-list';
import { completeDirective } from './directive-completion';
import { completeName } from './field-completion';
import { actionsCompletion, commandWords } from './key-completion';
import { completeOtherLine } from './other-line-completion';
import { SeenValues } from './seen-values';
import { completeState } from './state-completion';
import { completeValue } from './value-completion';

/** Flows, and lines where one could still be written. */
const completedKinds: ReadonlySet<FlowLine['kind']> = new Set(['flow', 'blank', 'comment']);

/** What could stand at the offset, best first. */
export function completeAt(
  line: FlowLine,
  position: number,
  context: CompletionContext = noContext,
): Completion[] {
  const offset = Math.min(Math.max(position, 0), line.text.length);
  if (line.comment !== undefined && offset > line.comment.start) {
    return completeDirective(line, offset, context);
  }
  const seen = new SeenValues(context);
  if (!completedKinds.has(line.kind)) {
    return completeOtherLine(line, offset, seen);
  }
  const command = line.commands.find((word) => touches(word, offset));
  if (command) {
    return completeFirstWord(line, command, offset, seen);
  }
  const place = actionPlaceAt(line, offset);
  if (place) {
    return completeAction(line, place, offset, seen);
  }
  return line.actions !== undefined && offset > line.actions.word.start
    ? completeActionsWord(line, line.actions.word, offset)
    : completeMatch(line, offset, seen);
}

/** A leading part of a command is a command, and may become a field as well: `a` of `add`, and of `arp`. */
function completeFirstWord(line: FlowLine, word: Span, offset: number, seen: SeenValues): Completion[] {
  const commands = commandWords(line, word, offset);
  const typed = line.text.slice(word.start, offset);
  if (word !== line.commands[0] || commands.some(({ label }) => label === typed)) {
    return commands.filter(({ label }) => label.startsWith(typed) && label !== typed);
  }
  const item = { ...word, keyStart: word.start, keyEnd: word.end, valueStart: word.end, valueEnd: word.end };
  return completeName({ ...line, commands: [] }, { ...item, delimiter: '', closed: true }, offset, seen);
}

/** The word `actions` without its `=`: whatever follows the first `action` of a line is taken for it. */
function completeActionsWord({ text }: FlowLine, word: Span, offset: number): Completion[] {
  const isWhole = text.slice(word.start, word.end) === text.slice(word.start, offset);
  return isWhole && 'actions'.startsWith(text.slice(word.start, offset)) ? [actionsCompletion(word)] : [];
}

function completeMatch(line: FlowLine, offset: number, seen: SeenValues): Completion[] {
  const { terms } = connectionStateOf(line);
  const term = terms.find(({ item, span, subfield, needsBrackets }) => {
    return item.delimiter !== '' && !subfield && !needsBrackets && span.start <= offset && offset <= span.end;
  });
  if (term) {
    return completeState(line.text, term.span, offset);
  }
  const item = line.match.find((candidate) => candidate.keyStart <= offset && offset <= candidate.end);
  return item && item.delimiter !== '' && offset > item.keyEnd
    ? completeMatchValue(line, item, offset, seen)
    : completeName(line, item, offset, seen);
}

function completeMatchValue(line: FlowLine, item: Item, offset: number, seen: SeenValues): Completion[] {
  const name = keyText(line.text, item);
  // Names with brackets, and NXM names, take numbers only.
  if (offset > item.valueEnd || !/^[a-z]\w*$/.test(name)) {
    return [];
  }
  const value = { start: item.valueStart, end: item.valueEnd };
  const completions = completeValue({ text: line.text, value, offset, name }, seen);
  const command = flowCommandOf(line);
  // To these commands a cookie says which flows to act on, and only with a mask.
  return name === 'cookie' && command !== 'add'
    ? completions.map((each) => ({ ...each, label: `${each.label}/-1`, newText: `${each.newText}/-1` }))
    : completions;
}
