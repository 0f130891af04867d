import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Scanner } from '../../server/src/core/model/shapes/scanner';

/** What addresses, numbers and the text between them are made of, and halves of them. */
const piece = fc.constantFrom(
  ...[
    'nw_src=',
    'dl_dst=',
    'load:',
    'group:',
    'cookie=',
    'n_packets=',
    'actions=',
    'cmd:',
    'add:',
    'drop',
    'arp',
  ],
  ...[
    '10.0.0.1',
    '10.0',
    '.1',
    '255',
    '0',
    '00',
    '7',
    '65281',
    '12.5s',
    '00.1a.ff',
    '.',
    '0x',
    '0x1f',
    '0x0',
  ],
  ...['fa:16:3e:00:00:12', 'fa:', '16:', '3e', 'b00', '::', ':', 'fe80::1', 'a', 'f', '1:2:3:4:5:6:7:8'],
  ...[',', ' ', '=', '(', ')', '/', '-', '->', '[', ']', '@', '\0', '\t', 'x', 's'],
);

const pieces = fc.array(piece, { maxLength: 14 });

/** Lines, most of which differ in little from the one before. */
const lines = fc
  .tuple(
    pieces,
    fc.array(
      fc.record({ at: fc.nat(13), with: fc.array(piece, { maxLength: 2 }), whole: pieces, isNew: fc.nat(9) }),
    ),
  )
  .map(([first, changes]) => {
    const all = [first];
    for (const { at, with: added, whole, isNew } of changes) {
      const before = all.at(-1)!;
      all.push(isNew === 0 ? whole : [...before.slice(0, at), ...added, ...before.slice(at + 1)]);
    }
    return all.map((each) => each.join(''));
  });

function taken(scanner: Scanner, line: string): unknown {
  const isTaken = scanner.scan(line);
  const { count, hash, length } = scanner;
  return (
    isTaken && {
      hash,
      skeleton: [...scanner.skeleton.slice(0, length)],
      values: Array.from({ length: count }, (_, index) => [
        scanner.starts[index],
        scanner.ends[index],
        scanner.kinds[index],
        ...scanner.words.slice(index * 4, index * 4 + 4),
      ]),
    }
  );
}

describe('a line is taken apart', () => {
  test('in the same way whatever line came before it', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const scanner = new Scanner();
        for (const line of all) {
          expect(taken(scanner, line), JSON.stringify(all)).toEqual(taken(new Scanner(), line));
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ['dl_dst=fa:16:3e:10:b00:12,a=1', 'dl_dst=fa:16:3e:10:00:12,a=1'],
    ['dl_src=fa', 'dl_src=fa:16:3e:10:00:12'],
    ['a=1,fa:1,', 'a=1,fa:16:3e:10:00:12,'],
  ])('behind %s an address is one: %s', (before, line) => {
    const scanner = new Scanner();
    scanner.scan(before);
    expect(taken(scanner, line)).toEqual(taken(new Scanner(), line));
  });

  test.each(['', '\n', '\r\n', '\r'])('up to its end %j', (end) => {
    expect(taken(new Scanner(), `priority=7,nw_src=10.0.0.1${end}`)).toEqual(
      taken(new Scanner(), 'priority=7,nw_src=10.0.0.1'),
    );
  });

  test.each([`a=${'1'.repeat(2100)}`, 'a=é', 'a=\u{1f600}', Array.from({ length: 60 }, () => 'a=1').join()])(
    'not at all where it is long or strange',
    (line) => {
      expect(new Scanner().scan(line)).toBe(false);
    },
  );
});
