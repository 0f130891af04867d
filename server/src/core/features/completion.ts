import { type MatchField, matchField, matchFields } from '../facts/match-fields';
import { connectionStateOf } from '../model/flow-connection-state';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, keyText } from '../syntax/items';
import { touches } from '../syntax/span';
import { withoutBrackets } from '../syntax/subfield';
import type { Completion } from './completion-list';
import { describeField } from './field-hover';
import { completeState } from './state-completion';

/** What could stand at the offset, best first. */
export function completeAt(line: FlowLine, position: number): Completion[] {
  const offset = Math.min(Math.max(position, 0), line.text.length);
  const inComment = line.comment !== undefined && offset > line.comment.start;
  const onCommand = line.commands.some((command) => touches(command, offset));
  const inActions = line.actions !== undefined && offset > line.actions.word.start;
  if (line.kind === 'header' || onCommand || inComment || inActions) {
    return [];
  }
  const { terms } = connectionStateOf(line);
  const term = terms.find(({ item, span, subfield, needsBrackets }) => {
    return item.delimiter !== '' && !subfield && !needsBrackets && span.start <= offset && offset <= span.end;
  });
  if (term) {
    return completeState(line.text, term.span, offset);
  }
  const item = line.match.find((candidate) => candidate.keyStart <= offset && offset <= candidate.end);
  if (item && item.delimiter !== '' && offset > item.keyEnd) {
    return [];
  }
  return completeFieldName(line, item, offset);
}

function completeFieldName(line: FlowLine, item: Item | undefined, offset: number): Completion[] {
  const onKey = item !== undefined && touches({ start: item.keyStart, end: item.keyEnd }, offset);
  const span = onKey ? { start: item.keyStart, end: item.keyEnd } : { start: offset, end: offset };
  const hasValue = onKey && item.delimiter !== '';
  // Right before the actions, or another item, a separator is missing.
  const next = line.text[span.end];
  const tail = hasValue || next === undefined || /[\s,#]/.test(next) ? undefined : ',';
  const given = new Set(
    line.match.filter((other) => other !== item).map((other) => fieldOf(line.text, other)),
  );
  return matchFields
    .filter((field) => !given.has(field))
    .map((field) => ({
      kind: 'field',
      label: field.name,
      note: field.title,
      documentation: describeField(field),
      span,
      newText: hasValue ? field.name : `${field.name}=`,
      ...(tail && { tail }),
      continues: !hasValue && field.format === 'ct-state',
    }));
}

function fieldOf(text: string, item: Item): MatchField | undefined {
  return matchField(withoutBrackets(keyText(text, item)));
}
