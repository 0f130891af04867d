/** Texts of any size through standard input, in little memory; and readers that go away. */
import { expect, test } from 'vitest';
import { command } from './command';

const mebibyte = 1 << 20;
/** All that JavaScript may use; half of it is the program itself. */
const smallHeap = ['--max-old-space-size=64'];

test('200 MiB from standard input are checked in 64 MiB of memory', async () => {
  const comment = `# ${'x'.repeat(8_000)}\n`;
  const bad = 'ip,actions=nonsense\n';
  const block = `${comment.repeat(Math.floor(mebibyte / comment.length))}${bad.repeat(10)}`;
  const blocks = 200;
  async function* input() {
    for (let count = 0; count < blocks; count++) {
      yield block;
    }
  }
  let lines = 0;
  const { code, errors } = await command(['check', '-'], {
    node: smallHeap,
    input,
    onOutput: (text) => {
      lines += text.split('\n').length - 1;
      return true;
    },
  });
  // One for each finding, and the summary.
  expect({ code, lines }).toEqual({ code: 1, lines: 10 * blocks + 1 });
  expect(errors).toBe('ovs-flows: <stdin>: it has more than 50 MiB: each line is checked by itself only.\n');
});

test('a line without end takes no memory', async () => {
  async function* input() {
    yield 'ip,actions=drop\n';
    for (let count = 0; count < 100; count++) {
      yield 'x'.repeat(mebibyte);
    }
    yield '\nip,actions=nonsense';
  }
  const { code, output } = await command(['check', '--lines-only', '--quiet', '-'], {
    node: smallHeap,
    input,
  });
  expect(output.split('\n').map((line) => line.replace(/ (?:The|There) .* \[/, ' ['))).toEqual([
    '<stdin>:2:1: warning: [file/line-too-long]',
    '<stdin>:3:12: error: [action/unknown]',
    '',
  ]);
  expect(code).toBe(1);
});

test.each(['text', 'json', 'sarif'])('%s ends quietly when nobody reads on', async (format) => {
  const { errors, code } = await command(['check', '--lines-only', '--format', format, '-'], {
    // More than fits into any pipe, and more than it may read before it notices.
    input: 'ip,actions=nonsense\n'.repeat(50_000),
    onOutput: (text) => !text.includes('action/unknown'),
  });
  expect(errors).toBe('');
  // What was found until then counts.
  expect(code).toBe(1);
});

test('what is written while it is read needs no end of the input', async () => {
  let isSeen: (value?: unknown) => void = () => {};
  const seen = new Promise((resolve) => {
    isSeen = resolve;
  });
  async function* input() {
    yield `${'ip,actions=nonsense\n'.repeat(60)}${'#'.repeat(mebibyte)}`;
    // The end comes only when something was found.
    await seen;
  }
  const { code } = await command(['check', '--lines-only', '-'], {
    input,
    onOutput: () => {
      isSeen();
      return true;
    },
  });
  expect(code).toBe(1);
});
