import { fieldWriters } from '../../facts/field-writers';
import { codePointName, matchField } from '../../facts/match-fields';
import { actionName, nestedActions } from '../../syntax/actions';
import { argumentsOf, type Item, keyText } from '../../syntax/items';
import type { Span } from '../../syntax/span';
import type { WrittenRule } from '../rule';

const field = matchField('ct_state')!;

/** An action that would write to `ct_state`. Source: lib/meta-flow.xml, "Access: read-only". */
export const readOnly: WrittenRule = {
  code: 'ct-state/read-only',
  severity: 'error',
  title: 'Actions cannot write ct_state',
  *check({ line }) {
    for (const { item } of nestedActions(line)) {
      const destination = destinationOf(line.text, item);
      if (destination && isConnectionState(line.text.slice(destination.start, destination.end))) {
        yield {
          span: destination,
          message:
            'ct_state is read-only: only the connection tracker sets it, when a ct action sends the packet through. Open vSwitch rejects the flow. To keep a value of your own with the connection, write ct_mark or ct_label inside ct(commit,exec(...)).',
        };
      }
    }
  },
};

function destinationOf(text: string, item: Item): Span | undefined {
  const arrow = item.keyStart + text.slice(item.keyStart, item.end).lastIndexOf('->');
  // An arrow inside parentheses belongs to one of the arguments.
  if (arrow >= Math.max(item.keyStart, item.delimiter === '(' ? item.valueEnd : 0)) {
    return { start: arrow + 2, end: item.end };
  }
  const writer = fieldWriters.find(({ action }) => action === actionName(text, item));
  if (writer?.destination === 'value') {
    return { start: item.valueStart, end: item.valueEnd };
  }
  if (!writer || item.delimiter !== '(') {
    return undefined;
  }
  const list = argumentsOf(text, item);
  if (typeof writer.destination === 'number') {
    const argument = list[writer.destination];
    return argument && { start: argument.keyStart, end: argument.end };
  }
  const named = list.find((argument) => keyText(text, argument) === writer.destination);
  return named && { start: named.valueStart, end: named.valueEnd };
}

function isConnectionState(text: string): boolean {
  const name = text.replace(/\[[^\]]*\]?$/, '');
  return name === field.name || name === codePointName(field);
}
