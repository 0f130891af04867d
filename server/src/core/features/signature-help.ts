/** Signature help: how the action at the cursor is written, and which of its arguments the cursor is in. */
import type { ActionHelp, ArgumentHelp } from '../facts/action-help';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, keyText } from '../syntax/items';
import type { Span } from '../syntax/span';
import { type ActionPlace, actionPlaceAt, argumentIndex, type Call } from './action-place';
import { code, paragraphs } from './markdown';

export interface SignatureParameter {
  /** Where it stands in the label. */
  readonly span: Span;
  /** Markdown. */
  readonly documentation: string;
}

export interface Signature {
  readonly label: string;
  /** Markdown. */
  readonly documentation: string;
  readonly parameters: readonly SignatureParameter[];
  /** Undefined when the cursor is at no argument that is known. */
  readonly activeParameter: number | undefined;
}

export interface SignatureHelp {
  readonly signatures: readonly Signature[];
  readonly active: number;
}

/** How the innermost action around the offset is written; undefined where there is none with arguments. */
export function signatureAt(line: FlowLine, position: number): SignatureHelp | undefined {
  const offset = Math.min(Math.max(position, 0), line.text.length);
  if (line.comment && offset > line.comment.start) {
    return undefined;
  }
  const place = actionPlaceAt(line, offset);
  if (!place || place.part === 'nothing') {
    return undefined;
  }
  const index = place.calls.findLastIndex(({ help }) => (help?.arguments?.length ?? 0) > 0);
  const call = place.calls[index];
  return call && signatureOf(line.text, call, index, place, offset);
}

function signatureOf(
  text: string,
  call: Call,
  depth: number,
  place: ActionPlace,
  offset: number,
): SignatureHelp {
  const help = call.help!;
  // Between the call and the cursor there may be one more, of an argument: `ct(zone=…)`.
  const inner = place.calls[depth + 1];
  const argument = inner ? inner.item : place.part === 'name' ? place.item : undefined;
  const form = call.item.delimiter === '(' ? '(' : ':';
  const withColon = 'forms' in help && help.forms.some((each) => each.startsWith(`${help.name}:`));
  const signatures = isByName(help) && (form === '(' || !withColon) ? [byName(help)] : byForms(help, form);
  const cursor: Cursor = { text, call, argument, offset };
  const found = signatures.map((signature) => finished(signature, help, cursor));
  return { signatures: found, active: bestOf(found, cursor) };
}

/** A form of an action, taken apart. */
interface Form {
  readonly label: string;
  /** The stretches of the label between the separators, the empty ones too. */
  readonly pieces: readonly Span[];
  readonly byName: boolean;
}

interface Cursor {
  readonly text: string;
  readonly call: Call;
  /** The argument the cursor is at, where it is an item of its own. */
  readonly argument: Item | undefined;
  readonly offset: number;
}

/** Whether arguments are told apart by their names, not by their places. */
function isByName(help: ActionHelp | ArgumentHelp): boolean {
  const forms = 'forms' in help ? help.forms : [];
  const named = (help.arguments ?? []).filter(({ positional }) => !positional);
  return named.length > 1 || forms.every((form) => !form.startsWith(`${help.name}(`));
}

/** `ct(commit,zone=…,exec(…))`: all arguments, as they are written. */
function byName({ name, arguments: known = [] }: ActionHelp | ArgumentHelp): Form {
  const learns = name === 'learn';
  const shown = known.filter(({ positional, words }) => !positional || learns || words !== undefined);
  let label = `${name}(`;
  const pieces = shown.map((argument, index) => {
    const start = label.length + (index > 0 ? 2 : 0);
    label = `${label}${index > 0 ? ', ' : ''}${asWritten(argument)}`;
    return { start, end: label.length };
  });
  return { label: `${label})`, pieces, byName: true };
}

function asWritten({ name, form, positional }: ArgumentHelp): string {
  if (positional || form === 'flag') {
    return name;
  }
  return form === 'value' ? `${name}=…` : `${name}(…)`;
}

