import type { LogOutputChannel, Position, TextDocument } from 'vscode';
import type { LanguageClientOptions, Middleware } from 'vscode-languageclient';
import { isBlankTyped } from './late-completion';
import { commandNames, languageId, showReferencesCommand } from './names';

/** How the client talks to the server, the same on the desktop and in the browser. */
export function clientOptions(output: LogOutputChannel): LanguageClientOptions {
  return {
    // Any scheme: flows are read in untitled files, remote and virtual workspaces, and in diffs.
    documentSelector: [{ language: languageId }],
    outputChannel: output,
    initializationOptions: {
      // Where a rule is explained. The server puts the code in the place of `{rule}` and uses it as the
      // link of a diagnostic's code: a click opens the page that came with the extension, no network needed.
      ruleDocumentation: `command:${commandNames.explainRule}?%5B%22{rule}%22%5D`,
      // VS Code shows the messages of diagnostics in the same hover.
      diagnosticsInHover: true,
      // After a field name is taken, its values are offered without another key.
      completeAgainCommand: 'editor.action.triggerSuggest',
      // Where a code lens leads: VS Code's own command wants objects that no message can carry.
      showReferencesCommand,
      // The status item says how many findings a document has when not all of them are sent.
      diagnosticsCount: true,
    },
    // Links in hovers may open such pages, and run nothing else.
    markdown: { isTrusted: { enabledCommands: [commandNames.explainRule] }, supportHtml: false },
    middleware: { provideCompletionItem },
    diagnosticPullOptions: { onChange: true, onFocus: true },
  };
}

/** Asks the server, and throws away what comes too late to be of use. */
const provideCompletionItem: NonNullable<Middleware['provideCompletionItem']> = async (
  document,
  position,
  context,
  token,
  next,
) => {
  const before = restOfLine(document, position);
  const completions = await next(document, position, context, token);
  return isBlankTyped(before, restOfLine(document, position)) ? undefined : completions;
};

function restOfLine(document: TextDocument, { line, character }: Position): string {
  return line < document.lineCount ? document.lineAt(line).text.slice(character) : '';
}
