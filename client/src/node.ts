/** Desktop and remote entry: the server runs as a Node process beside the extension host. */
import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { startExtension, stopExtension } from './extension';

/** Called by VS Code when the extension is first needed. */
export function activate(context: ExtensionContext): void {
  const module = context.asAbsolutePath('dist/server.js');
  startExtension(
    context,
    (id, name, options) => new LanguageClient(id, name, { module, transport: TransportKind.ipc }, options),
  );
}

/** Called by VS Code before it goes: the server is told to stop and waited for. */
export function deactivate(): Promise<void> {
  return stopExtension();
}
