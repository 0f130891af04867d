import path from 'node:path';
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

/** The first flow of table 1, and the one of table 0 that sends it untracked packets. */
const dead = 'ct_state=+trk+new, ip, actions=output:2';
const cause = 'in_port=1, actions=ct(commit),resubmit(,1)';

/** Below the line, so that the cause above it stays in sight. */
const settings = { ...smallText, 'editor.hover.above': false };

describe.each<Theme>(['light', 'dark'])('where packets are tracked, in the %s theme', (theme) => {
  let workbench: Workbench;
  let editor: FlowEditor;

  beforeAll(async () => {
    workbench = await startWorkbench(theme, undefined, smallWindow.height, settings);
    editor = await workbench.open(folder, 'pipeline-mistakes.flows', smallWindow);
    await editor.squiggleBelow(dead);
  });

  afterAll(async () => {
    await workbench?.close();
  });

  const cursor = () => editor.page.locator('.monaco-editor .line-numbers.active-line-number').innerText();

  it('a state that no packet has there is explained by the way packets take, one click away', async () => {
    const hover = await editor.hoverOver('+trk+new', /get to table 1 untracked only/);
    const way = hover.locator('a', { hasText: 'pipeline-mistakes.flows(7' });
    expect(await hover.innerText()).toMatch(/: From here to table 1, untracked/);
    await editor.waitForLens('5 flows');
    await editor.takePicture(`${theme}-tracking`, hover);
    await way.click();
    await expect.poll(cursor).toBe('7');
  });

  it('its fix tracks the packets that go on', async () => {
    await editor.clickOn(dead.slice(0, 'ct_state=+trk+new'.length));
    await editor.page.keyboard.press('Control+.');
    const menu = editor.page.locator('.action-widget');
    const fix = menu.locator('.monaco-list-row.action').first();
    await fix.waitFor();
    expect(await fix.innerText()).toMatch(/Send on what the tracker returns: ct\(commit,table=1\)/);
    await editor.page.keyboard.press('Enter');
    await expect
      .poll(async () => (await editor.lines()).filter((line) => line.includes('in_port=1')))
      .toEqual(['table=0, priority=90, ip, in_port=1, actions=ct(commit,table=1)']);
    await editor.page.keyboard.press('Control+z');
    await expect.poll(async () => (await editor.lines()).join('\n')).toContain(cause);
  });
});
