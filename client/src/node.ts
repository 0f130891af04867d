/** Desktop and remote entry: the server runs as a Node process beside the extension host. */
import type { ExtensionContext } from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import { startExtension, stopExtension } from './extension';

/** Called by VS Code when the extension is first needed. */
export function activate(context: ExtensionContext): void {
  const module = context.asAbsolutePath('dist/server.js');
  startExtension(
    context,
    (id, name, options) => new ProcessClient(id, name, { module, transport: TransportKind.ipc }, options),
  );
}

/** Called by VS Code before it goes: the server is told to stop and waited for. */
export function deactivate(): Promise<void> {
  return stopExtension();
}

/** A client that leaves it to us to tell the user why the server does not run. The log has it all. */
class ProcessClient extends LanguageClient {
  override error(message: string, data?: unknown, showNotification?: boolean | 'force'): void {
    super.error(message, data, this.state === State.Running && showNotification);
  }
}
