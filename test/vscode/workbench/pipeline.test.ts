import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/project.mjs';
import { type FlowEditor, startWorkbench, type Theme, type Workbench } from './workbench';

const folder = path.join(projectRoot, 'examples');
const file = 'nat-gateway.flows';

/** The button stands above the text, so that must be seen here. */
const settings = {
  'workbench.editor.showTabs': 'multiple',
  'workbench.editor.editorActionsLocation': 'default',
  'editor.fontSize': 13,
  'editor.lineHeight': 20,
};

/** What is inside the webview, which VS Code puts into two frames, one in the other. */
class View {
  readonly frame: FrameLocator;

  constructor(readonly editor: FlowEditor) {
    this.frame = editor.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  static async open(editor: FlowEditor): Promise<View> {
    await editor.page.getByRole('button', { name: 'Show Pipeline' }).first().click();
    const view = new View(editor);
    await view.table(0).waitFor();
    return view;
  }

  table(number: number): Locator {
    return this.frame.locator(`.node[data-id="t${number}"]`);
  }

  get details(): Locator {
    return this.frame.locator('.details');
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  /** The numbers of the tables that are drawn. */
  async tables(): Promise<string[]> {
    return this.frame.locator('.node .title').allTextContents();
  }
}

/** Runs a command as a person does, by its name. */
async function run({ page }: FlowEditor, command: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').waitFor();
  await page.keyboard.type(command);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: command }).waitFor();
  await page.keyboard.press('Enter');
}

