import { type Disposable, type LogOutputChannel, window } from 'vscode';
import { productName } from './names';
import { mostRestarts, restartWindow } from './restarts';
import type { Failure, Server } from './server';

const restart = 'Restart';
const showLog = 'Show Log';

const messages: Readonly<Record<Failure, string>> = {
  restarted: `The ${productName} server stopped unexpectedly and was started again.`,
  ended:
    `The ${productName} server stopped ${mostRestarts + 1} times within ${restartWindow / 60_000} minutes and was not ` +
    'started again. Flow files are not checked any more.',
  'not started': `The ${productName} server could not be started. Flow files are not checked.`,
};

/** Tells the user what became of the server when something went wrong, and what can be done. */
export function reportFailures(server: Server, output: LogOutputChannel): Disposable {
  return server.onFailed((failure) => {
    if (failure === 'restarted') {
      void window.showWarningMessage(messages[failure]);
    } else {
      void askWhatToDo(messages[failure]);
    }
  });

  async function askWhatToDo(message: string): Promise<void> {
    const answer = await window.showErrorMessage(message, restart, showLog);
    if (answer === restart) {
      await server.restart();
    } else if (answer === showLog) {
      output.show();
    }
  }
}
