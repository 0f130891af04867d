// A person's view of VS Code: what is seen on the screen, where it is, and what is done with mouse and keyboard.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { atExit } from '../../../scripts/processes.mjs';
import { cacheDirectory, projectRoot } from '../../../scripts/project.mjs';
import { startBrowser } from '../../../scripts/vscode/browser.mjs';
import { startServer } from '../../../scripts/vscode/server.mjs';
import { pictureSettings, testSettings } from '../../../scripts/vscode/settings.mjs';

export type Theme = 'light' | 'dark';

/** The themes VS Code starts with. */
const themeNames: Record<Theme, string> = { light: 'Default Light Modern', dark: 'Default Dark Modern' };

/** What the workbench says of itself once a theme is on. */
const themeClasses: Record<Theme, string> = { light: 'light_modern', dark: 'dark_modern' };

/** An ordinary window: the pictures are to show what people see. */
const windowHeight = 800;

const pictureMargin = 16;

/** For pictures of much at once: no larger than a page shows them, and so small files. */
export const smallWindow = { width: 1100, height: 650, scale: 1 };

/** The size of text that people have in a window of that size. */
export const smallText = { 'editor.fontSize': 13, 'editor.lineHeight': 20 };

const pictures = path.join(cacheDirectory, 'pictures');

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Workbench {
  /** Opens a file, of a folder that is copied first, in a window of its own. */
  open(folder: string, file: string, window?: { width: number; scale: number }): Promise<FlowEditor>;
  close(): Promise<void>;
}

/**
 * Starts a VS Code and a browser, for several windows one after the other.
 * @param packaged a .vsix to install; without it the extension under development is loaded
 * @param others settings that are different from those of other pictures
 */