/** The forms of the help with the delimiter that is written. */
function byForms(help: ActionHelp | ArgumentHelp, delimiter: '(' | ':'): Form[] {
  const forms =
    'forms' in help ? help.forms : [`${help.name}(${(help.arguments ?? []).map(asWritten).join(',')})`];
  const fitting = forms.filter((form) => /[(:]/.exec(form)?.[0] === delimiter);
  return (fitting.length > 0 ? fitting : forms.slice(0, 1)).map((form) => {
    // Editors break long labels at spaces.
    const label = form.replace(/(?<!\(),(?!\u2026)/g, ', ');
    return { label, pieces: piecesOf(label), byName: false };
  });
}

/** Splits a form at its separators, but not within parentheses of its own. */
function piecesOf(label: string): Span[] {
  const opening = /[(:]/.exec(label);
  if (!opening) {
    return [];
  }
  const open = opening.index;
  const pieces: Span[] = [];
  const separators = opening[0] === '(' ? /\(|,(?!\u2026) ?|\)(?:->)?/g : /->|[:/]/g;
  let start = open + 1;
  let depth = 0;
  for (const match of label.slice(start).matchAll(separators)) {
    depth += match[0] === '(' ? 1 : 0;
    if (depth === 0) {
      const end = open + 1 + match.index;
      pieces.push({ start, end });
      start = end + match[0].length;
    }
    depth -= match[0] === ')' && depth > 0 ? 1 : 0;
  }
  return start < label.length ? [...pieces, { start, end: label.length }] : pieces;
}

function finished(form: Form, help: ActionHelp | ArgumentHelp, cursor: Cursor): Signature {
  const all = help.arguments ?? [];
  const pieces = form.pieces.filter(({ start, end }) => end > start);
  const parameters = pieces.map((span, index) => {
    const inPlace = pieces.length === all.length ? all[index] : undefined;
    return { span, documentation: documentPiece(all, form.label.slice(span.start, span.end), inPlace) };
  });
  const piece = form.byName ? namedPiece(form, cursor) : placedPiece(form, cursor);
  const active = piece && parameters.findIndex(({ span }) => span === piece);
  const known = active !== undefined && active >= 0;
  return {
    label: form.label,
    // Editors show this below what is said of the argument: one of the two is enough to read while typing.
    documentation: known ? '' : paragraphs(help.meaning, 'note' in help && help.note, needsOf(help)),
    parameters,
    activeParameter: known ? active : undefined,
  };
}

function needsOf(help: ActionHelp | ArgumentHelp): string | undefined {
  return 'needs' in help && help.needs !== undefined ? `Needs ${help.needs}.` : undefined;
}

/** The argument, or the word, that a piece of a form stands for: `FIELD[A..B]` is FIELD, `zone=…` is zone. */
function documentPiece(
  known: readonly ArgumentHelp[],
  piece: string,
  inPlace: ArgumentHelp | undefined,
): string {
  const bare = piece.replace(/(?:=\u2026|\(.*\)|\[[A-Z.]+\]|,?\u2026)$/, '');
  const argument =
    known.find(({ name }) => name === piece || name === bare || name.toUpperCase() === bare) ??
    known.find(({ name }) => name.replace(/,?\u2026$/, '') === bare) ??
    inPlace;
  if (argument) {
    return describe(argument);
  }
  const word = known.flatMap(({ words }) => words ?? []).find(({ name }) => name === piece);
  return word ? `\`${word.name}\`: ${word.meaning}` : '';
}

function describe({ meaning, example, words, since }: ArgumentHelp): string {
  const choice = words?.map(({ name }) => code(name)).join(', ');
  const released = since === undefined ? '' : `. Since Open vSwitch ${since}.`;
  return paragraphs(meaning, choice ? `One of ${choice}.` : `Example: ${code(example)}${released}`);
}

/** By the name that is written at the cursor; half a name will do when only one argument starts with it. */
function namedPiece({ label, pieces }: Form, { text, call, argument }: Cursor): Span | undefined {
  if (!argument) {
    return undefined;
  }
  const name = keyText(text, argument);
  const nameOf = ({ start, end }: Span) => label.slice(start, end);
  const exact = pieces.find((piece) => /^[\w]*/.exec(nameOf(piece))![0] === name && name !== '');
  if (exact) {
    return exact;
  }
  if (call.help?.name === 'learn' && /^[A-Za-z]\w*(?:\[|$)/.test(name) && argument.delimiter === '=') {
    const copies = /^[A-Za-z]/.test(text.slice(argument.valueStart, argument.valueEnd));
    return pieces.find((piece) => nameOf(piece) === (copies ? 'FIELD=FIELD' : 'FIELD=VALUE'));
  }
  const starting = name === '' ? [] : pieces.filter((piece) => nameOf(piece).startsWith(name));
  return starting.length === 1 ? starting[0] : undefined;
}

/** By how many separators stand between the start of the arguments and the cursor. */
function placedPiece({ label, pieces }: Form, { text, call: { item }, offset }: Cursor): Span | undefined {
  const last = pieces.at(-1);
  const before = text.slice(item.valueStart, offset);
  if (offset > item.valueEnd || before.includes('->')) {
    return last;
  }
  if (item.delimiter === '(') {
    const goesOn = last && label.slice(last.start, last.end).endsWith('…');
    return pieces[argumentIndex(text, item.valueStart, offset)] ?? (goesOn ? last : undefined);
  }
  // Colons belong to addresses, except where the form has them.
  const colons = label.split(':').length - 1;
  if (colons > 1) {
    return pieces[before.split(':').length - 1];
  }
  return pieces.find(({ start }) => label[start - 1] === (before.includes('/') ? '/' : ':'));
}

/** The form that has the place the cursor is in; where the first argument is left out, one that leaves it out too. */
function bestOf(signatures: readonly Signature[], { text, call: { item } }: Cursor): number {
  const leavesOut = /^\s*,/.test(text.slice(item.valueStart, item.valueEnd));
  const reaching = signatures.filter(({ activeParameter }) => activeParameter !== undefined);
  const best = reaching.find(({ label }) => /\(,/.test(label) === leavesOut) ?? reaching[0];
  return best ? signatures.indexOf(best) : 0;
}
