import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/project.mjs';
import { type FlowEditor, startWorkbench, type Theme, type Workbench } from './workbench';

const folder = path.join(projectRoot, 'test', 'vscode', 'workspace');

describe.each<Theme>(['light', 'dark'])('completion and signature help in the %s theme', (theme) => {
  let workbench: Workbench;
  let editor: FlowEditor;

  beforeAll(async () => {
    workbench = await startWorkbench(theme);
    editor = await workbench.open(folder, 'bridge.flows');
    // The server is up once it has found what there is to find.
    await editor.squiggleBelow('-trk+new');
  });

  afterAll(async () => {
    await workbench?.close();
  });

  const type = (text: string) => editor.page.keyboard.type(text, { delay: 30 });
  const press = (key: string) => editor.page.keyboard.press(key);
  const list = () => editor.page.locator('.suggest-widget.visible');
  const focused = () => list().locator('.monaco-list-row.focused .label-name');
  const lastLine = async () => (await editor.lines()).at(-1);
  const hints = () => editor.page.locator('.parameter-hints-widget.visible');

  async function newLine(text: string): Promise<void> {
    // Whatever else of the window has come up meanwhile: the keys are for the editor.
    await editor.page
      .locator('.monaco-editor .view-lines')
      .first()
      .click({ position: { x: 5, y: 5 } });
    await press('Escape');
    await press('Control+End');
    await press('Enter');
    await type(text);
    // Brackets are closed by themselves.
    await expect.poll(lastLine).toContain(text);
  }

  it('a field brings along what it needs', async () => {
    await newLine('table=1, ip,');
    // Nobody types as fast as a test: a list for the comma that comes when all the letters are there is of no use, and
    // VS Code asks for another one at the next letter.
    await focused().waitFor();
    await type(' tcp_d');
    await expect.poll(() => focused().innerText(), { timeout: 15_000 }).toBe('tcp_dst');
    await editor.takePicture(`${theme}-complete-field`, list());
    await press('Enter');
    await expect.poll(lastLine).toBe('table=1, tcp, tcp_dst=');
    // The ports that have names come up by themselves.
    await focused().waitFor();
    await type('https');
    await expect.poll(() => focused().innerText()).toBe('443');
    await editor.takePicture(`${theme}-complete-port`, list());
    await press('Enter');
    await expect.poll(lastLine).toBe('table=1, tcp, tcp_dst=443');
  });

  it('a number that is typed is never replaced by another', async () => {
    await newLine('table=1, tcp, tcp_dst=8');
    await press('Enter');
    await expect.poll(lastLine).toBe('');
    await expect.poll(async () => (await editor.lines()).at(-2)).toBe('table=1, tcp, tcp_dst=8');
  });

  it('actions, arguments of ct, and how ct is written', async () => {
    await newLine('table=1, ip, actions=');
    await focused().waitFor();
    await editor.takePicture(`${theme}-complete-action`, list());
    await type('ct');
    await expect.poll(() => focused().innerText()).toMatch(/^ct/);
    await press('Enter');
    await expect.poll(lastLine).toBe('table=1, ip, actions=ct()');
    await type('commit,zo');
    await expect.poll(() => focused().innerText()).toBe('zone');
    await hints().waitFor();
    await editor.takePicture(`${theme}-signature`, list(), hints());
    await press('Enter');
    await expect.poll(lastLine).toBe('table=1, ip, actions=ct(commit,zone=)');
    await expect.poll(() => hints().locator('.parameter.active').innerText()).toBe('zone=…');
  });

  it('how bundle is written', async () => {
    await newLine('table=1, ip, actions=bundle(eth_src,0,');
    await hints().waitFor();
    await expect.poll(() => hints().locator('.parameter.active').innerText()).toBe('ALGORITHM');
    await editor.takePicture(`${theme}-signature-bundle`, list(), hints());
  });
});
