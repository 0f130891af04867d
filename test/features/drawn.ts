/** Lines with the cursor drawn in as `‸`, a character that no flow has. */
import fc from 'fast-check';
import { type CodeAction, quickFixes, refactorings } from '../../server/src/core/features/code-actions';
import { completeAt } from '../../server/src/core/features/completion';
import type { Completion } from '../../server/src/core/features/completion-list';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { type Hover, hoverAt } from '../../server/src/core/features/hover';
import { connectionStateOf } from '../../server/src/core/model/flow-connection-state';
import type { Range } from '../../server/src/core/model/flow-document';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';

const mark = '‸';

export interface Drawn {
  readonly text: string;
  readonly offset: number;
}

export function read(drawn: string): Drawn {
  const offset = drawn.indexOf(mark);
  if (offset < 0 || offset !== drawn.lastIndexOf(mark)) {
    throw new Error(`the cursor must be drawn once: ${drawn}`);
  }
  return { text: drawn.replace(mark, ''), offset };
}

export function hoverOn(drawn: string, linkTo?: (code: string) => string): Hover | undefined {
  const { text, offset } = read(drawn);
  return hoverIn(text, offset, linkTo);
}

/** The hover in a document of one line, with everything that is reported on it. */
export function hoverIn(text: string, offset: number, linkTo?: (code: string) => string): Hover | undefined {
  const document = new CheckedDocument(text);
  const shown = document.diagnostics({}).filter(({ line }) => line === 0);
  return hoverAt(document.parse(0)!, offset, {
    shown,
    linkTo: linkTo ?? (() => undefined),
    errorsShownBeside: false,
  });
}

/** The contents of a hover that has to be there. */
export function hoverText(drawn: string): string {
  const hover = hoverOn(drawn);
  if (!hover) {
    throw new Error(`no hover on ${drawn}`);
  }
  return hover.contents;
}

export function completionsAt(drawn: string): Completion[] {
  const { text, offset } = read(drawn);
  return completeAt(parseFlowLine(text), offset);
}

/** The line once the completion is taken, the cursor drawn behind what was inserted. */
export function taken(drawn: string, { span, newText }: Completion): string {
  const { text } = read(drawn);
  return `${text.slice(0, span.start)}${newText}${mark}${text.slice(span.end)}`;
}

/** The match on connection state that Open vSwitch would install. */
export function matchOf(text: string): { value: number; mask: number } | undefined {
  return connectionStateOf(parseFlowLine(text.replace(mark, ''))).effective;
}

export function refactoringsAt(drawn: string): CodeAction[] {
  const { text, offset } = read(drawn);
  return refactorings(parseFlowLine(text), 0, offset);
}

/** The fixes and silencing actions at the cursor, which may be on any line. */
export function fixesAt(drawn: string): { document: CheckedDocument; actions: CodeAction[] } {
  const { text, offset } = read(drawn);
  const document = new CheckedDocument(text);
  const line = text.slice(0, offset).split('\n').length - 1;
  const character = offset - (text.lastIndexOf('\n', offset - 1) + 1);
  return { document, actions: quickFixes(document, inLine(line, { start: character, end: character }), {}) };
}

/** The text of a document once the action is taken. */
export function applied(text: string, { edits }: CodeAction): string {
  const document = new CheckedDocument(text);
  for (const edit of [...edits].sort((left, right) => right.line - left.line || right.start - left.start)) {
    const at = (character: number) => ({ line: edit.line, character });
    document.replace({ start: at(edit.start), end: at(edit.end) }, edit.newText);
  }
  return document.text;
}

/** `+trk-new` and all others like it: every match with signed flags, the empty one left out. */
export function everySignedMatch(): { value: number; mask: number }[] {
  const matches: { value: number; mask: number }[] = [];
  for (let mask = 1; mask < 256; mask++) {
    for (let value = mask; ; value = (value - 1) & mask) {
      matches.push({ value, mask });
      if (value === 0) {
        break;
      }
    }
  }
  return matches;
}

/** The names in the order of their bits, written down here once more: the tests do not read them off the facts. */
export const names = ['new', 'est', 'rel', 'rpl', 'inv', 'trk', 'snat', 'dnat'] as const;

export function bitOf(name: string): number {
  return 1 << names.indexOf(name as (typeof names)[number]);
}

export function signed({ value, mask }: { value: number; mask: number }): string {
  return names
    .filter((_, index) => mask & (1 << index))
    .map((name) => `${value & bitOf(name) ? '+' : '-'}${name}`)
    .join('');
}

/** The legal states by the rules as the manual gives them, worked out without the model. */
export const legal: readonly number[] = Array.from({ length: 256 }, (_, state) => state).filter((state) => {
  const has = (name: string) => (state & bitOf(name)) !== 0;
  if (!has('trk')) {
    return state === 0;
  }
  if (has('inv')) {
    return state === (bitOf('inv') | bitOf('trk'));
  }
  return !(has('new') && (has('est') || has('rpl')));
});

export function coverOf({ value, mask }: { value: number; mask: number }): number[] {
  return legal.filter((state) => (state & mask) === value);
}

/** Lines as people write and break them, for properties. */
export const anyLine = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        'ct_state',
        'ct_zone',
        'NXM_NX_CT_STATE',
        '[]',
        '[5]',
        '=',
        ':',
        '(',
        ')',
        ',',
        ' ',
        '+',
        '-',
        '|',
        '/',
        '!',
        '"',
        '`',
        '*',
        '#',
        'trk',
        'new',
        'est',
        'established',
        'TRK',
        '0x21',
        '0x',
        '041',
        '0x100',
        'actions=',
        'learn(',
        'ct(commit',
        'load:1->',
        'delete ',
        'NXST_FLOW reply',
        '\0',
        '\ud800',
        '\u{1f4a9}',
      ),
      { maxLength: 24 },
    )
    .map((pieces) => pieces.join('')),
);

/** A stretch of one line, as a range of the document. */
export function inLine(line: number, { start, end }: { start: number; end: number }): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}