export async function startWorkbench(
  theme: Theme,
  packaged?: string,
  height = windowHeight,
  others: Record<string, unknown> = {},
): Promise<Workbench> {
  const directory = mkdtempSync(path.join(tmpdir(), 'ovs-flows-'));
  const removeDirectory = atExit(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  const themed = { 'workbench.colorTheme': themeNames[theme] };
  const settings = { ...testSettings, ...pictureSettings, ...themed, ...others };
  const server = await startServer({ settings, ...(packaged && { install: packaged }) });
  const browser = await startBrowser();
  return {
    open: async (folder, file, window = { width: 1280, scale: 1.35 }) => {
      // What is typed in one window would be kept for the next one that opens the same folder.
      const copy = mkdtempSync(path.join(directory, 'folder-'));
      cpSync(folder, copy, { recursive: true });
      const developed = packaged === undefined ? { extension: projectRoot } : {};
      const url = server.urlOf({ folder: copy, file: path.join(copy, file), ...developed });
      const page = await browser.open(url, { ...window, height });
      const editor = new FlowEditor(page);
      await editor.waitUntilReady(theme);
      return editor;
    },
    close: async () => {
      await browser.close();
      server.stop();
      removeDirectory();
    },
  };
}

/** One editor in one window. */
export class FlowEditor {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Everything stands: the text, in the theme, without the side bar, and the extension has started. */
  async waitUntilReady(theme: Theme): Promise<void> {
    await this.page.locator(`.monaco-workbench[class*="${themeClasses[theme]}"]`).waitFor();
    await this.page.locator('.monaco-editor .view-line').first().waitFor();
    // The side bar has no setting to start hidden.
    const sideBar = this.page.locator('.part.sidebar');
    await sideBar.waitFor();
    await this.page.keyboard.press('Control+b');
    await sideBar.waitFor({ state: 'hidden' });
  }

  /** Where a text stands on the screen: its first occurrence in the editor. */
  async boxOf(text: string): Promise<Box> {
    const box = await this.page.waitForFunction((wanted) => {
      for (const line of document.querySelectorAll('.monaco-editor .view-line')) {
        // The editor draws spaces as no-break spaces, and a line as many small elements.
        const start = (line.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(wanted);
        if (start < 0) {
          continue;
        }
        const range = document.createRange();
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        let passed = 0;
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const length = node.textContent?.length ?? 0;
          if (start >= passed && start < passed + length) {
            range.setStart(node, start - passed);
          }
          const end = start + wanted.length;
          if (end > passed && end <= passed + length) {
            range.setEnd(node, end - passed);
            const { x, y, width, height } = range.getBoundingClientRect();
            return { x, y, width, height };
          }
          passed += length;
        }
      }
      return undefined;
    }, text);
    return (await box.jsonValue())!;
  }

  /** The lines on the screen, as text. */
  async lines(): Promise<string[]> {
    // The order of the elements is not that of the lines.
    const drawn = await this.page.locator('.monaco-editor .view-line').evaluateAll((elements) =>
      elements.map((element) => ({
        top: element.getBoundingClientRect().top,
        text: (element.textContent ?? '').replaceAll('\u00a0', ' '),
      })),
    );
    return drawn.sort((one, other) => one.top - other.top).map(({ text }) => text);
  }

  /** Moves the mouse onto a text, and gives the hover that comes up once it says what is expected. */
  async hoverOver(text: string, expected: RegExp): Promise<Locator> {
    const hover = this.page.locator('.monaco-hover', { hasText: expected }).first();
    // A hover that came up before the server was ready does not renew itself, so a person would move and try again.
    for (let attempt = 0; attempt < 10 && !(await hover.isVisible()); attempt++) {
      // Looked up anew each time: after a jump the editor may still be scrolling.
      const box = await this.boxOf(text);
      // From an empty place: a hover of another line on the way would lie over this one.
      const { width, height } = this.page.viewportSize()!;
      await this.page.mouse.move(width - 50, height - 50);
      await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
      await hover.waitFor({ timeout: 1_500 }).catch(() => {});
    }
    await hover.waitFor({ timeout: 1_500 });
    return hover;
  }

  /** Moves the mouse away, so that the hover no longer covers the text. */
  async leave(hover: Locator): Promise<void> {
    const { width, height } = this.page.viewportSize()!;
    await this.page.mouse.move(width - 50, height - 50, { steps: 5 });
    await hover.waitFor({ state: 'hidden' });
  }

  /** Brings a place into view; both numbers start at 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page
      .locator('.monaco-editor .view-lines')
      .first()
      .click({ position: { x: 5, y: 5 } });
    await this.page.keyboard.press('Control+g');
    await this.page.locator('.quick-input-widget input').waitFor();
    await this.page.keyboard.type(`${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Waits until the cursor has come to a place; both numbers start at 1. */
  async cursorAt(line: number, column: number): Promise<void> {
    const place = `Ln ${line}, Col ${column}`;
    // The status bar is there even where it is not shown.
    await this.page
      .locator('#status\\.editor\\.selection', { hasText: place })
      .waitFor({ state: 'attached' });
  }

  /** Puts the cursor into a text by clicking on it. */
  async clickOn(text: string): Promise<void> {
    const box = await this.boxOf(text);
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    // A key pressed now would still be meant for the place the cursor comes from.
    await this.page.waitForFunction(({ x, y, width, height }) => {
      const cursor = document.querySelector('.monaco-editor .cursors-layer .cursor')?.getBoundingClientRect();
      return cursor && cursor.x >= x - 2 && cursor.x <= x + width + 2 && Math.abs(cursor.y - y) < height;
    }, box);
  }

  /** The squiggle below a text. */
  async squiggleBelow(text: string): Promise<Locator> {
    const line = await this.boxOf(text);
    const squiggles = this.page.locator('.monaco-editor .squiggly-warning');
    // All in one step, again and again: the editor may be drawing them anew.
    const found = await this.page.waitForFunction((wanted) => {
      const drawn = [...document.querySelectorAll('.monaco-editor .squiggly-warning')];
      const index = drawn.findIndex((element) => {
        const box = element.getBoundingClientRect();
        return (
          Math.abs(box.y - wanted.y) < wanted.height &&
          box.x < wanted.x + wanted.width &&
          box.x + box.width > wanted.x
        );
      });
      return index < 0 ? undefined : { index };
    }, line);
    return squiggles.nth((await found.jsonValue())!.index);
  }

  /** Waits until a lens says something: VS Code keeps room for lenses before it knows what they say. */
  async waitForLens(text: string): Promise<void> {
    await this.page.locator('.codelens-decoration a', { hasText: text }).first().waitFor();
  }

  /** Saves what is seen of the text and of what came up over it, with a margin. */
  async takePicture(name: string, ...overlays: Locator[]): Promise<void> {
    const elements = [this.page.locator('.monaco-editor .view-line > span'), ...overlays];
    const boxes = await this.page.evaluate(
      (found) => found.flat().map((element) => (element as Element).getBoundingClientRect().toJSON() as Box),
      await Promise.all(elements.map((locator) => locator.elementHandles())),
    );
    const window = this.page.viewportSize()!;
    const right = Math.max(...boxes.map(({ x, width }) => x + width)) + pictureMargin;
    const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + pictureMargin;
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({
      path: path.join(pictures, `${name}.png`),
      clip: {
        x: 0,
        y: 0,
        width: Math.min(Math.ceil(right), window.width),
        height: Math.min(Math.ceil(bottom), window.height),
      },
      animations: 'disabled',
    });
  }

  /** Saves all of the window. */
  async takePictureOfWindow(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled' });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
