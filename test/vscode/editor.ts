// What the tests in the extension host do with an editor, in the words of a person.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** How long something that happens by itself may take; a test that waits this long has failed. */
const patience = 15_000;

/** Marks the place that a test is about in a text. */
const marker = '$0';

export const languageId = 'ovs-flows';

/** Starts the extension, as opening a flow file does, and waits until its server answers. */
export async function activateExtension(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension('ovs-flows.ovs-flows');
  assert.ok(extension, 'the extension is not installed');
  await extension.activate();
  // The extension is up before its server is. A first diagnostic shows that the server is, too.
  const { document } = await openFlows('ct_state=-trk+new,actions=drop');
  await waitForCode(document, 'ct-state/never-matches');
  await closeEditors();
  return extension;
}

export interface OpenFlows {
  document: vscode.TextDocument;
  editor: vscode.TextEditor;
  /** Where the marker was; the start of the text where there was none. */
  position: vscode.Position;
}

/** Shows a text in an editor; `$0` marks the place the test is about. */
export async function openFlows(marked: string): Promise<OpenFlows> {
  const offset = marked.indexOf(marker);
  const content = marked.replace(marker, '');
  const document = await vscode.workspace.openTextDocument({ language: languageId, content });
  const editor = await vscode.window.showTextDocument(document);
  return { document, editor, position: document.positionAt(Math.max(offset, 0)) };
}

/** Closes everything, so that no test sees the editors of another. */
export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** The code of a diagnostic, which may come with the address of its documentation. */
export function codeOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === 'object' ? code.value : code);
}

/** Waits until the diagnostics of a document are as told. */
export async function waitForDiagnostics(
  document: vscode.TextDocument,
  expectation: string,
  isAsTold: (diagnostics: vscode.Diagnostic[]) => boolean,
): Promise<vscode.Diagnostic[]> {
  const current = () => vscode.languages.getDiagnostics(document.uri);
  return new Promise((resolve, reject) => {
    const finish = (end: () => void) => {
      clearTimeout(timer);
      subscription.dispose();
      end();
    };
    const look = () => {
      if (isAsTold(current())) {
        finish(() => resolve(current()));
      }
    };
    const timer = setTimeout(() => {
      const found = current().map((diagnostic) => `${codeOf(diagnostic)}: ${diagnostic.message}`);
      finish(() => reject(new Error(`expected ${expectation}, found ${JSON.stringify(found)}`)));
    }, patience);
    const subscription = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

/** Waits until a document has a diagnostic with this code. */
export async function waitForCode(document: vscode.TextDocument, code: string): Promise<vscode.Diagnostic> {
  const isIt = (diagnostic: vscode.Diagnostic) => codeOf(diagnostic) === code;
  const found = await waitForDiagnostics(document, code, (diagnostics) => diagnostics.some(isIt));
  return found.find(isIt)!;
}

/** Waits until a document has no diagnostic with this code. */
export async function waitForNoCode(document: vscode.TextDocument, code: string): Promise<void> {
  await waitForDiagnostics(document, `no ${code}`, (diagnostics) =>
    diagnostics.every((diagnostic) => codeOf(diagnostic) !== code),
  );
}

/** The text of all hovers at a place. */
export async function hoverText(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

/** What completion offers at a place, in the order in which it is shown when nothing is typed. */
export async function completionsAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  const keyOf = (item: vscode.CompletionItem) => item.sortText ?? labelOf(item);
  return [...list.items].sort((one, other) =>
    keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0,
  );
}

export function labelOf(item: vscode.CompletionItem): string {
  return typeof item.label === 'string' ? item.label : item.label.label;
}

/** The code actions of a kind for a range. */
export async function codeActionsAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    kind.value,
    // Actions come without their edit until they are resolved.
    20,
  );
}

/** Does what picking the action in the menu does. */
export async function applyAction(action: vscode.CodeAction): Promise<void> {
  if (action.edit) {
    assert.ok(await vscode.workspace.applyEdit(action.edit), `the edit of "${action.title}" was refused`);
  }
  if (action.command) {
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
  }
}
