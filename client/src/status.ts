import { type Disposable, LanguageStatusSeverity, languages } from 'vscode';
import { commandNames, languageId, productName } from './names';
import type { Server, ServerState } from './server';

/** Shows the server's state in the language status of flow files, with the command to start it anew. */
export function showServerState(server: Server): Disposable {
  const item = languages.createLanguageStatusItem('ovsFlows.server', { language: languageId });
  item.name = productName;
  item.text = productName;
  show('starting');
  const listener = server.onStateChanged(show);
  return {
    dispose: () => {
      listener.dispose();
      item.dispose();
    },
  };

  function show(state: ServerState): void {
    const stopped = state === 'stopped';
    item.busy = state === 'starting';
    item.severity = stopped ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    item.detail = `language server ${state}`;
    item.command = {
      title: stopped ? 'Start' : 'Restart',
      command: commandNames.restartServer,
    };
  }
}
