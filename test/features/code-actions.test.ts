import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixAll, quickFixes, refactorings } from '../../server/src/core/features/code-actions';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import {
  anyLine,
  applied,
  coverOf,
  everySignedMatch,
  fixesAt,
  inLine,
  legal,
  matchOf,
  read,
  refactoringsAt,
  signed,
} from './drawn';

describe('refactorings', () => {
  test.each([
    [
      'ct_state=+trk‸-new',
      [
        'Write as number: 0x20/0x21 => ct_state=0x20/0x21',
        'Put flags in canonical order: -new+trk => ct_state=-new+trk',
      ],
    ],
    ['ct_state=-new‸+trk', ['Write as number: 0x20/0x21 => ct_state=0x20/0x21']],
    [
      'ip,ct_state=0x20/‸0x21,actions=drop',
      ['Write with symbols: -new+trk => ip,ct_state=-new+trk,actions=drop'],
    ],
    [
      'ct_state=new‸|trk',
      [
        'Write as number: 0x21 => ct_state=0x21',
        'Spell out the exact match: +new-est-rel-rpl-inv+trk-snat-dnat => ct_state=+new-est-rel-rpl-inv+trk-snat-dnat',
      ],
    ],
    ['‸ct_state(+trk)', ['Write as number: 0x20/0x20 => ct_state(0x20/0x20)']],
    [
      'ct_state=+trk‸+new-est',
      [
        'Write as number: 0x21/0x23 => ct_state=0x21/0x23',
        'Put flags in canonical order: +new-est+trk => ct_state=+new-est+trk',
        'Simplify: +trk+new => ct_state=+trk+new',
      ],
    ],
    [
      'ct_state=0x21/0x2‸3',
      [
        'Write with symbols: +new-est+trk => ct_state=+new-est+trk',
        'Simplify: 0x21/0x21 => ct_state=0x21/0x21',
      ],
    ],
    ['ct_state=04‸1', undefined],
    ['ct_state=‸', []],
    ['ct_state=*‸', []],
    ['ct_state=0/‸0', []],
    ['ct_state=+established‸', []],
    ['ct_state‸', []],
    ['ip,t‸cp,ct_state=+trk', []],
    ['ct_zone=‸5', []],
    ['# ct_state=+t‸rk', []],
  ])('%s', (drawn, expected) => {
    const { text } = read(drawn);
    const actions = refactoringsAt(drawn);
    if (expected !== undefined) {
      const exactly = actions.map((action) => `${action.title} => ${applied(text, action)}`);
      expect(exactly).toEqual(expected);
    }
    for (const { kind, preferred, settles } of actions) {
      expect({ kind, preferred, settles }).toEqual({
        kind: 'refactor.rewrite',
        preferred: false,
        settles: [],
      });
    }
  });

  /** Every form every match can be written in. */
  function forms(): string[] {
    const list: string[] = [];
    for (const match of everySignedMatch()) {
      list.push(signed(match), `${match.value}/0x${match.mask.toString(16)}`);
      if (match.mask === 0xff) {
        list.push(
          `0x${match.value.toString(16)}`,
          signed({ ...match, mask: match.value })
            .replace('+', '')
            .replaceAll('+', '|'),
        );
      }
    }
    return list.filter((value) => value !== '');
  }

  test('symbols to number and back: the same value and mask, for every match there is', () => {
    for (const match of everySignedMatch()) {
      const symbols = `ct_state=${signed(match)}`;
      const toNumber = refactorings(parseFlowLine(symbols), 0, 12).find(({ title }) =>
        title.startsWith('Write as number'),
      );
      const number = applied(symbols, toNumber!);
      expect(number).toMatch(/^ct_state=(0|0x[0-9a-f]+)\/0x[0-9a-f]+$/);
      expect(matchOf(number)).toEqual(match);
      const toSymbols = refactorings(parseFlowLine(number), 0, 12).find(({ title }) =>
        title.startsWith('Write with symbols'),
      );
      expect(applied(number, toSymbols!)).toBe(symbols);
    }
  });

  test('none changes which packets match, and all but "Simplify" keep value and mask', () => {
    for (const value of forms()) {
      const text = `ct_state=${value}`;
      const before = matchOf(text)!;
      for (const action of refactorings(parseFlowLine(text), 0, 9)) {
        const after = applied(text, action);
        expect(after).not.toBe(text);
        expect(action.title.endsWith(`: ${after.slice('ct_state='.length)}`)).toBe(true);
        if (action.title.startsWith('Simplify')) {
          expect(coverOf(matchOf(after)!)).toEqual(coverOf(before));
          expect(matchOf(after)!.mask).toBeLessThan(before.mask);
        } else {
          expect(matchOf(after)).toEqual(before);
        }
      }
    }
  });
});

