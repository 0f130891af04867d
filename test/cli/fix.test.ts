import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command, folderWith, root } from './command';

const redundant = 'ip,ct_state=+trk+new-est,actions=drop';
const mended = 'ip,ct_state=+trk+new,actions=drop';

async function fix(content: string | Buffer, ...options: string[]) {
  const folder = folderWith({ 'a.flows': content });
  const outcome = await command(['check', '--fix', ...options, 'a.flows'], { folder });
  expect(readdirSync(folder)).toEqual(['a.flows']);
  return { ...outcome, content: readFileSync(join(folder, 'a.flows')) };
}

test('what is safe is fixed, and what is left is reported', async () => {
  const { output, content, code } = await fix(`${redundant}\nip,actions=nonsense\n`);
  expect(content.toString()).toBe(`${mended}\nip,actions=nonsense\n`);
  expect(output).toMatch(
    /^a\.flows:2:12: error: .*\na\.flows: 1 line fixed\.\n2 flows in 1 file: 1 error\.\n$/,
  );
  expect(code).toBe(1);
});

test('line ends, a byte order mark and all else stay, byte for byte', async () => {
  const around = (flow: string) => `\uFEFF# é 😀\u0000 \r\n\r${flow}\r\n\n  # ${flow}\r\n${flow}`;
  const { content, code, errors } = await fix(around(redundant));
  // In a comment nothing is fixed.
  expect(content.toString()).toBe(around(mended).replace(`# ${mended}`, `# ${redundant}`));
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
});

test('what is in bytes that are no UTF-8 is never touched, but checked', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`${redundant} # caf`),
    Buffer.from([0xe9]),
    Buffer.from(`\n${redundant}\n`),
  ]);
  const { content, code, errors, output } = await fix(bytes);
  expect(content.equals(bytes)).toBe(true);
  expect(code).toBe(2);
  expect(errors).toBe(
    'ovs-flows: a.flows: it could not be fixed: it is not valid UTF-8, and was left as it is.\n',
  );
  expect(output.match(/redundant-flag/g)).toHaveLength(2);
});

test('UTF-16 is checked, and never touched', async () => {
  const little = Buffer.from(`\uFEFF${redundant}\r\n`, 'utf16le');
  for (const bytes of [little, Buffer.from(little).swap16()]) {
    const { content, code, output } = await fix(bytes, '-q');
    expect(content.equals(bytes)).toBe(true);
    expect(code).toBe(2);
    expect(output).toMatch(/^a\.flows:1:\d+: hint: /);
  }
});

test('silenced and switched-off findings are not fixed, wherever the comment stands', async () => {
  const text = `${redundant}\n# ovs-flows-disable-file ct-state/redundant-flag\n`;
  expect((await fix(text)).content.toString()).toBe(text);
  const line = `${redundant} # ovs-flows-disable-line\n${redundant}\n`;
  expect((await fix(line)).content.toString()).toBe(line.replace(`\n${redundant}`, `\n${mended}`));
});

test('a file in which nothing is to be fixed is not written', async () => {
  const folder = folderWith({ 'a.flows': `${mended}\n` });
  const before = statSync(join(folder, 'a.flows'));
  await command(['check', '--fix', 'a.flows'], { folder });
  const { ino, mtimeMs } = statSync(join(folder, 'a.flows'));
  expect({ ino, mtimeMs }).toEqual({ ino: before.ino, mtimeMs: before.mtimeMs });
});

test('fixed twice is fixed once, of all examples', async () => {
  const examples = join(root, 'examples');
  const folder = folderWith(
    Object.fromEntries(readdirSync(examples).map((name) => [name, readFileSync(join(examples, name))])),
  );
  const first = await command(['check', '--fix', '--format', 'json', '.'], { folder });
  expect(JSON.parse(first.output).summary.fixed).toBeGreaterThan(0);
  const second = await command(['check', '--fix', '--format', 'json', '.'], { folder });
  expect(JSON.parse(second.output).summary.fixed).toBe(0);
});

test.skipIf(process.platform === 'win32')('a link stays a link, and the mode stays', async () => {
  const folder = folderWith({ 'real/a.flows': `${redundant}\n` });
  chmodSync(join(folder, 'real/a.flows'), 0o640);
  symlinkSync('real/a.flows', join(folder, 'link.flows'));
  await command(['check', '--fix', 'link.flows'], { folder });
  expect(lstatSync(join(folder, 'link.flows')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'real/a.flows'), 'utf8')).toBe(`${mended}\n`);
  expect(statSync(join(folder, 'real/a.flows')).mode & 0o777).toBe(0o640);
});
