import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/project.mjs';
import { type FlowEditor, startWorkbench, type Theme, type Workbench } from './workbench';

const folder = path.join(projectRoot, 'test', 'vscode', 'workspace');

describe.each<Theme>(['light', 'dark'])('in the %s theme', (theme) => {
  let workbench: Workbench;
  let editor: FlowEditor;

  beforeAll(async () => {
    workbench = await startWorkbench(theme);
    editor = await workbench.open(folder, 'bridge.flows');
  });

  afterAll(async () => {
    await workbench?.close();
  });

  it('a hover over hexadecimal shows the flags', async () => {
    const hover = await editor.hoverOver('0x22/0x23', /-new\+est\+trk/);
    for (const flag of ['new', 'est', 'trk']) {
      expect(await hover.textContent()).toContain(flag);
    }
    await editor.takePicture(`${theme}-hover`, hover);
    await editor.leave(hover);
  });

  it('a match that can never be is underlined, and no longer once a fix is taken', async () => {
    const squiggle = await editor.squiggleBelow('-trk+new');
    await editor.takePicture(`${theme}-squiggle`);
    await editor.clickOn('-trk+new');
    await editor.page.keyboard.press('Control+.');
    const menu = editor.page.locator('.action-widget');
    const fix = menu.locator('.monaco-list-row.action').first();
    await fix.waitFor();
    await editor.takePicture(`${theme}-quick-fix`, menu);
    // The first one is selected already.
    await editor.page.keyboard.press('Enter');
    await squiggle.waitFor({ state: 'detached' });
    await expect.poll(async () => (await editor.lines()).join('\n')).not.toContain('-trk+new');
    await editor.page.keyboard.press('Control+z');
    await editor.squiggleBelow('-trk+new');
  });

  it('is coloured, and every colour can be read', async () => {
    const colours = await editor.page
      .locator('.monaco-editor .view-line span[class^="mtk"]')
      .evaluateAll((spans) => spans.map((span) => getComputedStyle(span).color));
    const background = await editor.page
      .locator('.monaco-editor .monaco-editor-background')
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(new Set(colours).size).toBeGreaterThanOrEqual(5);
    for (const colour of new Set(colours)) {
      expect(contrast(colour, background), `${colour} on ${background}`).toBeGreaterThan(3);
    }
  });

  it('typing a sign brings up the flags that are left', async () => {
    await editor.clickOn('table=1, priority=0');
    await editor.page.keyboard.press('Control+End');
    await editor.page.keyboard.type('table=1, priority=70, ip, ct_state=+trk+', { delay: 20 });
    const list = editor.page.locator('.suggest-widget.visible');
    const offered = list.locator('.monaco-list-row .label-name');
    await offered.first().waitFor();
    await expect.poll(async () => (await offered.allInnerTexts()).join(' ')).toMatch(/est/);
    const labels = (await offered.allInnerTexts()).map((label) => label.replace(/^.*\W/, ''));
    expect(labels).toContain('new');
    expect(labels).not.toContain('trk');
    await editor.takePicture(`${theme}-completion`, list);
    await editor.page.keyboard.type('es', { delay: 20 });
    await expect.poll(() => offered.allInnerTexts()).toHaveLength(1);
    await editor.page.keyboard.press('Enter');
    await expect
      .poll(async () => (await editor.lines()).at(-1))
      .toBe('table=1, priority=70, ip, ct_state=+trk+est');
  });

  it.each(['e', 'n', 't', 'tr', 'i', 's'])(
    'a flag half typed without a sign, %s, is never inverted',
    async (typed) => {
      await editor.page.keyboard.press('Control+End');
      await editor.page.keyboard.type(`\ntable=1, ct_state=${typed}`, { delay: 60 });
      const selected = editor.page.locator('.suggest-widget.visible .monaco-list-row.focused .label-name');
      await selected.waitFor();
      await expect.poll(() => selected.innerText()).toMatch(/^\+/);
      await editor.page.keyboard.press('Enter');
      await expect.poll(async () => (await editor.lines()).at(-1)).toMatch(/ct_state=\+/);
    },
  );
});

/** How well one colour stands out from another, as the Web Content Accessibility Guidelines measure it. */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
