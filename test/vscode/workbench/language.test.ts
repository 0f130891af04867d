import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/project.mjs';
import { type FlowEditor, startWorkbench, type Theme, type Workbench } from './workbench';

const folder = path.join(projectRoot, 'test', 'vscode', 'workspace');

/** VS Code shows this much of a hover; what is below has to be scrolled to. */
const hoverHeight = 251;

describe.each<Theme>(['light', 'dark'])('the whole flow language in the %s theme', (theme) => {
  let workbench: Workbench;
  let editor: FlowEditor;

  beforeAll(async () => {
    workbench = await startWorkbench(theme);
    editor = await workbench.open(folder, 'gateway.flows');
    await editor.squiggleBelow('tcp_dst=80');
  });

  afterAll(async () => {
    await workbench?.close();
  });

  async function isShownAtOnce(hover: Locator): Promise<void> {
    const heights = await hover
      .locator('.hover-row')
      .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
    expect(heights.reduce((sum, height) => sum + height, 0)).toBeLessThanOrEqual(hoverHeight);
  }

  it('a match that is lost is underlined, and the hover says what is installed', async () => {
    const hover = await editor.hoverOver('tcp_dst=80', /matches every packet/);
    await isShownAtOnce(hover);
    await editor.takePicture(`${theme}-lost-match`, hover);
    await editor.leave(hover);
  });

  it('the first fix adds what the match needs', async () => {
    const squiggle = await editor.squiggleBelow('tcp_dst=80');
    await editor.clickOn('tcp_dst=80');
    await editor.page.keyboard.press('Control+.');
    const menu = editor.page.locator('.action-widget');
    const fixes = menu.locator('.monaco-list-row.action');
    await fixes.first().waitFor();
    expect(await fixes.first().innerText()).toMatch(/Add tcp$/);
    await editor.takePicture(`${theme}-lost-match-fixes`, menu);
    await editor.page.keyboard.press('Enter');
    await squiggle.waitFor({ state: 'detached' });
    await expect
      .poll(async () => (await editor.lines())[1])
      .toBe('table=0, priority=90, tcp, tcp_dst=80, actions=drop');
    await editor.page.keyboard.press('Control+z');
    await editor.squiggleBelow('tcp_dst=80');
  });

  it('a prefix shows its first and last address', async () => {
    const hover = await editor.hoverOver('10.1.0.0/20', /10\.1\.15\.255/);
    await isShownAtOnce(hover);
    await editor.takePicture(`${theme}-value`, hover);
    await editor.leave(hover);
  });

  it('on actions the whole flow is a sentence, and stands as Open vSwitch shows it', async () => {
    const hover = await editor.hoverOver('actions=ct', /Open vSwitch installs/);
    expect(await hover.textContent()).toContain('looked up in table 1');
    await isShownAtOnce(hover);
    await editor.takePicture(`${theme}-flow`, hover);
    await editor.leave(hover);
  });

  it('how learn is written', async () => {
    const { page } = editor;
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('table=1, actions=learn(table=2,hard_timeout=', { delay: 30 });
    const hints = page.locator('.parameter-hints-widget.visible');
    await hints.waitFor();
    await expect.poll(() => hints.locator('.parameter.active').innerText()).toMatch(/^hard_timeout=/);
    await editor.takePicture(`${theme}-signature-learn`, hints);
  });
});
