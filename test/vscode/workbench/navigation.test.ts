import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/project.mjs';
import {
  type FlowEditor,
  smallText,
  smallWindow,
  startWorkbench,
  type Theme,
  type Workbench,
} from './workbench';

const folder = path.join(projectRoot, 'examples');

/** Where table 1 hands new connections to table 2: `goto_table:2`. */
const jump = { line: 29, column: 78 };

/** Where it hands known ones to table 5, as other tables do: `goto_table:5`. */
const busyJump = { line: 27, column: 75 };

describe.each<Theme>(['light', 'dark'])('moving about in the %s theme', (theme) => {
  let workbench: Workbench;
  let editor: FlowEditor;

  beforeAll(async () => {
    workbench = await startWorkbench(theme, undefined, smallWindow.height, smallText);
    editor = await workbench.open(folder, 'whole-pipeline.flows', smallWindow);
    await editor.page.locator('.codelens-decoration').first().waitFor();
  });

  afterAll(async () => {
    await workbench?.close();
  });

  /** Types into the field that a key opens, and takes what it finds. */
  async function pick(key: string, text: string, entry?: string): Promise<void> {
    const { page } = editor;
    const field = page.locator('.quick-input-widget');
    await page.keyboard.press(key);
    await field.locator('input').waitFor();
    await page.keyboard.type(text);
    if (entry !== undefined) {
      await field.locator('.monaco-list-row', { hasText: entry }).first().waitFor();
    }
    await page.keyboard.press('Enter');
    await field.waitFor({ state: 'hidden' });
  }

  const goTo = (line: number, column: number) => pick('Control+g', `${line}:${column}`);
  const run = (command: string) => pick('F1', command, command);

  async function peek(): Promise<Locator> {
    const widget = editor.page.locator('.peekview-widget');
    await widget.waitFor();
    await widget.locator('.monaco-list-row').first().waitFor();
    return widget;
  }

  async function close(widget: Locator): Promise<void> {
    await editor.page.keyboard.press('Escape');
    await widget.waitFor({ state: 'hidden' });
    await editor.page.locator('.monaco-editor.focused').waitFor();
  }

  /** The files are copies in a folder for this run, whose name is nothing to show. */
  async function rewrite(name: Locator, text: string): Promise<void> {
    await name.evaluate((element, wanted) => {
      element.textContent = wanted;
    }, text);
  }

  it('lenses above a table count its flows and jumps', async () => {
    const lens = editor.page.locator('.codelens-decoration', { hasText: '7 flows' });
    await expect.poll(() => lens.innerText()).toMatch(/7 flows\s*\|\s*1 jump in\s*\|\s*5 jumps out/);
    await editor.takePicture(`${theme}-code-lens`);
  });

  it('a click on a lens shows the places', async () => {
    await editor.page.locator('.codelens-decoration a', { hasText: '5 jumps out' }).click();
    const places = await peek();
    await expect.poll(() => places.locator('.ref-tree .referenceMatch').count()).toBe(5);
    await close(places);
  });

  it('F12 goes to the table, and from there to what jumps to it', async () => {
    const cursor = () => editor.page.locator('.monaco-editor .line-numbers.active-line-number').innerText();
    await goTo(jump.line, jump.column);
    await editor.page.keyboard.press('F12');
    await expect.poll(cursor).toBe('35');
    await editor.page.keyboard.press('F12');
    await expect.poll(cursor).toBe('29');
  });

  it('all references of a table', async () => {
    await goTo(busyJump.line, busyJump.column);
    await editor.page.keyboard.press('Shift+F12');
    const references = await peek();
    await expect.poll(() => references.locator('.ref-tree .referenceMatch').count()).toBe(12);
    await rewrite(references.locator('.dirname'), '');
    await editor.takePicture(`${theme}-references`, references);
    await close(references);
  });

  it('the call hierarchy of a table', async () => {
    await goTo(busyJump.line, busyJump.column);
    await run('Peek Call Hierarchy');
    const calls = await peek();
    const item = calls.locator('.monaco-list-row', { hasText: 'table 4' });
    await expect.poll(() => item.innerText()).toMatch(/addresses on the way out, 3 flows/);
    expect(await calls.locator('.monaco-list-row').count()).toBe(5);
    await editor.takePicture(`${theme}-call-hierarchy`, calls);
    await close(calls);
  });

  it('a name that is taken is refused', async () => {
    const { page } = editor;
    await goTo(jump.line, jump.column);
    await page.keyboard.press('F2');
    const box = page.locator('.rename-box input');
    await box.waitFor();
    expect(await box.inputValue()).toBe('2');
    await box.fill('3');
    await box.press('Enter');
    const reason = page.locator('.notification-toast', { hasText: 'Table 3 is taken: line 45' });
    await reason.waitFor();
    await run('Clear All Notifications');
    await reason.waitFor({ state: 'hidden' });
  });

  it('the table stays in sight at the top, and the outline follows', async () => {
    const { page } = editor;
    await page.keyboard.press('Control+Home');
    await goTo(jump.line, jump.column);
    const sticky = page.locator('.sticky-widget', { hasText: /#\sTable\s[12]:/ });
    // Until the top of the window is within a table, wherever the tests before have left it.
    await expect
      .poll(
        async () => {
          await page.keyboard.press('Control+ArrowDown');
          return sticky.isVisible();
        },
        { timeout: 15_000, interval: 100 },
      )
      .toBe(true);
    await run('Focus on Outline View');
    // The files would take most of the room.
    await page.locator('.part.sidebar .pane-header', { hasText: 'Folder' }).click();
    const outline = page.locator('.outline-pane');
    await outline.locator('.monaco-list-row', { hasText: 'states of connections, 7 flows' }).waitFor();
    await sticky.waitFor();
    await rewrite(page.locator('.part.sidebar .pane-header h3.title').first(), 'Examples');
    await editor.takePicture(`${theme}-outline`, page.locator('.part.sidebar'));
  });
});
