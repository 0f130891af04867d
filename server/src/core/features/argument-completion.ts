/** Completion inside actions: their arguments, and the values of those. */
import type { ActionHelp, ArgumentHelp } from '../facts/action-help';
import { type ArgumentKind, argumentKinds, valuesOfField } from '../facts/action-places';
import { headerTypes } from '../facts/known-values';
import { fieldOfAnyName } from '../facts/match-fields';
import type { FlowLine } from '../syntax/flow-line';
import { keyText } from '../syntax/items';
import { type Span, touches } from '../syntax/span';
import { withoutBrackets } from '../syntax/subfield';
import { type ActionPlace, argumentIndex, type Call } from './action-place';
import type { Completion } from './completion-list';
import { completeLearn, completeLearnedValue } from './learn-completion';
import { paragraphs } from './markdown';
import type { MatchSoFar } from './missing-items';
import { namedArguments, type Surroundings } from './named-arguments';
import type { SeenValues } from './seen-values';
import { completeTarget } from './target-completion';
import { completeValue, listed, portsNamed, type ValuePlace } from './value-completion';

/** At the name of an argument, or where one could start. */
export function completeArgument(
  { text }: FlowLine,
  { calls, items, item }: ActionPlace,
  offset: number,
  before: MatchSoFar,
  seen: SeenValues,
): Completion[] {
  const call = calls.at(-1)!;
  const { help } = call;
  const span = item ? { start: item.keyStart, end: item.keyEnd } : { start: offset, end: offset };
  if (!help?.arguments || /^[^A-Za-z_]/.test(text.slice(span.start, offset))) {
    return [];
  }
  const given = items.filter((other) => other !== item).map((other) => keyText(text, other));
  const around = { text, offset, before, seen };
  const hasValue = item !== undefined && item.delimiter !== '';
  if (help.name === 'learn') {
    return completeLearn(help, span, given, hasValue, around);
  }
  const named = namedArguments(help, span, given, hasValue, seen);
  const index = argumentIndex(text, call.item.valueStart, offset);
  const placed = placedArguments(help);
  const onPlace = placed[Math.min(index, Math.max(placed.length - 1, 0))];
  const values =
    onPlace && (index < placed.length || onPlace.name.startsWith('members'))
      ? placedValues(help, onPlace, span, given, around)
      : [];
  const labels = new Set(named.map(({ label }) => label));
  // Behind the arguments that have places come those that have names.
  return [
    ...values.filter(({ label }) => !labels.has(label)),
    ...(index >= placed.length || onPlace?.words ? named : []),
  ];
}

/** The arguments known by their place when the action is written with parentheses. */
function placedArguments(help: ActionHelp | ArgumentHelp): readonly ArgumentHelp[] {
  const forms = 'forms' in help ? help.forms : [];
  const opening = `${help.name}(`;
  return (help.arguments ?? []).filter(
    ({ positional, words, name }) =>
      positional &&
      (words !== undefined ||
        forms.some(
          (form) => form.startsWith(opening) && new RegExp(`[(,]${escaped(name)}[,)\\[]`).test(form),
        )),
  );
}

function escaped(name: string): string {
  return name.replace(/[^\w]/g, '\\$&');
}

function placedValues(
  help: ActionHelp | ArgumentHelp,
  argument: ArgumentHelp,
  span: Span,
  given: readonly string[],
  around: Surroundings,
): Completion[] {
  if (argument.name.startsWith('members') && !given.includes('members')) {
    const { meaning, example } = argument;
    const documentation = paragraphs('**members**', meaning, `Example: \`${example}\``);
    const note = 'The ports to choose from';
    return [
      {
        kind: 'argument',
        label: 'members',
        note,
        documentation,
        span,
        newText: 'members:',
        continues: false,
      },
    ];
  }
  return completeKind(help, argument, span, around);
}

/** The values of one argument: its words, or what its kind gives. */
function completeKind(
  help: ActionHelp | ArgumentHelp,
  argument: ArgumentHelp,
  span: Span,
  around: Surroundings,
): Completion[] {
  if (argument.words) {
    return argument.words.map(({ name, meaning }) => ({
      kind: 'value',
      label: name,
      note: meaning,
      documentation: paragraphs(`**${name}**: ${meaning}`, argument.meaning),
      span,
      newText: name,
    }));
  }
  const kind = argumentKinds[`${help.name} ${argument.name}`];
  return kind ? valuesOfKind(kind, { ...around, value: span, name: argument.name }) : [];
}

