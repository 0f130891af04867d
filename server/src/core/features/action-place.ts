/** Where in the actions a cursor stands: in which calls, at which argument. Completion and signature help ask. */
import { type ActionHelp, type ArgumentHelp, actionHelp, argumentHelp } from '../facts/action-help';
import { actionName } from '../syntax/actions';
import type { FlowLine } from '../syntax/flow-line';
import { argumentsOf, type Item, keyText } from '../syntax/items';
import { touches } from '../syntax/span';

/** An action, or an argument with arguments of its own, whose value the cursor stands in. */
export interface Call {
  /** As it is written. */
  readonly name: string;
  readonly item: Item;
  /** What is known of it; undefined for words that Open vSwitch does not know either. */
  readonly help: ActionHelp | ArgumentHelp | undefined;
  /** What stands in it: actions again, or arguments. */
  readonly holds: 'actions' | 'arguments';
}

/** A place in the actions of a line. */
export interface ActionPlace {
  /** Outermost first; the last one may be written with a colon instead of parentheses. */
  readonly calls: readonly Call[];
  /** The items of the innermost list. */
  readonly items: readonly Item[];
  /** The one at the cursor; undefined between items. */
  readonly item: Item | undefined;
  /** The cursor stands in a name (or where one could start), in a value, or behind an arrow. */
  readonly part: 'name' | 'value' | 'nothing';
}

const deepest = 16;

/** Undefined outside the actions. */
export function actionPlaceAt(line: FlowLine, offset: number): ActionPlace | undefined {
  const { text } = line;
  const list = actionsAround(line, offset);
  if (!list) {
    return undefined;
  }
  let items = list;
  const calls: Call[] = [];
  for (;;) {
    const item = items.find((candidate) => candidate.keyStart <= offset && offset <= candidate.end);
    if (!item || offset <= item.keyEnd) {
      return { calls, items, item, part: 'name' };
    }
    const inside = item.valueStart <= offset && offset <= item.valueEnd;
    if (item.delimiter !== '(' || !inside) {
      const isValue = inside || (item.delimiter === '(' && text.startsWith('->', item.valueEnd + 1));
      const call = callOf(text, item, calls.at(-1));
      return isValue
        ? { calls: [...calls, call], items, item, part: 'value' }
        : { calls, items, item, part: 'nothing' };
    }
    if (calls.length >= deepest) {
      return undefined;
    }
    calls.push(callOf(text, item, calls.at(-1)));
    items = argumentsOf(text, item);
  }
}

/** The actions of the flow, or of the bucket of a group, that the offset is in. */
function actionsAround({ text, actions, buckets }: FlowLine, offset: number): readonly Item[] | undefined {
  if (actions?.equals !== undefined && offset > actions.equals) {
    return actions.items;
  }
  const bucket = buckets.find(({ content }) => touches(content, offset));
  // Keys of a bucket, and what stands behind them, are not among its actions.
  const key = bucket?.keys.some((item) => item.keyEnd < offset && offset <= item.end);
  const onWord = bucket?.actionsWords.some((item) =>
    touches({ start: item.keyStart, end: item.keyEnd }, offset),
  );
  return bucket && !key && !onWord && text[bucket.content.start - 1] === '=' ? bucket.actions : undefined;
}

/** Lists of actions within actions. Source: ovs-actions(7). */
const holdsActions: ReadonlySet<string> = new Set(['clone', 'write_actions', 'exec']);

function callOf(text: string, item: Item, outer: Call | undefined): Call {
  const name = keyText(text, item);
  const isAction = outer === undefined || outer.holds === 'actions';
  const help = isAction ? actionHelp(name) : outer.help && argumentHelp(outer.help, name);
  const holds = holdsActions.has(isAction ? actionName(text, item) : name) ? 'actions' : 'arguments';
  return { name, item, help, holds };
}

/** How many commas stand before the offset, those inside parentheses aside: which argument it is, from 0. */
export function argumentIndex(text: string, start: number, offset: number): number {
  let index = 0;
  let depth = 0;
  for (let position = start; position < offset; position++) {
    const character = text[position];
    if (character === '(') {
      depth++;
    } else if (character === ')') {
      depth--;
    } else if (character === ',' && depth === 0) {
      index++;
    }
  }
  return index;
}
