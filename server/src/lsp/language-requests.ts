/** Requests about what stands at one place of a document: hover, completion, signature help, code actions. */
import { CodeActionKind, type ServerCapabilities } from 'vscode-languageserver';
import { completeAt } from '../core/features/completion';
import { hoverAt } from '../core/features/hover';
import { signatureAt } from '../core/features/signature-help';
import { codeActions, fixAllKind, readCodeActionParams } from './code-action-request';
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
      const shown = document.content.diagnostics(rules).filter((diagnostic) => diagnostic.line === number);
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
      const lineAt = (distance: number) => content.lines[position.line + distance]?.text;
      const completions = line ? completeAt(line, position.character, { lineAt }) : [];
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
    guard.answer(async (params) => {
      const { range, only, reported } = readCodeActionParams(params);
      const { document, rules } = await session.asOf(session.openDocument(params.textDocument));
      return codeActions(document, range, only, rules).map((action) =>
        toCodeAction(document, action, reported, session.client),
      );
    }),
  );
}
