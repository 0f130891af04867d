import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageInput } from '../../server/src/node/standard-input';

const message = (body: string, header = `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`) =>
  Buffer.from(header + body);

/** What comes out of bytes that are given in pieces of these sizes, the last one again and again. */
function passed(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const input = new MessageInput();
  // As with Node: what was given is written over by what comes next.
  const shared = Buffer.alloc(Math.max(...sizes));
  let at = 0;
  for (let piece = 0; at < bytes.length; piece++) {
    const size = sizes[Math.min(piece, sizes.length - 1)]!;
    const length = bytes.copy(shared, 0, at, at + size);
    input.accept(shared.subarray(0, length));
    at += length;
  }
  shared.fill(0);
  const found: Buffer[] = [];
  for (let chunk = input.read(); chunk !== null; chunk = input.read()) {
    found.push(chunk);
  }
  return found;
}

const large = 'x'.repeat(1_200_000);

describe('messages on standard input', () => {
  test('come as they are, wherever they are cut', () => {
    const body = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\r\n\r\n', large));
    const bytes = fc.array(body).map((bodies) => Buffer.concat(bodies.map((text) => message(text))));
    const sizes = fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1 });
    fc.assert(fc.property(bytes, sizes, (given, cuts) => Buffer.concat(passed(given, cuts)).equals(given)));
  });

  test('come in one piece where they are large', () => {
    const input = new MessageInput();
    const pieces: number[] = [];
    input.on('data', (chunk: Buffer) => pieces.push(chunk.length));
    const bytes = message(large);
    for (let at = 0; at < bytes.length; at += 65_536) {
      input.accept(bytes.subarray(at, at + 65_536));
    }
    return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      expect(pieces.at(-1)).toBe(large.length);
      expect(pieces.slice(0, -1).reduce((sum, length) => sum + length, 0)).toBe(bytes.length - large.length);
    });
  });

  test.each([
    ['have no length', message(large, 'Content-Type: x\r\n\r\n')],
    ['have a length that is none', message(large, 'Content-Length: many\r\n\r\n')],
    ['are longer than any text', message(large, `Content-Length: ${2 ** 40}\r\n\r\n`)],
    ['have a header that never ends', Buffer.from(large)],
  ])('are passed on where they %s', (_, bytes) => {
    expect(Buffer.concat(passed(bytes, [1000])).equals(bytes)).toBe(true);
  });
});
