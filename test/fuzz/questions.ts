/** What may be asked about a document as a whole, or a place in it: with the answers as plain data. */
import { hierarchyAt, incomingCalls, outgoingCalls } from '../../server/src/core/features/call-hierarchy';
import { fixAll, quickFixes } from '../../server/src/core/features/code-actions';
import { codeLenses, placesOfLens } from '../../server/src/core/features/code-lens';
import { completeAt } from '../../server/src/core/features/completion';
import type { CheckedDocument, Diagnostic, RuleSettings } from '../../server/src/core/features/diagnostics';
import { connectionReport } from '../../server/src/core/features/flow-connection-report';
import { foldingRanges } from '../../server/src/core/features/folding';
import { formatEdits } from '../../server/src/core/features/format';
import { hoverAt } from '../../server/src/core/features/hover';
import { definitionsAt } from '../../server/src/core/features/navigation';
import { pipelineAt, tableAt } from '../../server/src/core/features/pipeline-of';
import { highlightsAt, referencesAt } from '../../server/src/core/features/references';
import { prepareRename, renameAt } from '../../server/src/core/features/rename';
import { selectionRanges } from '../../server/src/core/features/selection-ranges';
import { sortTableAt } from '../../server/src/core/features/sort';
import { documentSymbols } from '../../server/src/core/features/symbols';
import { tableFolds, tableRangeFinder } from '../../server/src/core/features/table-ranges';
import { findSymbols } from '../../server/src/core/features/workspace-symbols';
import type { Position } from '../../server/src/core/model/flow-document';
import type { Span } from '../../server/src/core/syntax/span';

/** Settings of rules to ask under. */
export const settings: readonly RuleSettings[] = [
  {},
  {},
  { 'file/shadowed': 'error', 'file/redundant': 'off', 'ct-state/never-matches': 'hint' },
  { 'file/overlap': 'warning', 'file/unhandled-states': 'warning', 'ct-state/exact-match': 'information' },
];

/** By what is asked about. */
export const questions = {
  outline: (document) => documentSymbols(document),
  symbols: (document) => findSymbols(document, 't'),
  folds: (document) => tableFolds(document),
  tableAround: (document, { line }) => tableRangeFinder(document)(line),
  lenses: (document) => codeLenses(document),
  lensPlaces: (document) => codeLenses(document).map((lens) => placesOfLens(document, lens)),
  definition: (document, { line, character }) => {
    const found = definitionsAt(document, line, character);
    // A place that leads to itself comes with what is known of the thing it names.
    return found && { ...found, targets: found.targets.map((target) => ({ ...target, thing: undefined })) };
  },
  references: (document, { line, character }) => referencesAt(document, line, character, true),
  highlights: (document, { line, character }) => highlightsAt(document, line, character),
  prepareRename: (document, { line, character }) => prepareRename(document, line, character),
  rename: (document, { line, character }) => renameAt(document, line, character, '77'),
  calls: (document, { line, character }) => {
    const stop = hierarchyAt(document, line, character) ?? ({ what: 'table', number: 0 } as const);
    return [stop, incomingCalls(document, stop, line), outgoingCalls(document, stop, line)];
  },
  pipeline: (document, { line }) => pipelineAt(document, line, 1),
  table: (document, { line }) => tableAt(document, line),
  report: (document, { line }) => connectionReport(document, line),
  counts: (document) => [...document.countByRule()].map(([rule, count]) => [rule.code, count]).sort(),
  fixes: (document, { line, character }) => {
    const range = { start: { line, character: 0 }, end: { line: line + 2, character } };
    return quickFixes(document, range, {});
  },
  fixAll: (document) => fixAll(document, {}),
  hover: (document, { line, character }) => {
    const parsed = document.parse(line);
    const shown = document.diagnostics({}).filter((diagnostic) => diagnostic.line === line);
    const context = { shown, errorsShownBeside: false, linkTo: () => undefined, formats: document.formats };
    return parsed && hoverAt(parsed, character, context);
  },
  completion: (document, { line, character }) => {
    const parsed = document.parse(line);
    const lineAt = (distance: number) => document.lines[line + distance]?.text;
    return parsed && completeAt(parsed, character, { lineAt });
  },
  folding: (document) => foldingRanges(document.lines, () => tableFolds(document)),
  selection: (document, place) => selectionRanges(document.lines, [place], tableRangeFinder(document)),
  format: (document) => {
    const range = { first: 0, last: document.lines.length - 1 };
    const style = { alignColumns: true, spaceAfterComma: false, order: 'printed' } as const;
    return [...formatEdits(document, range, style, document.formats)].filter((edit) => edit !== undefined);
  },
  sort: (document, place) => sortTableAt(document, place),
} satisfies Record<string, (document: CheckedDocument, place: Position) => unknown>;

export type Question = keyof typeof questions;
export const everyQuestion = Object.keys(questions) as Question[];

/** Diagnostics as they are shown, without what is only kept along with them. */
export function plain(diagnostics: readonly Diagnostic[]): unknown[] {
  return diagnostics.map(({ line, severity, finding: { rule, span, message, unnecessary, related } }) => ({
    line,
    code: rule.code,
    severity,
    span: bare(span),
    message,
    unnecessary,
    related: related.map((place) => ({ ...place, span: bare(place.span) })),
  }));
}

/** Spans that come from the parser may have more to them. */
function bare({ start, end }: Span): Span {
  return { start, end };
}
