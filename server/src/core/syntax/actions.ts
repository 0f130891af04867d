import { nestingActions } from '../facts/nesting-actions';
import { actionListsOf } from './action-lists';
import type { FlowLine } from './flow-line';
import { argumentsOf, type Item, keyText } from './items';

/** An action, or an argument of one, and what it stands in, outermost first. */
export interface NestedItem {
  readonly item: Item;
  readonly within: readonly Item[];
}

/** Nothing real nests deeper; what does is left alone. */
const deepest = 16;

/** Every action of a line and every argument of an action, in the order of the text. */
export function* nestedActions(line: FlowLine): Iterable<NestedItem> {
  for (const { items } of actionListsOf(line)) {
    yield* nested(line.text, items, []);
  }
}

function* nested(text: string, items: readonly Item[], within: readonly Item[]): Iterable<NestedItem> {
  for (const item of items) {
    yield { item, within };
    if (hasArguments(text, item) && within.length < deepest) {
      yield* nested(text, argumentsOf(text, item), [...within, item]);
    }
  }
}

/** Open vSwitch takes `ct:commit` for `ct(commit)`, and likewise for all that has arguments of its own. */
function hasArguments(text: string, item: Item): boolean {
  return item.delimiter === '(' || (item.delimiter !== '' && nestingActions.has(actionName(text, item)));
}

/** The name of an action: their case does not matter to Open vSwitch. */
export function actionName(text: string, item: Item): string {
  return keyText(text, item).toLowerCase();
}

/** Whether the item stands somewhere inside an action of that name. */
export function isWithin(text: string, { within }: NestedItem, action: string): boolean {
  return within.some((outer) => actionName(text, outer) === action);
}
