/** Fields that are written: `VALUE->FIELD`, `FIELD->FIELD`, and the specifications of `learn`. */
import { type ActionHelp, type ArgumentHelp, actionHelp } from '../facts/action-help';
import { type Item, keyText } from '../syntax/items';
import {
  decodeFor,
  decodeNumberFor,
  describeArgument,
  hoverOnSubfield,
  hoverOnValue,
  longestValue,
  subfieldIn,
} from './argument-hover';
import type { Hover } from './explanation';
import { mentionField } from './field-hover';
import { code, paragraphs } from './markdown';

/** An action that writes what stands before the arrow to what stands behind it. */
export function hoverOnAssignment(
  text: string,
  item: Item,
  help: ActionHelp,
  arrow: number,
  offset: number,
): Hover | undefined {
  const target = { start: arrow + 2, end: item.end };
  const inCall = item.delimiter === '(' && text[arrow - 1] === ')';
  const source = { start: item.valueStart, end: inCall ? arrow - 1 : arrow };
  const written = text.slice(target.start, target.end);
  const into = `→ ${code(written)}`;
  if (offset >= target.start) {
    const from = code(text.slice(source.start, source.end));
    return hoverOnSubfield(text, target, `${targets[help.name]} ${from}.`);
  }
  const [argument] = help.arguments;
  if (help.name === 'move') {
    return hoverOnSubfield(text, source, `Copied: ${into}.`);
  }
  const subfield = subfieldIn(written);
  const decode =
    help.name === 'set_field'
      ? decodeFor(subfield?.field)
      : help.name === 'load'
        ? decodeNumberFor(subfield)
        : undefined;
  const decoded = decode?.(text.slice(source.start, Math.min(source.end, source.start + longestValue)));
  return decoded && subfield
    ? { contents: paragraphs(decoded, `Written: ${into}`, mentionField(subfield.field)), span: source }
    : hoverOnValue(text, source, argument!, `${help.name} ${into}`);
}

/** What happens to the field behind the arrow, in words before what stands in front of it. */
const targets: Readonly<Record<string, string>> = {
  set_field: 'Here it is set to',
  load: 'Here it is set to',
  move: 'Here it becomes a copy of',
  check_pkt_larger: 'Here it tells whether the packet is longer than',
};

const learn = actionHelp('learn')!;

function row(name: string): ArgumentHelp {
  return learn.arguments.find((argument) => argument.name === name)!;
}

/** `learn(…)`: what the flow that is learned matches and does. */
export function hoverOnSpecification(text: string, part: Item, offset: number): Hover | undefined {
  const key = keyText(text, part);
  const keySpan = { start: part.keyStart, end: part.keyEnd };
  const value = { start: part.valueStart, end: part.valueEnd };
  if (key === 'load' || key === 'output') {
    const argument = row(key === 'load' ? 'load:VALUE->FIELD' : 'output:FIELD');
    if (offset <= part.keyEnd) {
      return { contents: describeArgument(argument, 'learn'), span: keySpan };
    }
    const arrow = text.indexOf('->', part.valueStart);
    if (arrow < 0 || arrow >= part.end) {
      return hoverOnSubfield(text, value, argument.meaning);
    }
    const target = text.slice(arrow + 2, part.end);
    return offset >= arrow + 2
      ? hoverOnSubfield(text, { start: arrow + 2, end: part.end }, argument.meaning)
      : hoverOnValue(
          text,
          { start: part.valueStart, end: arrow },
          argument,
          'learn',
          decodeNumberFor(subfieldIn(target)),
        );
  }
  const field = subfieldIn(key);
  if (!field) {
    return undefined;
  }
  const copied = part.delimiter !== '' && subfieldIn(text.slice(value.start, value.end)) !== undefined;
  const argument = row(part.delimiter === '' ? 'FIELD' : copied ? 'FIELD=FIELD' : 'FIELD=VALUE');
  return offset <= part.keyEnd
    ? hoverOnSubfield(text, keySpan, argument.meaning)
    : copied
      ? hoverOnSubfield(text, value, argument.meaning)
      : hoverOnValue(text, value, argument, 'learn', decodeFor(field.field));
}
