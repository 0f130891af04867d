import { Range, type TextEditor, WorkspaceEdit, window, workspace } from 'vscode';
import { languageId } from './names';
import type { Server } from './server';

/** The request, and its answer: see lsp/format-requests.ts of the server. */
const request = 'ovsFlows/sortByPriority';

interface Place {
  readonly line: number;
  readonly character: number;
}

interface Sorting {
  readonly version: number;
  readonly edits: readonly {
    readonly range: { readonly start: Place; readonly end: Place };
    readonly newText: string;
  }[];
  readonly message?: string;
}

/**
 * Sorts by priority the flows of the table that the cursor is in, or those that are selected. Where that cannot
 * be done the server says why, and the user is told.
 */
export async function sortByPriority(server: Server): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId !== languageId) {
    return;
  }
  const { document } = editor;
  const sorting = await ask(server, editor);
  if (!sorting) {
    await window.showWarningMessage('The language server did not answer, so nothing was sorted.');
  } else if (sorting.message !== undefined) {
    await window.showInformationMessage(sorting.message);
  } else if (document.version !== sorting.version || !(await apply(editor, sorting))) {
    await window.showWarningMessage('The file has changed meanwhile. Nothing was sorted.');
  }
}

async function ask(server: Server, { document, selection }: TextEditor): Promise<Sorting | undefined> {
  try {
    const answer = await server.request(request, {
      textDocument: { uri: document.uri.toString() },
      ...(selection.isSingleLine
        ? { position: placeOf(selection.active) }
        : { range: { start: placeOf(selection.start), end: placeOf(selection.end) } }),
    });
    return answer as Sorting | undefined;
  } catch {
    // It is stopped, or has no such document: the log says more.
    return undefined;
  }
}

function placeOf({ line, character }: Place): Place {
  return { line, character };
}

/** One step to undo. */
function apply({ document }: TextEditor, { edits }: Sorting): Thenable<boolean> {
  const change = new WorkspaceEdit();
  for (const { range, newText } of edits) {
    const { start, end } = range;
    change.replace(document.uri, new Range(start.line, start.character, end.line, end.character), newText);
  }
  return workspace.applyEdit(change);
}
