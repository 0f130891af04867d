/** Colours of actions, their arguments, and the actions within them. */
import { type ActionHelp, type ArgumentHelp, actionHelp, argumentHelp } from '../facts/action-help';
import { fieldOfAnyName } from '../facts/match-fields';
import { nestingActions } from '../facts/nesting-actions';
import { argumentsOf, type Item, keyText, valueWithArrow } from '../syntax/items';
import { withoutBrackets } from '../syntax/subfield';
import type { SemanticTokenList } from './semantic-tokens-list';
import { colourFieldKey, colourFieldValue, colourValue, isReservedWord } from './semantic-tokens-values';

/** Nothing real nests deeper; what does is left as it is. */
const deepest = 16;

const holdActions: ReadonlySet<string> = new Set(['clone', 'exec', 'write_actions', 'apply_actions']);
const takeFieldNames: ReadonlySet<string> = new Set(['push', 'pop', 'delete_field', 'move', 'output_reg']);
const positionKeys: ReadonlySet<string> = new Set(['table', 'priority']);

/** A call whose arguments are coloured. */
interface Call {
  readonly name: string;
  readonly item: Item;
  readonly help: ActionHelp | ArgumentHelp | undefined;
  /** In `learn` there are matches and actions of the flow to be learned among the arguments. */
  readonly learns: boolean;
  readonly depth: number;
}

export function colourActions(list: SemanticTokenList, items: readonly Item[], depth = 0): void {
  for (const item of items) {
    colourAction(list, item, depth);
  }
}

function colourAction(list: SemanticTokenList, item: Item, depth: number): void {
  const written = keyText(list.text, item);
  const name = written.toLowerCase();
  const help = actionHelp(name);
  if (item.delimiter === '') {
    if (help && !isReservedWord(name)) {
      list.add('function', item.keyStart, item.keyEnd);
    } else {
      // Any other word that stands alone is a port to send to.
      colourValue(list, { start: item.keyStart, end: item.keyEnd });
    }
    return;
  }
  list.add(help || holdActions.has(name) ? 'function' : 'unknown', item.keyStart, item.keyEnd);
  const isList = item.delimiter === '(' || nestingActions.has(name);
  if (isList && depth < deepest) {
    if (holdActions.has(name)) {
      colourActions(list, argumentsOf(list.text, item), depth + 1);
    } else {
      colourArguments(list, { name, item, help, learns: name === 'learn', depth });
    }
    colourValue(list, { start: item.valueEnd, end: item.end });
  } else {
    colourValue(list, valueWithArrow(item), {
      namesFields: takeFieldNames.has(name),
      isTable: name === 'goto_table',
    });
  }
}

function colourArguments(list: SemanticTokenList, call: Call): void {
  const table = tablePlace(list.text, call);
  for (const item of argumentsOf(list.text, call.item)) {
    if (item.delimiter === '') {
      const isTable = table !== undefined && table.start <= item.keyStart && item.keyStart < table.end;
      colourBareArgument(list, item, call, isTable);
    } else {
      colourNamedArgument(list, item, call);
    }
  }
}

/** `resubmit(PORT,TABLE,ct)`: the table is known by its place. */
function tablePlace(text: string, { name, item }: Call): { start: number; end: number } | undefined {
  const first = name === 'resubmit' ? text.indexOf(',', item.valueStart) : -1;
  if (first < 0) {
    return undefined;
  }
  const second = text.indexOf(',', first + 1);
  return { start: first, end: second < 0 ? item.valueEnd : Math.min(second, item.valueEnd) };
}

function colourBareArgument(
  list: SemanticTokenList,
  { keyStart, keyEnd }: Item,
  { help, learns }: Call,
  isTable: boolean,
): void {
  const key = list.text.slice(keyStart, keyEnd);
  switch (help && argumentHelp(help, key)?.form) {
    case 'flag':
      list.add('modifier', keyStart, keyEnd);
      break;
    case 'nested':
      list.add('function', keyStart, keyEnd);
      break;
    default:
      if (learns && fieldOfAnyName(withoutBrackets(key))) {
        colourFieldKey(list, keyStart, keyEnd);
      } else {
        colourValue(list, { start: keyStart, end: keyEnd }, { isTable });
      }
  }
}

function colourNamedArgument(list: SemanticTokenList, item: Item, { help, learns, depth }: Call): void {
  const key = keyText(list.text, item);
  const { keyStart, keyEnd } = item;
  const argument = help && argumentHelp(help, key);
  if (holdActions.has(key) || (argument?.form === 'nested' && item.delimiter === '(')) {
    list.add('function', keyStart, keyEnd);
    if (depth >= deepest) {
      return;
    }
    if (holdActions.has(key)) {
      colourActions(list, argumentsOf(list.text, item), depth + 1);
    } else {
      colourArguments(list, { name: key, item, help: argument, learns: false, depth: depth + 1 });
    }
    return;
  }
  if (positionKeys.has(key) && argument) {
    list.add('keyword', keyStart, keyEnd);
    colourValue(list, valueWithArrow(item), { isTable: key === 'table' });
    return;
  }
  const field = learns && !argument ? fieldOfAnyName(withoutBrackets(key)) : undefined;
  if (field) {
    colourFieldKey(list, keyStart, keyEnd);
    colourFieldValue(list, valueWithArrow(item), field);
    return;
  }
  if (learns && !argument) {
    list.add(actionHelp(key) ? 'function' : 'unknown', keyStart, keyEnd);
  } else {
    list.add(argument || !takesNamesOnly(help) ? 'parameter' : 'unknown', keyStart, keyEnd);
  }
  colourValue(list, valueWithArrow(item));
}

/** Whether all arguments have names, so that one of another name is a mistake. */
function takesNamesOnly(help: Call['help']): boolean {
  const all = help?.arguments ?? [];
  return all.length > 0 && all.every(({ positional }) => !positional);
}
