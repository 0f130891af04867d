import { Disposable, type LanguageStatusItem, languages, window, workspace } from 'vscode';
import { type DocumentCounts, findingsText, readDocumentCounts, shownText } from './counts';
import { languageId, productName } from './names';
import type { Server } from './server';

/** The notification of the server: how much of what it found in a document it has sent. */
const notification = 'ovsFlows/diagnosticsCount';

/**
 * Says in the language status of a flow file that not all of its findings are shown, and how many there are. There is
 * an item only where that is so.
 */
export function showFindingCounts(server: Server): Disposable {
  const cut = new Map<string, DocumentCounts>();
  let item: LanguageStatusItem | undefined;

  return Disposable.from(
    server.onNotification(notification, (params) => {
      const counts = readDocumentCounts(params);
      if (counts) {
        take(counts);
      }
    }),
    server.onStateChanged((state) => {
      // What a new server finds it will say.
      if (state !== 'running') {
        cut.clear();
        show();
      }
    }),
    workspace.onDidCloseTextDocument(({ uri }) => cut.delete(uri.toString())),
    window.onDidChangeActiveTextEditor(show),
    { dispose: () => item?.dispose() },
  );

  function take(counts: DocumentCounts): void {
    if (counts.total > counts.shown) {
      cut.set(counts.uri, counts);
    } else {
      cut.delete(counts.uri);
    }
    show();
  }

  function show(): void {
    const active = window.activeTextEditor?.document.uri.toString();
    const counts = active === undefined ? undefined : cut.get(active);
    if (!counts) {
      item?.dispose();
      item = undefined;
      return;
    }
    item ??= languages.createLanguageStatusItem('ovsFlows.findings', { language: languageId });
    item.name = `${productName}: findings`;
    item.text = shownText(counts);
    item.detail = findingsText(counts.counts);
  }
}
