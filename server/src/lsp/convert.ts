/** From the core's plain data to the protocol's. */
import {
  type CodeAction,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Hover,
  InsertTextFormat,
  type MarkupContent,
  type Range,
  type SignatureHelp,
  type SignatureInformation,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { CodeAction as CoreAction } from '../core/features/code-actions';
import type { Completion } from '../core/features/completion-list';
import type { Diagnostic as CoreDiagnostic } from '../core/features/diagnostics';
import type { Hover as CoreHover } from '../core/features/hover';
import { severities as allSeverities } from '../core/features/line-marks';
import { type Report, totalOf } from '../core/features/shown-findings';
import type { SignatureHelp as CoreSignatureHelp, Signature } from '../core/features/signature-help';
import { counted, grouped } from '../core/syntax/digits';
import type { Span } from '../core/syntax/span';
import type { Client } from './client';
import type { OpenDocument } from './open-document';

/** The `source` of every diagnostic. */
export const source = 'ovs-flows';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

const completionKinds = {
  field: CompletionItemKind.Field,
  value: CompletionItemKind.Value,
  flag: CompletionItemKind.EnumMember,
  protocol: CompletionItemKind.Class,
  key: CompletionItemKind.Keyword,
  command: CompletionItemKind.Keyword,
  action: CompletionItemKind.Function,
  argument: CompletionItemKind.Property,
  directive: CompletionItemKind.Keyword,
  rule: CompletionItemKind.Constant,
} as const;

export function toRange(line: number, { start, end }: Span): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}

export function toDiagnostic(
  uri: string,
  { line, severity, finding }: CoreDiagnostic,
  client: Client,
): Diagnostic {
  const href = client.codeDescription ? client.linkTo(finding.rule.code) : undefined;
  const related = client.relatedInformation
    ? finding.related.map(({ span, message, line: there = line }) => ({
        location: { uri, range: toRange(there, span) },
        message,
      }))
    : [];
  return {
    range: toRange(line, finding.span),
    severity: severities[severity],
    code: finding.rule.code,
    source,
    message: finding.message,
    ...(href !== undefined && { codeDescription: { href } }),
    ...(finding.unnecessary && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

/** The code of the diagnostic that counts the findings that are not sent. No rule has it, so nothing silences it. */
export const restCode = 'more-findings';

/** What counts the findings that a report leaves out, at the top of the document; undefined where there are none. */
export function toRestDiagnostic({ shown, counts }: Report): Diagnostic | undefined {
  const left = totalOf(counts) - shown.length;
  if (left === 0) {
    return undefined;
  }
  const parts = allSeverities.flatMap((severity) => {
    const count = counts[severity] - shown.filter((diagnostic) => diagnostic.severity === severity).length;
    return count > 0 ? [counted(count, severity)] : [];
  });
  const are = left === 1 ? 'finding is' : 'findings are';
  return {
    range: toRange(0, { start: 0, end: 0 }),
    severity: DiagnosticSeverity.Information,
    code: restCode,
    source,
    message: `${grouped(left)} more ${are} not shown: ${parts.join(', ')}. These are the first ${grouped(shown.length)}, errors first.`,
  };
}

export function toHover(line: number, { contents, span }: CoreHover, client: Client): Hover {
  return { contents: toMarkup(contents, client), range: toRange(line, span) };
}

/** Markdown for editors that show it; for the others its text, without the marks. */
export function toMarkup(markdown: string, client: Client): MarkupContent {
  if (client.markdown) {
    return { kind: 'markdown', value: markdown };
  }
  const text = markdown
    .replace(/^\|(?::--\|)+$\n/gm, '')
    .replace(/^\| (.*) \|$/gm, (_, cells: string) => cells.replaceAll(' | ', '\t'))
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|(?<!\\)`/g, '')
    .replace(/\\(.)/g, '$1');
  return { kind: 'plaintext', value: text };
}

export function toCompletionItem(
  line: number,
  completion: Completion,
  rank: number,
  client: Client,
): CompletionItem {
  const { label, detail, note, documentation, span, newText, filterText, kind, continues } = completion;
  const snippet = client.snippets ? snippetOf(completion) : undefined;
  return {
    label,
    kind: completionKinds[kind],
    // The list is given best first; editors sort by this text.
    sortText: String(rank).padStart(4, '0'),
    documentation: toMarkup(documentation, client),
    // The texts of completions hold no `$`, `}` or backslash that a snippet would take for its own.
    textEdit: { range: toRange(line, span), newText: snippet ?? newText },
    ...(snippet !== undefined && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(client.labelDetails
      ? { labelDetails: { ...(detail !== undefined && { detail }), description: note } }
      : { detail: [note, detail?.trim()].filter((part) => part).join('; ') }),
    ...(filterText !== undefined && { filterText }),
    ...(completion.edits && {
      additionalTextEdits: completion.edits.map((edit) => ({
        range: toRange(line, edit),
        newText: edit.newText,
      })),
    }),
    ...(continues &&
      client.completeAgain && { command: { title: 'Complete again', command: client.completeAgain } }),
  };
}

function snippetOf({ newText, tail, snippet }: Completion): string | undefined {
  return snippet ?? (tail === undefined ? undefined : `${newText}$0${tail}`);
}

export function toSignatureHelp({ signatures, active }: CoreSignatureHelp, client: Client): SignatureHelp {
  const { activeParameter } = signatures[active] ?? {};
  return {
    signatures: signatures.map((signature) => toSignature(signature, client)),
    activeSignature: active,
    activeParameter: activeParameterOf(activeParameter, signatures[active]?.parameters.length, client),
  };
}

function toSignature(
  { label, documentation, parameters, activeParameter }: Signature,
  client: Client,
): SignatureInformation {
  return {
    label,
    ...(documentation !== '' && { documentation: toMarkup(documentation, client) }),
    parameters: parameters.map(({ span, documentation: text }) => ({
      label: client.parameterOffsets ? [span.start, span.end] : label.slice(span.start, span.end),
      ...(text !== '' && { documentation: toMarkup(text, client) }),
    })),
    activeParameter: activeParameterOf(activeParameter, parameters.length, client),
  };
}

/** Editors that know no `null` mark nothing when the number is that of no parameter. */
function activeParameterOf(active: number | undefined, count = 0, client: Client): number | null {
  return active ?? (client.noActiveParameter ? null : count);
}

/** `reported` are the diagnostics the editor asked about: an action names those it settles. */
export function toCodeAction(
  document: OpenDocument,
  action: CoreAction,
  reported: readonly Diagnostic[],
  client: Client,
): CodeAction {
  const settled = reported.filter(({ code, range }) =>
    action.settles.some(({ line, span, code: settledCode }) => {
      const sameLine = range.start.line === line && range.end.line === line;
      return (
        sameLine &&
        code === settledCode &&
        range.start.character === span.start &&
        range.end.character === span.end
      );
    }),
  );
  return {
    title: action.title,
    kind: action.kind,
    edit: toWorkspaceEdit(document, action, client),
    ...(settled.length > 0 && { diagnostics: settled }),
    ...(action.preferred && { isPreferred: true }),
  };
}

function toWorkspaceEdit(document: OpenDocument, action: CoreAction, client: Client): WorkspaceEdit {
  const { uri, version, content } = document;
  const edits: TextEdit[] = action.edits.map((edit) => ({
    range: {
      start: { line: edit.line, character: edit.start },
      end: { line: edit.endLine ?? edit.line, character: edit.end },
    },
    newText: edit.newText.replaceAll('\n', content.lineEnd),
  }));
  return client.documentChanges
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}