describe('quick fixes', () => {
  test('a fix is preferred where there is no other; where there is, nobody guesses for the user', () => {
    const preferredAt = (drawn: string) => fixesAt(drawn).actions.map(({ preferred }) => preferred);
    expect(preferredAt('ct_state=+trk+‸new+est,actions=drop')).not.toContain(true);
    expect(preferredAt('ct_state=+trk+esta‸blished,actions=drop')).toEqual([true, false, false]);
  });

  test('a flow that is still being typed gets those of each mistake, though it has no actions yet', () => {
    const { actions } = fixesAt('ip,ct_state=+estab‸lished');
    expect(actions.map(({ title }) => title)).toContain('Change established to est');
    const atEnd = fixesAt('ip,ct_state=+establishe‸d').actions.map(({ title }) => title);
    expect(atEnd).toEqual(expect.arrayContaining(['Change established to est', 'Write actions=drop']));
  });

  test('silencing comes last', () => {
    const { actions } = fixesAt('ct_state=+trk+‸new+est,actions=drop');
    const silencing = actions.map(({ title }) => title.startsWith('Silence'));
    expect(silencing).toEqual([...silencing].sort());
    expect(silencing.filter(Boolean)).toHaveLength(2);
  });

  test('name what they settle: the finding by its place and code', () => {
    const { actions } = fixesAt('ct_state=+trk+‸new+est,actions=drop');
    for (const action of actions) {
      expect(action.settles).toEqual([
        { line: 0, span: { start: 13, end: 21 }, code: 'ct-state/never-matches' },
      ]);
    }
  });

  test.each([
    'ip,actions=dr‸op',
    'ct_state=+trk+n‸ew,actions=drop',
    'i‸p,ct_state=-trk+new,actions=drop',
    'ct_state=-trk+n‸ew,actions=drop # ovs-flows-disable-line',
    'ct_state=-trk+n‸ew,actions=drop # ovs-flows-disable-line ct-state/never-matches',
    '# ct_state=-trk+n‸ew',
  ])('%s: none', (drawn) => {
    expect(fixesAt(drawn).actions).toEqual([]);
  });

  test('none for a rule that is switched off', () => {
    const document = new CheckedDocument('ct_state=-trk+new,actions=drop');
    const everything = { start: 0, end: 99 };
    expect(quickFixes(document, inLine(0, everything), {}).length).toBeGreaterThan(2);
    expect(quickFixes(document, inLine(0, everything), { 'ct-state/never-matches': 'off' })).toEqual([]);
    expect(quickFixes(document, inLine(7, everything), {})).toEqual([]);
    expect(quickFixes(document, inLine(-1, everything), {})).toEqual([]);
  });
});

describe('silencing', () => {
  const never = 'ct-state/never-matches';

  test.each([
    [
      'ct_state=-trk‸+new,actions=drop',
      'ct_state=-trk+new,actions=drop # ovs-flows-disable-line ct-state/never-matches',
    ],
    ['ct_state=-trk‸+new,actions=drop  ', undefined],
    ['ct_state=-trk‸+new,actions=drop # a note', undefined],
    ['ct_state=-trk‸+new,actions=drop #', undefined],
    ['ct_state=-trk‸+new,actions=drop # see #42', undefined],
    [
      'ct_state=-trk‸+new,actions=drop # ovs-flows-disable-line ct-state/exact-match',
      'ct_state=-trk+new,actions=drop # ovs-flows-disable-line ct-state/exact-match, ct-state/never-matches',
    ],
    ['ct_state=-trk‸+new,actions=drop # ovs-flows-disable-line ct-state/exact-match,', undefined],
    [
      'ct_state=-trk‸+new,actions=drop # ovs-flows-disable-line ct-state/exact-match because it is',
      undefined,
    ],
    ['ct_state=-trk‸+new,actions=drop # ovs-flows-disable-line ct-state/exact-match # because', undefined],
    ['ct_state=-trk‸+new,actions=drop # ovs-flows-disable-next-line ct-state/exact-match', undefined],
    ['ct_state=-trk‸+new,actions=drop # ovs-flows-disable-next-line', undefined],
    ['ct_state=-trk‸+new,actions=drop # ovs-flows-disable-file ct-state/exact-match', undefined],
    ['ct_state=-trk‸+new,actions=drop # ovs-flows-disable-line no-such-code/x', undefined],
    ['ct_state=-trk‸+new,actions=drop # ovs-flows-disable-lines', undefined],
    ['# note\nct_state=-trk‸+new,actions=drop\n', undefined],
    ['ct_state=0x21,actions=drop\nct_state=-trk‸+new,actions=drop', undefined],
  ])('%j', (drawn, expected) => {
    const { text } = read(drawn);
    const { document, actions } = fixesAt(drawn);
    const others = document.diagnostics({}).filter(({ finding }) => finding.rule.code !== never);
    const [line, file] = actions.filter(({ title }) => title.startsWith('Silence'));
    expect([line?.title, file?.title]).toEqual([
      `Silence ${never} for this line`,
      `Silence ${never} for this file`,
    ]);
    for (const action of [line!, file!]) {
      const after = new CheckedDocument(applied(text, action)).diagnostics({});
      expect(after.filter(({ finding }) => finding.rule.code === never)).toEqual([]);
      // Nothing else is silenced by it, and what is shown is shown of the same flows.
      expect(after.map(({ finding }) => finding.message)).toEqual(
        others.map(({ finding }) => finding.message),
      );
    }
    if (expected !== undefined) {
      expect(applied(text, line!)).toBe(expected);
    }
  });

  test('several findings on a line, one after the other, until none is left', () => {
    let text = 'ct_state=+trk+NEW+trk,ct_state=0x21,actions=drop';
    for (let left = 1; left > 0; ) {
      const document = new CheckedDocument(text);
      const action = quickFixes(document, inLine(0, { start: 0, end: 999 }), {}).find(({ title }) =>
        title.endsWith('for this line'),
      );
      text = applied(text, action!);
      const now = new CheckedDocument(text).diagnostics({}).length;
      expect(now).toBeLessThan(document.diagnostics({}).length);
      left = now;
    }
    expect(text.match(/ovs-flows-disable-line/g)).toHaveLength(1);
  });

  test('for this line leaves other lines alone, for this file does not', () => {
    const text = 'ct_state=-trk+new,actions=drop\nct_state=-trk+new,table=1,actions=drop';
    const actions = quickFixes(new CheckedDocument(text), inLine(1, { start: 9, end: 9 }), {});
    const left = (part: string) =>
      new CheckedDocument(applied(text, actions.find(({ title }) => title.endsWith(part))!))
        .diagnostics({})
        .map(({ line }) => line);
    expect(left('for this line')).toEqual([0]);
    expect(left('for this file')).toEqual([]);
  });
});

