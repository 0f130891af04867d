import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/project.mjs';
import { startWorkbench, type Workbench } from './workbench';

const folder = path.join(projectRoot, 'examples');

interface Example {
  file: string;
  number: string;
  line: number;
  column: number;
}

/** The flags in the order of their bits, written down here once more so that nobody checks their own arithmetic. */
const flags = ['new', 'est', 'rel', 'rpl', 'inv', 'trk', 'snat', 'dnat'];

function flagsSetIn(number: string): string[] {
  const value = Number(number.split('/')[0]);
  return flags.filter((_, bit) => (value & (1 << bit)) !== 0);
}

/** The example files that show hexadecimal, each with the first number in it that holds nothing but flags. */
const withHexadecimal = readdirSync(folder).flatMap(firstNumber);

/** High enough to show the files without scrolling. */
const wholeFile = 2000;

let workbench: Workbench;

beforeAll(async () => {
  workbench = await startWorkbench('light', undefined, wholeFile);
});

afterAll(async () => {
  await workbench?.close();
});

describe('examples/', () => {
  it('shows hexadecimal somewhere', () => {
    expect(withHexadecimal).not.toHaveLength(0);
  });

  it.each(withHexadecimal)('$file: $number is explained', async ({ file, number, line, column }) => {
    const editor = await workbench.open(folder, file);
    await editor.goTo(line, column);
    const hover = await editor.hoverOver(number, /must be/);
    const text = await hover.textContent();
    for (const flag of flagsSetIn(number)) {
      expect(text).toContain(flag);
    }
    await editor.close();
  });
});

function firstNumber(file: string): Example[] {
  const pattern = /^([^#]*\bct_state=)(0x[\da-fA-F]{1,2}(?:\/0x[\da-fA-F]{1,2})?)(?![\da-fA-F/])/;
  const lines = readFileSync(path.join(folder, file), 'utf8').split('\n');
  const index = lines.findIndex((line) => pattern.test(line));
  const [, before = '', number = ''] = pattern.exec(lines[index] ?? '') ?? [];
  return index < 0 ? [] : [{ file, number, line: index + 1, column: before.length + 1 }];
}
