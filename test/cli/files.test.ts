import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flowFileNames } from '../../server/src/cli/files';
import { alternatives, isPattern, matches } from '../../server/src/cli/patterns';
import { command, folderWith, root } from './command';

const bad = 'ip,actions=nonsense\n';

/** The files that are checked, and what is complained of. */
async function checked(folder: string, ...names: string[]): Promise<string[]> {
  const { output, errors } = await command(['check', '-q', ...names], { folder });
  return [...output.split('\n').map((line) => line.replace(/:1:12: .*/, '')), ...errors.split('\n')]
    .filter((line) => line !== '')
    .map((line) => line.replaceAll('\\', '/'));
}

const files = {
  'a.flows': bad,
  'b.txt': bad,
  'br-flows.txt': bad,
  'one/a.flows': bad,
  'one/two/c.ovsflows': bad,
  'one/two/d.flows': bad,
  'one/.hidden/e.flows': bad,
  'one/node_modules/f.flows': bad,
  '.g.flows': bad,
};

describe('which files are meant', () => {
  test.each([
    [['.'], ['a.flows', 'br-flows.txt', 'one/a.flows', 'one/two/c.ovsflows', 'one/two/d.flows']],
    [['*.flows'], ['a.flows']],
    [['**/*.flows'], ['a.flows', 'one/a.flows', 'one/two/d.flows']],
    [['**/**/d.flows'], ['one/two/d.flows']],
    [['one/**'], ['one/a.flows', 'one/two/c.ovsflows', 'one/two/d.flows']],
    [['o?e/*/[c-d].{flows,ovsflows}'], ['one/two/d.flows', 'one/two/c.ovsflows']],
    [
      ['one/.*/*.flows', '.*.flows'],
      ['one/.hidden/e.flows', '.g.flows'],
    ],
    [
      ['b.txt', './a.flows', '*.flows', 'a.flows'],
      ['b.txt', './a.flows'],
    ],
    [['*.none'], ['ovs-flows: *.none: no file has such a name.']],
    [
      ['one/[!ab].flows', 'a.flows'],
      ['a.flows', 'ovs-flows: one/[!ab].flows: no file has such a name.'],
    ],
  ])('%j', async (names, wanted) => {
    expect(await checked(folderWith(files), ...names)).toEqual(wanted);
  });

  test('a file whose name looks like a pattern', async () => {
    expect(await checked(folderWith({ 'a[1].flows': bad, 'a1.flows': bad }), 'a[1].flows')).toEqual([
      'a[1].flows',
    ]);
  });

  test.skipIf(process.platform === 'win32')('links that go round in a circle', async () => {
    const folder = folderWith({ 'one/a.flows': bad });
    symlinkSync('..', join(folder, 'one/up'));
    symlinkSync('loop', join(folder, 'one/loop.flows'));
    symlinkSync('a.flows', join(folder, 'one/b.flows'));
    expect(await checked(folder, '**/*.flows')).toEqual(['one/a.flows', 'one/b.flows']);
    expect(await checked(folder, 'one')).toEqual(['one/a.flows', 'one/b.flows']);
  });

  test('flow files are called as the editor has it', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const [{ extensions, filenames, filenamePatterns }] = manifest.contributes.languages;
    const wanted = [
      ...extensions.map((extension: string) => `*${extension}`),
      ...filenames,
      ...filenamePatterns,
    ];
    expect(flowFileNames).toEqual(wanted);
  });
});

describe('patterns', () => {
  test.each([
    ['*', 'a', true],
    ['*', '', true],
    ['*', '.a', false],
    ['.*', '.a', true],
    ['a*b*c', 'aXbXbXc', true],
    ['a*b*c', 'aXbXbXcd', false],
    ['?', 'é', true],
    ['?', '😀', true],
    ['??', 'a', false],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[]]', ']', true],
    ['[', '[', true],
    ['a.b', 'axb', false],
    ['(a|b)+', '(a|b)+', true],
  ])('%s and %s: %s', (pattern, name, fits) => {
    expect(matches(pattern, name)).toBe(fits);
  });

  test('a hostile one takes no time to speak of', () => {
    expect(matches(`${'*a'.repeat(2_000)}b`, 'a'.repeat(4_000))).toBe(false);
  });

  test('alternatives', () => {
    expect(alternatives('{a,b}{c,d}')).toEqual(['ac', 'ad', 'bc', 'bd']);
    expect(alternatives('x{a,{b,c}}')?.sort()).toEqual(expect.arrayContaining(['xa', 'xb', 'xc']));
    expect(alternatives('{a}{')).toEqual(['{a}{']);
    expect(alternatives('{a,b}'.repeat(40))).toBeUndefined();
    expect(isPattern('a.flows')).toBe(false);
  });
});
