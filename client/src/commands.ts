import { commands, type Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { openExample } from './example';
import { commandNames } from './names';
import { explainRule } from './rule-pages';
import type { Server } from './server';
import { sortByPriority } from './sort';

/** Registers what the command palette, links and buttons call. */
export function registerCommands(
  context: ExtensionContext,
  server: Server,
  output: LogOutputChannel,
): Disposable[] {
  return [
    commands.registerCommand(commandNames.explainRule, (rule?: unknown) =>
      explainRule(context.extension, rule),
    ),
    commands.registerCommand(commandNames.openExample, () => openExample(context.extensionUri)),
    commands.registerCommand(commandNames.restartServer, () => server.restart()),
    commands.registerCommand(commandNames.showOutput, () => output.show()),
    commands.registerCommand(commandNames.sortByPriority, () => sortByPriority(server)),
  ];
}
