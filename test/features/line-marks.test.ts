import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineMarks, seen, telling } from '../../server/src/core/features/line-marks';
import { catalogue } from '../../server/src/core/rules/catalogue';

const [rule] = catalogue;

test('lines with something to tell are found, wherever they stand and however many lines there are', () => {
  const edit = fc.record({ first: fc.nat(), removed: fc.nat(6), added: fc.nat(6) });
  const told = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(
      told,
      fc.array(edit, { maxLength: 6 }),
      fc.infiniteStream(fc.boolean()),
      (start, edits, more) => {
        const lines = [...start];
        const marks = new LineMarks(lines.length, () => 'hint');
        const tellingOf = (line: number) => ({
          findings: lines[line] ? [{ rule: rule! }] : [],
          directives: [],
        });
        const see = () => {
          for (const line of lines.keys()) {
            if (!marks.has(line, seen)) {
              marks.see(line, tellingOf(line));
            }
          }
        };
        see();
        for (const { first, removed, added } of edits) {
          const at = first % lines.length;
          const count = Math.min(removed, lines.length - at);
          const come = Array.from(
            { length: lines.length - count + added === 0 ? 1 : added },
            () => more.next().value!,
          );
          marks.replace(at, count, come.length, tellingOf);
          lines.splice(at, count, ...come);
          see();
          const wanted = [...lines.keys()].filter((line) => lines[line]);
          expect(marks.telling()).toEqual(wanted);
          expect(marks.linesOf('hint', lines.length)).toEqual(wanted);
          expect(marks.linesOf('hint', 3)).toEqual(wanted.slice(0, 3));
          expect(marks.linesOf('error', lines.length)).toEqual([]);
          expect([...lines.keys()].filter((line) => marks.has(line, telling))).toEqual(wanted);
          expect(marks.length).toBe(lines.length);
          expect([...marks.counts.values()]).toEqual(marks.counts.size === 0 ? [] : [wanted.length]);
        }
      },
    ),
  );
});