function valuesOfKind(kind: ArgumentKind, place: ValuePlace & Surroundings): Completion[] {
  const { text, offset, value, before, seen } = place;
  const typed = text.slice(value.start, offset);
  switch (kind) {
    case 'source':
    case 'target':
    case 'tunnel-option':
      return /^[A-Za-z_]\w*$|^$/.test(typed) ? completeTarget(targetWishes[kind], value, before, seen) : [];
    case 'output':
      return [...listed(place, seen, outputPorts, 'port'), ...registers('', place)];
    case 'port':
      return listed(place, seen, portsNamed('LOCAL', 'IN_PORT'), 'port');
    case 'zone':
      return [...listed(place, seen, [], 'zone'), ...registers('0..15', place)];
    case 'later-table':
      return listed(place, seen, [], 'table').filter(({ label }) => !(Number(label) <= before.table));
    default:
      return listed(place, seen, [], kind);
  }
}

/** The first registers, with the bits that a value is taken from. */
function registers(
  bits: string,
  { text, offset, value, before, seen }: ValuePlace & Surroundings,
): Completion[] {
  if (!/^(?:[A-Za-z_]\w*)?$/.test(text.slice(value.start, offset))) {
    return [];
  }
  const wish = { access: 'read', brackets: true, only: isFirstRegister } as const;
  return completeTarget(wish, value, before, seen)
    .filter(({ newText }) => newText.startsWith('reg'))
    .map((each) => {
      const label = each.newText.replace('[]', `[${bits}]`);
      return { ...each, label, newText: label };
    });
}

function isFirstRegister({ name }: { readonly name: string }): boolean {
  return /^reg[0-7]$/.test(name);
}

const outputPorts = portsNamed('NORMAL', 'IN_PORT', 'FLOOD', 'ALL', 'CONTROLLER', 'LOCAL', 'TABLE');

const targetWishes = {
  source: { access: 'read', brackets: true },
  target: { access: 'write', brackets: true },
  'tunnel-option': {
    access: 'write',
    brackets: false,
    only: ({ name }: { readonly name: string }) => name.startsWith('tun_metadata'),
  },
} as const;

/** In what stands behind the colon, the equals sign or the arrow of an action or an argument. */
export function completeArgumentValue(
  { text }: FlowLine,
  { calls }: ActionPlace,
  offset: number,
  before: MatchSoFar,
  seen: SeenValues,
): Completion[] {
  const call = calls.at(-1)!;
  const outer = calls.at(-2);
  const around = { text, offset, before, seen };
  const name = call.name.toLowerCase();
  const { item } = call;
  const value = { start: item.valueStart, end: item.valueEnd };
  if (
    arrowActions.has(name) &&
    (outer === undefined || outer.holds === 'actions' || outer.name === 'learn')
  ) {
    return completeArrow(call, outer, around);
  }
  if (!touches(value, offset)) {
    return [];
  }
  if (outer && outer.holds === 'arguments') {
    return completeNamedValue(call, outer, value, around);
  }
  const known = headerTypes[name];
  const field = valuesOfField[name];
  const first = call.help?.arguments?.[0];
  if (known) {
    return listed({ ...around, value, name }, seen, known, undefined);
  }
  if (field !== undefined) {
    return completeValue({ ...around, value, name: field }, seen);
  }
  const isFirst = !/[:,(]/.test(text.slice(value.start, offset));
  return call.help && first && isFirst ? completeKind(call.help, first, value, around) : [];
}

function completeNamedValue(call: Call, outer: Call, value: Span, around: Surroundings): Completion[] {
  if (outer.help && call.help) {
    return completeKind(outer.help, call.help as ArgumentHelp, value, around);
  }
  if (call.name === 'members') {
    return valuesOfKind('port', { ...around, value, name: call.name });
  }
  return outer.name.toLowerCase() === 'learn' ? completeLearnedValue(call.name, value, around) : [];
}

const arrowActions: ReadonlySet<string> = new Set(['set_field', 'load', 'move', 'check_pkt_larger']);

/** `set_field:VALUE->FIELD` and its like. */
function completeArrow({ name, item }: Call, outer: Call | undefined, around: Surroundings): Completion[] {
  const { text, offset, before, seen } = around;
  const action = name.toLowerCase();
  const arrow = text.indexOf('->', item.valueStart);
  const inArrow = arrow >= 0 && arrow < item.end;
  const access = outer?.name.toLowerCase() === 'exec' ? 'connection' : 'write';
  if (inArrow && offset >= arrow + 2) {
    const span = { start: arrow + 2, end: item.end };
    return /^(?:[A-Za-z_]\w*)?$/.test(text.slice(span.start, offset))
      ? completeTarget({ access, brackets: action !== 'set_field' }, span, before, seen)
      : [];
  }
  if (offset > item.valueEnd || (inArrow && offset > arrow)) {
    return [];
  }
  const value = { start: item.valueStart, end: inArrow ? arrow : item.valueEnd };
  if (action === 'move' || (action === 'load' && outer?.name === 'learn')) {
    return valuesOfKind('source', { ...around, value, name: action });
  }
  const target = inArrow ? fieldOfAnyName(withoutBrackets(text.slice(arrow + 2, item.end))) : undefined;
  return target && action !== 'check_pkt_larger'
    ? completeValue({ ...around, value, name: target.name }, seen)
    : [];
}
