import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FlowEditor, startWorkbench, type Workbench } from './workbench';

const faulty = 'table=0,priority=bad,actions=drop\n';

describe('a file with more findings than VS Code shows', () => {
  let directory: string;
  let workbench: Workbench;
  let editor: FlowEditor;

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'ovs-flows-'));
    writeFileSync(path.join(directory, 'many.flows'), faulty.repeat(1500));
    workbench = await startWorkbench('light', undefined, undefined, { 'workbench.statusBar.visible': true });
    editor = await workbench.open(directory, 'many.flows');
    await editor.page.locator('.monaco-editor .squiggly-error').first().waitFor();
  });

  afterAll(async () => {
    await workbench?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const findings = () => editor.page.locator('.hover-language-status > .element', { hasText: 'findings' });

  async function showStatus(): Promise<void> {
    await editor.page.mouse.move(5, 5);
    await editor.page.locator('[id="status.languageStatus"]').hover();
    await editor.page.locator('.hover-language-status > .element').first().waitFor();
  }

  it('says in the language status how many there are', async () => {
    await showStatus();
    expect(await findings().innerText()).toMatch(/1,500 findings, the first [\d,]+ shown.*1,500 errors/s);
    await editor.takePictureOfWindow('many-findings');
  });

  it('says it no longer when all are shown', async () => {
    await editor.page.locator('.monaco-editor .view-line').first().click();
    await editor.page.keyboard.press('Control+a');
    await editor.page.keyboard.type('priority=bad,actions=drop');
    await expect
      .poll(() => editor.page.locator('.monaco-editor .squiggly-error').count(), { timeout: 15_000 })
      .toBe(1);
    await showStatus();
    expect(await findings().count()).toBe(0);
  });
});
