import { type ExtensionContext, window, workspace } from 'vscode';
import { registerFileChecks } from './check-file/commands';
import { registerCommands } from './commands';
import { reportFailures } from './failures';
import { showFindingCounts } from './finding-counts';
import { languageId, productName } from './names';
import { offerLanguage } from './offer';
import { registerPipeline } from './pipeline/commands';
import { type ClientFactory, Server } from './server';
import { registerShowReferences } from './show-references';
import { showServerState } from './status';

let server: Server | undefined;

/**
 * Sets up everything the extension does, in any kind of VS Code. How a client reaches its server is the
 * one thing that differs, and comes from the entry.
 *
 * The server is started with the first flow file, not before: any plain-text file activates the extension.
 */
export function startExtension(context: ExtensionContext, createClient: ClientFactory): void {
  const output = window.createOutputChannel(productName, { log: true });
  const started = new Server(createClient, output);
  server = started;

  context.subscriptions.push(
    output,
    showServerState(started),
    showFindingCounts(started),
    reportFailures(started, output),
    ...registerCommands(context, started, output),
    registerPipeline(context, started),
    registerFileChecks(context, started),
    registerShowReferences(),
    offerLanguage(context.workspaceState),
    workspace.onDidOpenTextDocument(startForFlows),
  );
  workspace.textDocuments.forEach(startForFlows);

  function startForFlows(document: { readonly languageId: string }): void {
    if (document.languageId === languageId) {
      void started.start();
    }
  }
}

/** Stops the server and waits for it. */
export async function stopExtension(): Promise<void> {
  await server?.stop();
  server = undefined;
}
