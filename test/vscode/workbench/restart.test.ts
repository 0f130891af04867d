import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/project.mjs';
import { type FlowEditor, startWorkbench, type Workbench } from './workbench';

const folder = path.join(projectRoot, 'test', 'vscode', 'workspace');

/** After so many deaths in a short time the server is not started again. */
const mostRestarts = 4;

/** Of the VS Code that this test has started, and of no other on this machine. */
function languageServers(): number[] {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((found) => found !== null)
    .map(([, pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command: command! }));
  const descendantsOf = (parent: number): typeof processes =>
    processes.filter((each) => each.parent === parent).flatMap((each) => [each, ...descendantsOf(each.pid)]);
  return descendantsOf(process.pid)
    .filter(({ command }) => /dist\/server\.js --node-ipc/.test(command))
    .map(({ pid }) => pid);
}

describe.skipIf(process.platform === 'win32')('a language server that dies', () => {
  let workbench: Workbench;
  let editor: FlowEditor;

  beforeAll(async () => {
    workbench = await startWorkbench('light');
    editor = await workbench.open(folder, 'bridge.flows');
    await editor.squiggleBelow('-trk+new');
  });

  afterAll(async () => {
    await workbench?.close();
  });

  const message = (text: RegExp) => editor.page.locator('.notification-toast', { hasText: text });
  const squiggles = () => editor.page.locator('.monaco-editor .squiggly-warning');

  async function killServer(): Promise<void> {
    const [pid, ...others] = languageServers();
    expect(others).toEqual([]);
    process.kill(pid!, 'SIGKILL');
    // Its findings go with it.
    await squiggles().first().waitFor({ state: 'hidden' });
  }

  it('is started again, and answers for what is open', async () => {
    await killServer();
    await message(/stopped unexpectedly and was started again/).waitFor();
    await editor.squiggleBelow('-trk+new');
    const hover = await editor.hoverOver('ct_state=', /connection/);
    await editor.leave(hover);
  });

  it('is not started for ever', async () => {
    for (let death = 1; death < mostRestarts; death++) {
      await killServer();
      await editor.squiggleBelow('-trk+new');
    }
    await killServer();
    await message(/stopped 5 times within 3 minutes and was not started again/).waitFor();
    expect(languageServers()).toEqual([]);
    await editor.takePictureOfWindow('server-stopped');
  });

  it('is started by the button of the message', async () => {
    await message(/was not started again/)
      .getByRole('button', { name: 'Restart' })
      .click();
    await editor.squiggleBelow('-trk+new');
    expect(languageServers()).toHaveLength(1);
  });
});
