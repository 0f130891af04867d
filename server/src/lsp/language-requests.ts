/** Requests about what stands at one place of a document: hover, completion, signature help, code actions. */
import { CodeActionKind, type ServerCapabilities } from 'vscode-languageserver';
import { completeAt } from '../core/features/completion';
import { hoverAt } from '../core/features/hover';
import { signatureAt } from '../core/features/signature-help';
import { codeActions, fixAllKind, needsFindings, readCodeActionParams } from './code-action-request';
import { toCodeAction, toCompletionItem, toHover, toSignatureHelp } from './convert';
import type { Session } from './session';

/** Characters after which completion is asked for without a key being pressed for it. */
const triggerCharacters = ['=', '+', '-', '|', ',', '(', ':', '>'];

export const languageCapabilities: ServerCapabilities = {
  hoverProvider: true,
  completionProvider: { triggerCharacters, completionItem: { labelDetailsSupport: true } },
  // Characters after which it is asked how the action at the cursor is written.
  signatureHelpProvider: { triggerCharacters: ['(', ',', ':'], retriggerCharacters: [')', '=', '>'] },
  codeActionProvider: {
    codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind],
  },
};

/** Answers them. */
export function answerLanguageRequests(session: Session): void {
  const { connection, guard } = session;

  connection.onHover(
    guard.answerAt(async ({ textDocument, position }) => {
      const { document, rules } = await session.asOf(session.openDocument(textDocument));
      const { line: number, character } = position;
      const line = document.content.parse(number);
      const shown = [...document.content.diagnosticsIn(number, number, rules)];
      const hover =
        line &&
        hoverAt(line, character, {
          shown,
          linkTo: session.client.linkTo,
          errorsShownBeside: session.client.errorsInHover,
          formats: document.content.formats,
        });
      return hover ? toHover(number, hover, session.client) : null;
    }),
  );

  connection.onCompletion(
    guard.answerAt(({ textDocument, position }) => {
      const { content } = session.openDocument(textDocument);
      const line = content.parse(position.line);
      const keyAt = (distance: number) => content.lines[position.line + distance];
      const lineAt = (distance: number) => keyAt(distance)?.text;
      const completions = line ? completeAt(line, position.character, { lineAt, keyAt }) : [];
      return completions.map((completion, rank) =>
        toCompletionItem(position.line, completion, rank, session.client),
      );
    }),
  );

  connection.onSignatureHelp(
    guard.answerAt(({ textDocument, position }) => {
      const line = session.openDocument(textDocument).content.parse(position.line);
      const help = line && signatureAt(line, position.character);
      return help ? toSignatureHelp(help, session.client) : null;
    }),
  );

  connection.onCodeAction(
    guard.answer(async (params, token) => {
      const request = readCodeActionParams(params);
      const opened = session.openDocument(params.textDocument);
      const stage = needsFindings(request) ? 'analysis' : undefined;
      const { document, rules } = await (stage
        ? session.knownAsOf(opened, stage, token)
        : session.asOf(opened));
      return codeActions(document, request, rules).map((action) =>
        toCodeAction(document, action, request.reported, session.client),
      );
    }),
  );
}
