/** What must hold of each feature that works on one line, at any place of it. */
import { refactorings } from '../../server/src/core/features/code-actions';
import { completeAt } from '../../server/src/core/features/completion';
import { DocumentLinks } from '../../server/src/core/features/document-links';
import { type DocumentEdit, formatEdits } from '../../server/src/core/features/format';
import type { FormatStyle } from '../../server/src/core/features/format-layout';
import { hoverAt } from '../../server/src/core/features/hover';
import { inlayHints } from '../../server/src/core/features/inlay-hints';
import { selectionRanges } from '../../server/src/core/features/selection-ranges';
import { semanticTokens } from '../../server/src/core/features/semantic-tokens';
import { signatureAt } from '../../server/src/core/features/signature-help';
import { FlowDocument } from '../../server/src/core/model/flow-document';
import type { Diagnosis } from '../../server/src/core/rules/check';
import { type FlowLine, parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { canonicalOf, holdEdits, holdInside, type LineInput } from './line-checks';
import { hold, holdSame } from './target';

const linkTo = (code: string) => `file:///${code}.md`;

export function checkHover(
  line: FlowLine,
  offset: number,
  all: readonly Diagnosis[],
  { text, formats }: LineInput,
): void {
  const shown = all.map(({ rule, finding: { span, message } }) => ({
    line: 0,
    severity: rule.severity,
    finding: { rule, span, message, unnecessary: false, related: [] },
  }));
  const hover = hoverAt(line, offset, { shown, errorsShownBeside: offset % 2 === 0, linkTo, formats });
  if (hover) {
    holdInside(hover.span, text.length, 'what a hover is about');
    hold(hover.contents.trim() !== '', 'a hover says something', () => `at ${offset}`);
  }
}

export function checkCompletion(line: FlowLine, offset: number, { text }: LineInput): void {
  const lineAt = (distance: number) => (distance === -1 || distance === 1 ? text : undefined);
  for (const { span, label, edits } of completeAt(line, offset, { lineAt })) {
    holdInside(span, text.length, 'what a completion replaces');
    const isHere = span.start <= offset && offset <= span.end;
    hold(isHere, 'a completion is for where the cursor is', () => `${label}: ${span.start} to ${span.end}`);
    holdEdits([...(edits ?? []), { ...span, newText: label }], text.length, 'a completion');
  }
}

export function checkSignature(line: FlowLine, offset: number): void {
  const help = signatureAt(line, offset);
  if (help) {
    const { signatures, active } = help;
    hold(active >= 0 && active < signatures.length, 'a signature is active', () => String(active));
    for (const { label, parameters, activeParameter } of signatures) {
      parameters.forEach(({ span }) => {
        holdInside(span, label.length, 'a parameter of a signature');
      });
      const isKnown = activeParameter === undefined || parameters[activeParameter] !== undefined;
      hold(
        isKnown,
        'the active parameter is one of them',
        () => `${activeParameter} of ${parameters.length}`,
      );
    }
  }
}

export function checkColours({ text }: LineInput): void {
  let position = 0;
  for (const { start, end } of semanticTokens(text)) {
    holdInside({ start, end }, text.length, 'a coloured part');
    hold(start >= position && end > start, 'coloured parts follow each other', () => `${start} to ${end}`);
    position = end;
  }
}

export function checkHintsAndLinks(offset: number, { text }: LineInput): void {
  const options = { connectionState: true, protocols: true, names: true };
  const span = { start: offset % 3 === 0 ? offset : 0, end: text.length };
  for (const hint of inlayHints(text, span, options)) {
    const isInside = hint.offset >= span.start && hint.offset <= span.end;
    hold(isInside, 'a hint stands where it was asked for', () => String(hint.offset));
  }
  for (const link of new DocumentLinks().of([{ text }], { places: 'everywhere', linkTo })) {
    holdInside(link, text.length, 'a link');
    hold(/^(?:https|file):\/\/\S+$/.test(link.target), 'a link leads somewhere', () => link.target);
  }
}

export function checkSelection(offset: number, { text }: LineInput): void {
  const position = { line: 0, character: offset };
  const [ranges = []] = selectionRanges([{ text }], [position], () => undefined);
  hold(ranges.length > 0, 'there is something to select', () => `at ${offset}`);
  let inner = { start: offset, end: offset };
  for (const { start, end } of ranges) {
    const span = { start: start.character, end: end.character };
    holdInside(span, text.length, 'a selection');
    const grows = span.start <= inner.start && span.end >= inner.end;
    hold(grows, 'each selection holds the one before it', () => JSON.stringify(ranges));
    inner = span;
  }
}

export function checkRefactorings(line: FlowLine, offset: number, { text }: LineInput): void {
  for (const { edits, title } of refactorings(line, 0, offset)) {
    holdEdits(edits, text.length, `the rewrite ${title}`);
  }
}

/** Laying out keeps what Open vSwitch prints of each flow, and once is enough. */
export function checkFormatting(text: string, formats: number, style: FormatStyle): void {
  const after = formatted(text, formats, style);
  holdSame(formatted(after, formats, style), after, 'formatting twice is formatting once');
  const [before, laidOut] = [canonicalLines(text, formats), canonicalLines(after, formats)];
  holdSame(laidOut, before, 'formatting keeps the canonical form');
}

/** What Open vSwitch prints of each line with something in it. */
function canonicalLines(text: string, formats: number): (string | undefined)[] {
  const lines = new FlowDocument(text).lines.filter((line) => line.text.trim() !== '');
  return lines.map((line) => canonicalOf(parseFlowLine(line.text), formats));
}

/** The text laid out, by way of the edits that an editor would make. */
export function formatted(text: string, formats: number, style: FormatStyle): string {
  const document = new FlowDocument<unknown>(text);
  const range = { first: 0, last: document.lines.length - 1 };
  const edits = [...formatEdits(document, range, style, formats)].filter((edit) => edit !== undefined);
  for (const { start, end, newText } of edits.sort(fromTheEnd)) {
    document.replace({ start, end }, newText);
  }
  return document.text;
}

function fromTheEnd(left: DocumentEdit, right: DocumentEdit): number {
  return right.start.line - left.start.line || right.start.character - left.start.character;
}
