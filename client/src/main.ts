/**
 * Entry of the bundle, which is the same file for every kind of extension host. How the client reaches its server is
 * the one thing that differs, and only that part is loaded.
 */
import type { ExtensionContext } from 'vscode';

const entry = () =>
  typeof process === 'object' && process.versions?.node !== undefined
    ? import('./node')
    : import('./browser');

/** Called by VS Code when the extension is first needed. */
export async function activate(context: ExtensionContext): Promise<void> {
  (await entry()).activate(context);
}

/** Called by VS Code before it goes: the server is told to stop and waited for. */
export async function deactivate(): Promise<void> {
  await (await entry()).deactivate();
}