describe('fix all', () => {
  const fixedBy = (text: string, settings = {}) => {
    const action = fixAll(new CheckedDocument(text), settings);
    return action && applied(text, action);
  };

  test.each([
    ['ct_state=+trk+new-est', 'ct_state=+trk+new'],
    ['ct_state=+trk+new-est-rpl-inv,actions=drop', 'ct_state=+trk+new,actions=drop'],
    [
      'ip,actions=drop\nct_state=+trk+inv-new,actions=drop\n\nct_state=+trk+new-est,actions=drop',
      'ip,actions=drop\nct_state=+trk+inv,actions=drop\n\nct_state=+trk+new,actions=drop',
    ],
    ['ct_state=-trk+new,actions=drop', undefined],
    ['ct_state=+established,actions=drop', undefined],
    ['ct_state=0x21,actions=drop', undefined],
    ['ct_state=+trk+new-est,actions=drop # ovs-flows-disable-line', undefined],
    ['# ovs-flows-disable-file ct-state/redundant-flag\nct_state=+trk+new-est,actions=drop', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(fixedBy(text)).toBe(expected);
  });

  test('leaves alone what is switched off', () => {
    expect(
      fixedBy('ct_state=+trk+new-est,actions=drop', { 'ct-state/redundant-flag': 'off' }),
    ).toBeUndefined();
  });

  test('keeps what is covered, is done in one go, and adds no finding, for every match there is', () => {
    for (const match of everySignedMatch()) {
      const text = `ct_state=${signed(match)},actions=drop`;
      const fixed = fixedBy(text);
      if (fixed !== undefined) {
        expect(coverOf(matchOf(fixed) ?? { value: 0, mask: 0 })).toEqual(coverOf(match));
        expect(fixedBy(fixed)).toBeUndefined();
        expect(new CheckedDocument(fixed).diagnostics({}).length).toBeLessThan(
          new CheckedDocument(text).diagnostics({}).length,
        );
      }
    }
  }, 60_000);

  test('keeps what any line matches', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const text = line.replaceAll(/[\r\n]/g, '');
        const fixed = fixedBy(text);
        if (fixed !== undefined) {
          const cover = (of: string) => coverOf(matchOf(of) ?? { value: 0, mask: 0 });
          expect(cover(fixed)).toEqual(cover(text));
          expect(fixedBy(fixed)).toBeUndefined();
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('replaces no more than it has to', () => {
    const action = fixAll(new CheckedDocument('ip,ct_state=+trk+new-est,actions=drop'), {});
    expect(action?.edits).toEqual([{ line: 0, start: 20, end: 24, newText: '' }]);
  });
});

test('never fail, and never edit outside the line', () => {
  fc.assert(
    fc.property(anyLine, fc.nat(80), fc.nat(80), (text, start, end) => {
      const document = new CheckedDocument(text);
      const line = document.parse(0)!;
      const actions = [
        ...quickFixes(document, inLine(0, { start, end }), {}),
        ...refactorings(line, 0, start),
      ];
      for (const { title, edits } of actions) {
        expect(title).not.toMatch(/undefined(?!-bits)|NaN|\[object/);
        expect(edits.length).toBeGreaterThan(0);
        let last = 0;
        for (const edit of [...edits].sort((left, right) => left.start - right.start)) {
          expect(edit.start).toBeGreaterThanOrEqual(last);
          expect(edit.end).toBeGreaterThanOrEqual(edit.start);
          expect(edit.end).toBeLessThanOrEqual(line.text.length);
          last = edit.end;
        }
      }
    }),
    { numRuns: 3000 },
  );
});

test('there are 42 legal states', () => {
  expect(legal).toHaveLength(42);
});
