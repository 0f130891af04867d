import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FlowEditor, startWorkbench, type Workbench } from './workbench';

/** VS Code hands larger files to nobody, in bytes. */
const largestDocument = 50 * 1024 * 1024;

/** How long something may take to show. */
const patience = { timeout: 15_000 };

/** The first line is a mistake, and so is the last. */
function flows(bytes: number): string {
  const bad = 'table=0,priority=bad,ip,actions=drop';
  const good = 'table=0,priority=7,tcp,tcp_dst=443,nw_src=10.0.0.0/8,actions=ct(commit,zone=7),output:2';
  return [bad, ...Array(Math.ceil(bytes / (good.length + 1))).fill(good), bad, ''].join('\n');
}

describe('a file that is checked from disk', () => {
  let directory: string;
  let workbench: Workbench;
  let editor: FlowEditor;

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'ovs-flows-'));
    writeFileSync(path.join(directory, 'small.flows'), 'table=0,ip,actions=drop\n');
    writeFileSync(path.join(directory, 'dump.txt'), flows(1000));
    writeFileSync(path.join(directory, 'huge.flows'), flows(largestDocument));
    workbench = await startWorkbench('light', undefined, undefined, {
      'workbench.editorLargeFileConfirmation': 1024,
      'workbench.statusBar.visible': true,
      'workbench.editor.showTabs': 'single',
    });
    editor = await workbench.open(directory, 'small.flows');
  });

  afterAll(async () => {
    await workbench?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const message = (text: RegExp) => editor.page.locator('.notification-toast', { hasText: text });
  const problems = () => editor.page.locator('.markers-panel .monaco-list-row');
  const input = () => editor.page.locator('.quick-input-box input[type="text"]');
  const press = (key: string) => editor.page.keyboard.press(key);

  async function runCommand(title: string): Promise<void> {
    await press('F1');
    await input().fill(`>${title}`);
    await editor.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  /** Chooses a file of the folder in VS Code's own dialog. */
  async function choose(file: string): Promise<void> {
    await expect.poll(() => input().inputValue(), patience).toMatch(/folder-\w+\/$/);
    await input().fill(`${await input().inputValue()}${file}`);
    await press('Enter');
  }

  it('is chosen in a dialog, and what was found is told in one line', async () => {
    await runCommand('Check a Flow File…');
    await choose('dump.txt');
    await message(/dump\.txt: 14 flows, 2 errors/).waitFor();
  });

  it('has its findings among the problems', async () => {
    await press('Control+Shift+M');
    await expect
      .poll(() => problems().allInnerTexts(), patience)
      .toContainEqual(expect.stringMatching(/Ln 1, Col 18/));
    await editor.takePictureOfWindow('check-file');
  });

  it('has a report, with links to the places', async () => {
    await message(/dump\.txt/)
      .getByRole('button', { name: 'Show Report' })
      .click();
    const box = await editor.boxOf('dump.txt:14:18');
    await editor.page.locator('.monaco-editor .detected-link').nth(1).waitFor();
    await editor.takePictureOfWindow('check-file-report');
    await editor.page.keyboard.down('Control');
    await editor.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await editor.page.keyboard.up('Control');
    await editor.cursorAt(14, 18);
  });

  it('is offered to be checked where VS Code keeps it back', async () => {
    await press('Control+o');
    await choose('huge.flows');
    await message(/does not give files over 50 MB/).waitFor();
    await editor.takePictureOfWindow('check-file-offer');
    await message(/does not give files/)
      .getByRole('button', { name: 'Check File' })
      .click();
    await message(/huge\.flows: [\d,]+ flows, 2 errors/).waitFor({ timeout: 50_000 });
    await editor.takePictureOfWindow('check-file-huge');
  });
});
