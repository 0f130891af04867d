import { describe, expect, test } from 'vitest';
import { completeAt } from '../../server/src/core/features/completion';
import { catalogue } from '../../server/src/core/rules/catalogue';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { accepting, complete, labelsAt } from './completing';

const line = 'ovs-flows-disable-line';
const nextLine = 'ovs-flows-disable-next-line';
const file = 'ovs-flows-disable-file';

describe('directives', () => {
  test.each([
    ['# ‸', [nextLine, file]],
    ['#‸', [nextLine, file]],
    ['# ovs-‸', [nextLine, file]],
    ['ip,actions=drop # ovs-flows‸', [line, nextLine, file]],
    ['ip,actions=drop # note # ‸', [line, nextLine, file]],
    ['# some words ‸', []],
    ['# o-‸', []],
  ])('%s: %j', (drawn, expected) => {
    expect(labelsAt(drawn)).toEqual(expected);
  });

  test('what is half typed is replaced', () => {
    expect(accepting('ip,actions=drop # ovs-fl‸', line)).toBe(`ip,actions=drop # ${line} `);
  });
});

describe('codes', () => {
  const codes = catalogue.map(({ code }) => code);

  test('all codes, those found in the line first', () => {
    const [first, ...others] = complete(`ct_state=-trk+new,actions=drop # ${line} ‸`);
    expect(first).toMatchObject({
      label: 'ct-state/never-matches',
      note: expect.stringMatching(/^found here/),
    });
    expect([first!.label, ...others.map(({ label }) => label)].sort()).toEqual([...codes].sort());
  });

  test('for the next line, those found there first', () => {
    const text = `# ${nextLine} `;
    const context = {
      lineAt: (distance: number) => (distance === 1 ? 'ct_state=-trk+new,actions=drop' : undefined),
    };
    const [first] = completeAt(parseFlowLine(text), text.length, context);
    expect(first?.label).toBe('ct-state/never-matches');
  });

  test('what is given is not offered again, and nothing in the reason', () => {
    const drawn = `# ${file} ct-state/exact-match, ‸`;
    expect(labelsAt(drawn)).not.toContain('ct-state/exact-match');
    expect(labelsAt(drawn)).toHaveLength(codes.length - 1);
    expect(labelsAt(`# ${file} ct-state/exact-match -- ‸`)).toEqual([]);
  });

  test('a code half typed is replaced as a whole', () => {
    expect(accepting(`# ${file} ct-state/ex‸act`, 'ct-state/exact-match')).toBe(
      `# ${file} ct-state/exact-match`,
    );
  });
});
