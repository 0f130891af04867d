/** An action, an argument of one, or what an argument says: found by walking into the parentheses. */
import { type ActionHelp, type ArgumentHelp, actionHelp, argumentHelp } from '../facts/action-help';
import { matchField } from '../facts/match-fields';
import { readPort } from '../flow/values/ports';
import { argumentsOf, type Item, keyText } from '../syntax/items';
import type { Span } from '../syntax/span';
import { argumentNames, decodeFor, describeArgument, hoverOnValue } from './argument-hover';
import { hoverOnAssignment, hoverOnSpecification } from './assignment-hover';
import type { Hover } from './explanation';
import { code, lines, paragraphs } from './markdown';
import { describePort } from './value-hover';

/** Nothing real nests deeper. */
const deepest = 32;

/** Actions whose argument is a list of actions. */
const lists: ReadonlySet<string> = new Set(['clone', 'write_actions', 'apply_actions']);

/** Actions with one argument, which may hold commas or a slash. */
const alone: ReadonlySet<string> = new Set(['output', 'output_reg', 'write_metadata', 'note', 'controller']);

/** Actions with an arrow. */
const assigning: ReadonlySet<string> = new Set(['set_field', 'load', 'move', 'check_pkt_larger']);

/** What there is to say about the place in a list of actions. */
export function hoverInActions(
  text: string,
  items: readonly Item[],
  offset: number,
  depth = 0,
): Hover | undefined {
  const item = items.find((each) => each.keyStart <= offset && offset <= each.end);
  if (!item || depth > deepest) {
    return undefined;
  }
  const help = actionHelp(keyText(text, item));
  const name = { start: item.keyStart, end: item.keyEnd };
  if (!help) {
    return hoverOnBarePort(text, name);
  }
  if (offset <= item.keyEnd) {
    return { contents: describeAction(help, keyText(text, item)), span: name };
  }
  if (lists.has(help.name)) {
    return hoverInActions(text, argumentsOf(text, item), offset, depth + 1);
  }
  return (
    hoverInArguments(text, item, help, offset, depth) ?? {
      contents: describeAction(help, keyText(text, item)),
      span: name,
    }
  );
}

/** `actions=1,LOCAL`: a port alone is an output. */
function hoverOnBarePort(text: string, span: Span): Hover | undefined {
  const written = text.slice(span.start, span.end);
  const port = readPort(written);
  return (
    port && {
      contents: paragraphs(
        `**${code(written)}**: output to ${describePort(port.port)}`,
        actionHelp('output')!.meaning,
      ),
      span,
    }
  );
}

function describeAction(help: ActionHelp, written: string): string {
  const facts = [
    ...(help.since === undefined ? [] : [`Since Open vSwitch ${help.since}`]),
    ...(help.openflow === undefined ? [] : [help.openflow]),
  ];
  const name = written.toLowerCase();
  const also = [help.name, ...help.aliases].filter((each) => each !== name);
  return paragraphs(
    `**${name}**${also.length > 0 ? ` (also ${also.map(code).join(', ')})` : ''}: ${help.meaning}`,
    [help.needs && `Needs ${help.needs}.`, help.note].filter(Boolean).join(' '),
    lines(
      `Written: ${help.forms.map(code).join(' or ')}`,
      help.arguments.length > 1 && `Arguments: ${argumentNames(help.arguments).map(code).join(', ')}`,
      facts.join(' · '),
    ),
  );
}

function hoverInArguments(
  text: string,
  item: Item,
  help: ActionHelp,
  offset: number,
  depth: number,
): Hover | undefined {
  const arrow = assigning.has(help.name) ? text.indexOf('->', item.valueStart) : -1;
  if (arrow >= 0 && arrow < item.end) {
    return hoverOnAssignment(text, item, help, arrow, offset);
  }
  if (help.arguments.some((argument) => !argument.positional)) {
    const named = hoverOnNamed(text, item, help, help.name, offset, depth);
    if (named) {
      return named;
    }
  }
  return hoverOnPositional(text, item, help, offset);
}

function hoverOnNamed(
  text: string,
  item: Item,
  within: { readonly arguments?: readonly ArgumentHelp[] },
  action: string,
  offset: number,
  depth: number,
): Hover | undefined {
  const part = argumentsOf(text, item).find((each) => each.keyStart <= offset && offset <= each.end);
  if (!part || depth > deepest) {
    return undefined;
  }
  const key = keyText(text, part);
  const argument = argumentHelp(within, key);
  const keySpan = { start: part.keyStart, end: part.keyEnd };
  if (!argument) {
    return action === 'learn' ? hoverOnSpecification(text, part, offset) : undefined;
  }
  const about = () => ({ contents: describeArgument(argument, action), span: keySpan });
  if (offset <= part.keyEnd || part.delimiter === '') {
    return about();
  }
  if (key === 'exec') {
    return hoverInActions(text, argumentsOf(text, part), offset, depth + 1);
  }
  return argument.form === 'nested'
    ? (hoverOnNamed(text, part, argument, key, offset, depth + 1) ?? about())
    : hoverOnValue(text, { start: part.valueStart, end: part.valueEnd }, argument, action);
}

/** Arguments that are known by their place: `resubmit(1,5)`, `multipath(…)`, `mod_nw_src:10.0.0.1`. */
function hoverOnPositional(text: string, item: Item, help: ActionHelp, offset: number): Hover | undefined {
  const rows = help.arguments.filter(({ positional }) => positional || help.name === 'resubmit');
  const separator = help.name === 'enqueue' ? /[:,q]/g : /,/g;
  const value = text.slice(item.valueStart, item.valueEnd);
  const cuts = [...value.slice(0, offset - item.valueStart).matchAll(separator)];
  const start = item.valueStart + (cuts.length === 0 ? 0 : cuts.at(-1)!.index + 1);
  separator.lastIndex = start - item.valueStart;
  const next = separator.exec(value);
  const span = { start, end: next ? item.valueStart + next.index : item.valueEnd };
  const argument = rows[alone.has(help.name) ? 0 : Math.min(cuts.length, rows.length - 1)];
  if (!argument) {
    return undefined;
  }
  // The first member stands behind the word `members`.
  const word = /^(?:members|slaves):/.exec(text.slice(span.start, Math.min(span.end, span.start + 10)))?.[0];
  const behind = word && offset >= span.start + word.length ? word.length : 0;
  const subject = help.name === 'output' && text.slice(start, span.end).includes('[') ? rows[1]! : argument;
  return hoverOnValue(
    text,
    { start: span.start + behind, end: span.end },
    subject,
    help.name,
    decodeFor(help.field === undefined ? undefined : matchField(help.field)),
  );
}
