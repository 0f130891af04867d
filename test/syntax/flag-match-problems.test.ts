import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listSpelling, numericSpelling, signedSpelling } from '../../server/src/core/conntrack/spelling';
import { allFlags } from '../../server/src/core/conntrack/states';
import { connectionStateFlags } from '../../server/src/core/facts/connection-state';
import { parseFlagMatch } from '../../server/src/core/syntax/flag-match';
import {
  explainRejectedFlagMatch,
  type IntendedFlagMatch,
  type RejectedFlagMatch,
} from '../../server/src/core/syntax/flag-match-problems';
import { drawSpan } from './drawing';

function explain(text: string): RejectedFlagMatch {
  return explainRejectedFlagMatch(text, 0, text.length, connectionStateFlags, allFlags);
}

function accepts(text: string): boolean {
  return parseFlagMatch(text, 0, text.length, connectionStateFlags, allFlags) !== undefined;
}

function spelling(intended: IntendedFlagMatch): string {
  switch (intended.form) {
    case 'signed':
      return signedSpelling(
        intended,
        intended.terms.map(({ bit }) => bit),
      );
    case 'list':
      return listSpelling(intended.value);
    case 'masked':
      return numericSpelling(intended);
  }
}

/** What is rejected, what was meant, and the problems, each drawn under its token. */
const rejected: readonly string[] = [
  `
+established   => +est
 ^^^^^^^^^^^ unknown-flag`,
  `
+rpy   => +rpl
 ^^^ unknown-flag`,
  `
+TRK   => +trk
 ^^^ unknown-flag`,
  `
!trk   => -trk
^^^^ wrong-negation`,
  `
~new+trk   => -new+trk
^^^^ wrong-negation`,
  `
"+trk"   => +trk
^^^^^^ quoted`,
  `
'trk'   => trk
^^^^^ quoted`,
  `
+foo   => ?
 ^^^ unknown-flag`,
  `
trk|foo   => ?
    ^^^ unknown-flag`,
  `
+nat   => ?
 ^^^ unknown-flag`,
  `
ct.trk|ct.new   => new|trk
^^^^^^ unknown-flag
       ^^^^^^ unknown-flag`,
  `
+trk+trk   => +trk
    ^^^^ repeated-flag`,
  `
+trk-trk   => ?
    ^^^^ repeated-flag`,
  `
+new+est-new   => ?
        ^^^^ repeated-flag`,
  `
new+trk   => +new+trk
^^^ missing-sign`,
  `
+trk|+new   => +trk+new
    ^ stray-separator`,
  `
+trk|new   => +trk+new
    ^ stray-separator
     ^^^ missing-sign`,
  `
trk||new   => new|trk
   ^^ stray-separator`,
  `
|trk   => trk
^ stray-separator`,
  `
trk;new   => new|trk
   ^ stray-separator`,
  `
++trk   => +trk
^ doubled-sign`,
  `
+   => ?
^ missing-flag`,
  `
+trk+   => +trk
    ^ missing-flag`,
  `
0x21/   => ?
    ^ missing-number`,
  `
/0x21   => ?
^^^^^ missing-number`,
  `
+0x20   => +trk
^^^^^ signed-number`,
  `
+trk+0x100   => ?
    ^^^^^^ signed-number`,
  `
+new+0x20   => +new+trk
    ^^^^^ signed-number`,
  `
0x100/0x100   => 0/0
^^^^^ undefined-bits
      ^^^^^ undefined-bits`,
  `
0x1/0x1ff   => 0x1
    ^^^^^ undefined-bits`,
  `
0x1/0x101   => 0x1/0x1
    ^^^^^ undefined-bits`,
  `
0x100   => ?
^^^^^ undefined-bits`,
  `
0x121|new   => new|trk
^^^^^ undefined-bits`,
  `
0x21zzz   => ?
^^^^^^^ unknown-flag`,
  `
(+trk)   => +trk
^ unexpected-text
     ^ unexpected-text`,
];

describe('a match that is rejected', () => {
  test.each(rejected)('%s', (expectation) => {
    const [, first] = expectation.split('\n');
    const text = first!.split('   => ')[0]!;
    const { problems, intended } = explain(text);
    const drawing = problems.map(({ span, kind }) => `${drawSpan(span)} ${kind}`);
    expect(accepts(text)).toBe(false);
    expect(['', `${text}   => ${intended ? spelling(intended) : '?'}`, ...drawing].join('\n')).toBe(
      expectation,
    );
  });

  const piece = fc.constantFrom(
    ...'+-|/!~*"\',; 0x1.&()@#'.split(''),
    ...['trk', 'new', 'est', 'TRK', 'foo', 'rpy', '0x20', '0x100', '\ud800', '\u{1f4a9}'],
  );
  const anyRejected = fc
    .string({ unit: piece, minLength: 1, maxLength: 10 })
    .filter((text) => !accepts(text));

  test('has a problem, and each problem a place within it', () => {
    fc.assert(
      fc.property(anyRejected, (text) => {
        const { problems } = explain(text);
        expect(problems).not.toEqual([]);
        for (const { span } of problems) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 5000 },
    );
  });

  test('is accepted once it is written as it was meant', () => {
    fc.assert(
      fc.property(anyRejected, (text) => {
        const { intended } = explain(text);
        expect(intended === undefined || accepts(spelling(intended))).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  test('is explained alike wherever it stands', () => {
    fc.assert(
      fc.property(anyRejected, (text) => {
        const before = 'ip,ct_state=';
        const line = `${before}${text},tcp`;
        const moved = explainRejectedFlagMatch(
          line,
          before.length,
          before.length + text.length,
          connectionStateFlags,
          allFlags,
        );
        const alone = explain(text);
        expect(moved.problems.map(({ kind, span }) => [kind, span.start, span.end])).toEqual(
          alone.problems.map(({ kind, span }) => [
            kind,
            span.start + before.length,
            span.end + before.length,
          ]),
        );
        expect(moved.intended).toEqual(alone.intended);
      }),
    );
  });
});
