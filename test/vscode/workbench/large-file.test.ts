import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FlowEditor, startWorkbench, type Workbench } from './workbench';

/** Above 20 MiB VS Code leaves out the colours of the grammar, folding and code lenses. */
const size = 25 * 1024 * 1024;

/** What the test looks at, followed by flows without a fault. */
function largeFile(): string {
  const head = [
    '# A large file',
    'table=0,priority=9,ip,ct_state=-trk+new,actions=drop',
    'table=0,priority=8,tcp,tcp_dst=443,nw_src=10.0.0.0/8,actions=resubmit(,77)',
    '',
  ];
  const lines = ['table=77,priority=1,actions=drop'];
  const statistics = 'cookie=0x0, duration=123.456s, table=77, n_packets=1234, n_bytes=567890, idle_age=12';
  for (let bytes = 0, flow = 0; bytes < size; flow++) {
    const address = `10.${flow >> 16}.${(flow >> 8) & 0xff}.${flow & 0xff}`;
    const line = `${statistics}, priority=1000,tcp,reg0=0x1,nw_src=${address},tp_dst=443 actions=ct(commit,zone=7),output:2`;
    lines.push(line);
    bytes += line.length + 1;
  }
  return [...head, ...lines].join('\n');
}

describe('a file that is too large for colours of the grammar', () => {
  let directory: string;
  let workbench: Workbench;
  let editor: FlowEditor;

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'ovs-flows-'));
    writeFileSync(path.join(directory, 'large.flows'), largeFile());
    workbench = await startWorkbench('light', undefined, undefined, {
      'workbench.editorLargeFileConfirmation': 1024,
    });
    editor = await workbench.open(directory, 'large.flows');
  });

  afterAll(async () => {
    await workbench?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** The classes of colours that the line with a text is drawn in. */
  const coloursOf = (text: string) =>
    editor.page.evaluate((wanted) => {
      const lines = [...document.querySelectorAll('.monaco-editor .view-line')];
      const line = lines.find((each) => (each.textContent ?? '').replaceAll('\u00a0', ' ').includes(wanted));
      return [...new Set([...(line?.querySelectorAll('span > span') ?? [])].map((each) => each.className))];
    }, text);

  /** So far down nothing can be clicked at the start of the text. */
  async function goTo(line: number): Promise<void> {
    await editor.page.keyboard.press('Control+g');
    await editor.page.locator('.quick-input-widget input').waitFor();
    await editor.page.keyboard.type(String(line));
    await editor.page.keyboard.press('Enter');
    await editor.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  it('is coloured where it is seen', async () => {
    await expect
      .poll(async () => (await coloursOf('resubmit(,77)')).length, { timeout: 15_000 })
      .toBeGreaterThan(3);
    await goTo(100_000);
    await expect
      .poll(async () => (await coloursOf('n_packets')).length, { timeout: 15_000 })
      .toBeGreaterThan(3);
    await editor.takePictureOfWindow('large-file');
    await goTo(1);
  });

  it('has its mistakes underlined', async () => {
    await editor.squiggleBelow('-trk+new');
  });

  it('is explained by hovers', async () => {
    await editor.leave(await editor.hoverOver('nw_src=10', /IPv4/));
  });

  it('leads from a jump to its table', async () => {
    await editor.clickOn('77)');
    await editor.page.keyboard.press('F12');
    await editor.cursorAt(5, 7);
    await editor.page.keyboard.type('priority=7,');
    await expect.poll(async () => (await editor.lines())[4]).toContain('table=priority=7,77');
  });

  it('is completed', async () => {
    await goTo(4);
    await editor.page.keyboard.type('table=1,ip,tcp_d');
    const focused = editor.page.locator('.suggest-widget.visible .monaco-list-row.focused .label-name');
    await expect.poll(() => focused.innerText()).toBe('tcp_dst');
    await editor.takePictureOfWindow('large-file-completion');
  });
});
