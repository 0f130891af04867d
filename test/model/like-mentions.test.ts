import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import {
  isContinued,
  isSame,
  occurrencesOf,
  ownTableJumps,
  type Thing,
} from '../../server/src/core/features/references';
import { sectionAt } from '../../server/src/core/model/flow-file';
import { isOwn, likeMentions } from '../../server/src/core/model/like-mentions';

const number = fc.nat({ max: 3 });

/** Many that are written alike, and differ in their numbers. */
const line = fc.oneof(
  fc
    .tuple(number, number, number)
    .map(
      ([cookie, port, to]) => `cookie=0x${cookie},table=1,tcp,tp_dst=${port + 80},actions=resubmit(,${to})`,
    ),
  fc.tuple(number, number).map(([table, to]) => `table=${table},ip,actions=goto_table:${table + to + 1}`),
  fc
    .tuple(number, number)
    .map(([id, port]) => `table=1,conj_id=${id},ip,actions=output:${port + 1},resubmit:${port + 1}`),
  fc
    .tuple(number, number)
    .map(([id, port]) => `table=1,udp,tp_dst=${port + 1},actions=conjunction(${id + 1},1/2)`),
  fc
    .tuple(number, number)
    .map(([to, group]) => `ip,actions=learn(table=${to},reg0[0]),group:${group},meter:${group + 1}`),
  fc.tuple(number, number).map(([group, to]) => `group_id=${group},type=all,bucket=actions=resubmit(,${to})`),
  fc.constantFrom('# a comment', '', 'delete table=1', 'meter=1,kbps,band=type=drop,rate=5'),
);

describe('what flows that are written alike name', () => {
  test('is the same but for what is their own', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), (lines) => {
        const { file } = new CheckedDocument(lines.join('\n'));
        for (const facts of file.lines) {
          const shared = (mentions: typeof facts.mentions) =>
            mentions.map((mention) => [
              mention.what,
              mention.role,
              isOwn(mention) ? undefined : mention.number,
            ]);
          expect(shared(likeMentions(facts))).toEqual(shared(facts.mentions));
        }
      }),
      { numRuns: 150 },
    );
  });

  test('leads to every place that names a thing', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), (lines) => {
        const { file } = new CheckedDocument(lines.join('\n'));
        for (const [at, facts] of file.lines.entries()) {
          for (const { what, number: named } of facts.mentions) {
            const table = what === 'conjunction' ? facts.flow?.table : undefined;
            const thing: Thing = { what, number: named, section: sectionAt(file, at), table };
            expect(occurrencesOf(file, thing).map((each) => [each.line, each.span])).toEqual(
              theLongWay(file, thing),
            );
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

function theLongWay(file: CheckedDocument['file'], thing: Thing) {
  const found: unknown[] = [];
  for (let at = thing.section.first; at <= thing.section.last; at++) {
    const facts = file.lines[at]!;
    for (const mention of facts.mentions) {
      if (isSame(mention, facts, thing) && !isContinued(file, at, mention)) {
        found.push([at, mention.span]);
      }
    }
    if (thing.what === 'table' && facts.flow?.table === thing.number) {
      found.push(...ownTableJumps(facts.flow.steps).map((span) => [at, span]));
    }
  }
  return found;
}