/** Puts the cursor at the start of a line, wherever the keyboard is and however far the text is scrolled. */
async function goTo({ page }: FlowEditor, line: number): Promise<void> {
  await page.keyboard.press('Control+1');
  await page.locator('.monaco-editor.focused').waitFor();
  await page.keyboard.press('Control+g');
  await page.locator('.quick-input-widget input').waitFor();
  await page.keyboard.type(`${line}`);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** The line that the cursor is in, counted from 1. */
async function cursorLine({ page }: FlowEditor): Promise<number> {
  return Number(await page.locator('.monaco-editor .line-numbers.active-line-number').first().innerText());
}

describe.each<Theme>(['light', 'dark'])('the pipeline in the %s theme', (theme) => {
  it('is drawn beside the text, with the table of the cursor marked', async () => {
    const workbench = await startWorkbench(theme, undefined, 620, settings);
    try {
      // All of a window makes a large picture, so its dots are no smaller than they must be.
      const editor = await workbench.open(folder, file, { width: 1100, scale: 1 });
      await goTo(editor, 28);
      const view = await View.open(editor);
      await view.frame.locator('.node.current[data-id="t1"]').waitFor();
      expect(await view.tables()).toEqual([0, 1, 2, 3, 4, 5].map((number) => `Table ${number}`));
      expect(await view.table(0).locator('.chip').allTextContents()).toEqual(['untracked']);
      await editor.waitForLens('7 flows');
      await editor.takePictureOfWindow(`pipeline-${theme}`);
    } finally {
      await workbench.close();
    }
  });
});

describe('the view of the pipeline', () => {
  let workbench: Workbench;
  let editor: FlowEditor;
  let view: View;

  beforeAll(async () => {
    workbench = await startWorkbench('dark', undefined, 800, settings);
    editor = await workbench.open(folder, file);
    view = await View.open(editor);
  });

  afterAll(async () => {
    await workbench?.close();
  });

  it('follows the cursor', async () => {
    await goTo(editor, 46);
    await view.frame.locator('.node.current[data-id="t2"]').waitFor();
    await goTo(editor, 17);
    await view.frame.locator('.node.current[data-id="t0"]').waitFor();
  });

  it('leads from a table to its first flow, and from an arrow to one jump after the other', async () => {
    await view.table(3).click();
    await expect.poll(() => cursorLine(editor)).toBe(53);
    await view.details.getByText('Packets come from').waitFor();
    const arrow = view.frame.locator('.edge[data-id="t1-jump-t3"] .label');
    for (const line of [27, 28]) {
      await arrow.click({ force: true });
      await expect.poll(() => cursorLine(editor)).toBe(line);
    }
  });

  it('is worked with the keyboard alone', async () => {
    const { page } = editor;
    const focused = () => view.frame.locator('.node:focus').getAttribute('data-id');
    await view.table(0).click();
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused).toMatch(/^t[12]$/);
    await page.keyboard.press('ArrowUp');
    await expect.poll(focused).toBe('t0');
    expect(await view.table(0).getAttribute('aria-label')).toContain(
      'Connection states on arrival: untracked',
    );

    await page.keyboard.press(' ');
    await expect.poll(() => view.tables()).toEqual(['Table 0']);
    await page.keyboard.press(' ');
    await expect.poll(() => view.tables()).toHaveLength(6);

    await page.keyboard.press('/');
    await page.keyboard.type('5');
    await view.frame.getByText('1 found').waitFor();
    await page.keyboard.press('Enter');
    await view.frame.locator('.node.selected[data-id="t5"]').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('t5');
    await page.keyboard.press('Enter');
    await expect.poll(() => cursorLine(editor)).toBe(64);
    // Now the keyboard is in the text.
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => cursorLine(editor)).toBe(65);
  });

  it('shows only what is around a table', async () => {
    await view.table(5).click();
    await view.button('Only around').click();
    await expect.poll(() => view.tables()).toEqual(['Table 4', 'Table 5']);
    await view.frame.locator('select').selectOption('all');
    await expect.poll(() => view.tables()).toHaveLength(6);
  });

  it('takes in what is typed, and keeps what is selected', async () => {
    await view.table(4).click();
    await goTo(editor, 67);
    await editor.page.keyboard.type('table=5, priority=1, udp, actions=resubmit(,77)\n');
    await view.table(77).waitFor();
    expect(await view.table(77).locator('.mark').allTextContents()).toContain('no flows');
    expect(await view.frame.locator('.node.selected').getAttribute('data-id')).toBe('t4');
    await run(editor, 'File: Revert File');
    await view.table(77).waitFor({ state: 'detached' });
  });

  it('tells the connection state of the flow at the cursor, with links to lines', async () => {
    await goTo(editor, 47);
    await run(editor, 'Show Connection State of This Flow');
    await view.details.getByRole('heading', { name: /line 47/ }).waitFor();
    await view.details
      .getByRole('button', { name: /^[Ll]ine 18$/ })
      .first()
      .click();
    await expect.poll(() => cursorLine(editor)).toBe(18);
    // Called again it tells of the flow that the cursor is at now.
    await run(editor, 'Show Connection State of This Flow');
    await view.details.getByRole('heading', { name: /line 18/ }).waitFor();
    await view.button('Close details').click();
    await view.details.waitFor({ state: 'hidden' });
  });

  it('forgets nothing while it is hidden', async () => {
    await view.table(3).click();
    await editor.page.keyboard.press(' ');
    const { page } = editor;
    // The settings open where the keyboard is: over the view, as soon as VS Code has noticed.
    await page
      .locator('.editor-group-container.active')
      .getByRole('tab', { name: /^Pipeline: / })
      .waitFor();
    await page.keyboard.press('Control+,');
    await page.locator('.settings-editor').waitFor();
    await page.locator('iframe.webview').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: /^Pipeline: / }).click();
    await view.table(3).waitFor();
    await view.frame.locator('.node.selected[data-id="t3"]').waitFor();
  });

  it('is exported as text and as a picture', async () => {
    const { page } = editor;
    await view.button('Mermaid').click();
    await page.locator('.view-line', { hasText: 'flowchart' }).waitFor();
    await run(editor, 'View: Revert and Close Editor');

    await view.button('SVG').click();
    const dialog = page.locator('.quick-input-widget input');
    await dialog.waitFor();
    await expect.poll(() => dialog.inputValue()).toMatch(/nat-gateway\.flows\.svg$/);
    const target = await dialog.inputValue();
    await page.keyboard.press('Enter');
    await page.getByText('The pipeline was saved as nat-gateway.flows.svg').first().waitFor();
    const picture = readFileSync(target, 'utf8');
    expect(picture).toMatch(/<\/svg>\n$/);
    expect(picture).toContain('Table 5');
    expect(picture).not.toContain('var(');
  });

  it('runs no script but its own, and reaches no network', async () => {
    const outcome = await view.frame.locator('body').evaluate(async (body) => {
      const script = document.createElement('script');
      script.textContent = 'document.body.dataset.ran = "yes"';
      body.append(script);
      const fetched = await fetch('https://example.org/').then(
        () => 'fetched',
        () => 'refused',
      );
      return { ran: body.dataset.ran, fetched };
    });
    expect(outcome).toEqual({ ran: undefined, fetched: 'refused' });
    const policy = view.frame.locator('meta[http-equiv="Content-Security-Policy"]');
    expect(await policy.getAttribute('content')).toMatch(
      /^default-src 'none'; script-src 'nonce-[\w-]+'; style-src /,
    );
  });
});
