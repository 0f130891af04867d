import { CodeActionKind, CodeActionTriggerKind, Diagnostic, Range } from 'vscode-languageserver';
import { type CodeAction, fixAll, quickFixes, refactorings } from '../core/features/code-actions';
import type { RuleSettings } from '../core/features/diagnostics';
import { check } from './guard';
import type { OpenDocument } from './open-document';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.ovsFlows`;

/** What a request for code actions asks for. */
export interface CodeActionRequest {
  readonly range: Range;
  /** The kinds wanted, their sub-kinds included; undefined when any will do. */
  readonly only: readonly string[] | undefined;
  /** The diagnostics that the editor shows there. */
  readonly reported: readonly Diagnostic[];
  /** Nobody asked: the editor wants to know whether to show a light bulb, and asks at each move of the cursor. */
  readonly isAutomatic: boolean;
}

/** Reads the parameters as editors send them, `null` for what is left out among it; throws where they make no sense. */
export function readCodeActionParams(params: unknown): CodeActionRequest {
  const { range, context } = params as { range?: unknown; context?: unknown };
  check(Range.is(range), 'range');
  check(typeof context === 'object' && context !== null, 'context');
  const { only, diagnostics, triggerKind } = context as Record<string, unknown>;
  return {
    range,
    only:
      only === undefined || only === null
        ? undefined
        : list(only, 'only').filter((kind) => typeof kind === 'string'),
    reported:
      diagnostics === undefined || diagnostics === null
        ? []
        : list(diagnostics, 'diagnostics').filter(isDiagnostic),
    isAutomatic: triggerKind === CodeActionTriggerKind.Automatic,
  };
}

function list(value: unknown, name: string): unknown[] {
  check(Array.isArray(value), name);
  return value;
}

function isDiagnostic(value: unknown): value is Diagnostic {
  // The library's check reads through null.
  return typeof value === 'object' && value !== null && Diagnostic.is(value);
}

/** Whether kinds are asked for that are made of findings, so that those of the document have to be known. */
export function needsFindings(request: CodeActionRequest): boolean {
  return wants(request, CodeActionKind.QuickFix) || wantsFixAll(request);
}

/** The actions for a range of a document: fixes for each line of it, and rewrites where it starts. */
export function codeActions(
  { content }: OpenDocument,
  request: CodeActionRequest,
  rules: RuleSettings,
): CodeAction[] {
  const { range, isAutomatic } = request;
  const actions = wants(request, CodeActionKind.QuickFix)
    ? quickFixes(content, range, rules, isAutomatic)
    : [];
  const parsed = wants(request, CodeActionKind.RefactorRewrite) ? content.parse(range.start.line) : undefined;
  if (parsed) {
    actions.push(...refactorings(parsed, range.start.line, range.start.character));
  }
  const all = wantsFixAll(request) ? fixAll(content, rules) : undefined;
  return all ? [...actions, all] : actions;
}

/** On-save and command runs ask for it by name; it would only crowd the menu of a lightbulb. */
function wantsFixAll(request: CodeActionRequest): boolean {
  return request.only !== undefined && wants(request, fixAllKind);
}

function wants({ only }: CodeActionRequest, kind: string): boolean {
  return (
    only === undefined ||
    only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`) || wanted === '')
  );
}
