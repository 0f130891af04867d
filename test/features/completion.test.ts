import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldOfAnyName, type MatchField, matchFields } from '../../server/src/core/facts/match-fields';
import { completeAt } from '../../server/src/core/features/completion';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import {
  anyLine,
  bitOf,
  completionsAt,
  coverOf,
  everySignedMatch,
  legal,
  matchOf,
  names,
  read,
  signed,
  taken,
} from './drawn';

const labels = (drawn: string) => completionsAt(drawn).map(({ label }) => label);
const namesOf = ({ name, aliases }: MatchField) => [name, ...aliases];
const impossible = /can never match/;

/** The line after taking the completion of that label. */
function take(drawn: string, label: string): string {
  const found = completionsAt(drawn).find((completion) => completion.label === label);
  if (!found) {
    throw new Error(`${label} is not offered at ${drawn}`);
  }
  return taken(drawn, found);
}

describe('at the start of a value', () => {
  test.each([
    'ct_state=‸',
    'ip,ct_state=‸,actions=drop',
    'ct_state(‸)',
    'ct_state:‸',
    'add ct_state=‸ actions=drop',
  ])('%s: the usual whole matches first, most used first', (drawn) => {
    const values = completionsAt(drawn).filter(({ kind }) => kind === 'value');
    expect(values.slice(0, 5).map(({ label }) => label)).toEqual([
      '+trk+new',
      '+trk+est',
      '+trk',
      '-trk',
      '+trk+rel',
    ]);
    expect(completionsAt(drawn).slice(0, values.length)).toEqual(values);
  });

  test('then the single flags, each with both signs, none offered twice', () => {
    const labels = completionsAt('ct_state=‸').map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels).toEqual(expect.arrayContaining(names.flatMap((name) => [`+${name}`, `-${name}`])));
  });

  test('typed without a sign, no flag is found as -flag before +flag', () => {
    for (const name of names) {
      const found = completionsAt(`ct_state=${name.slice(0, 1)}‸`).filter(({ filterText }) =>
        filterText?.startsWith(name),
      );
      const first = (sign: string) => found.findIndex(({ label }) => label.includes(`${sign}${name}`));
      expect(first('+'), name).toBeGreaterThanOrEqual(0);
      expect(first('+'), name).toBeLessThan(first('-'));
    }
  });

  test('every whole match can match, and says what it matches', () => {
    for (const completion of completionsAt('ct_state=‸').filter(({ kind }) => kind === 'value')) {
      const match = matchOf(taken('ct_state=‸', completion))!;
      expect(coverOf(match).length).toBeGreaterThan(0);
      expect(coverOf(match).length).toBeLessThan(legal.length);
      expect(completion.note).not.toBe('');
      expect(completion.documentation).toContain(signed(match));
      expect(completion.documentation).toContain('matches packets that');
    }
  });

  test.each([
    ['ct_state=‸+est,ip', '+trk+new', 'ct_state=+trk+new‸,ip'],
    ['ct_state=‸0x21/0x21,ip', '+trk+new', 'ct_state=+trk+new‸,ip'],
    ['ct_state=‸', '-trk', 'ct_state=-trk‸'],
    ['ct_state=tr‸', '+trk+new', 'ct_state=+trk+new‸'],
    ['ct_state=tr‸k', '+trk', 'ct_state=+trk‸'],
    ['ct_state=‸+est,ip', '+trk', 'ct_state=+trk‸,ip'],
    ['ct_state(‸) actions=drop', '+trk+est', 'ct_state(+trk+est‸) actions=drop'],
  ])('%s, taking %s: %s', (drawn, label, expected) => {
    expect(take(drawn, label)).toBe(expected);
  });
});

describe('after a sign', () => {
  test.each([
    ['ct_state=+‸', ['+new', '+est', '+rel', '+rpl', '+inv', '+trk', '+snat', '+dnat']],
    ['ct_state=+trk+‸', ['+new', '+est', '+rel', '+rpl', '+inv', '+snat', '+dnat']],
    ['ct_state=+trk+new+‸', ['+rel', '+snat', '+dnat', '+est', '+rpl', '+inv']],
    ['ct_state=-trk+‸', ['+new', '+est', '+rel', '+rpl', '+inv', '+snat', '+dnat']],
    ['ct_state=+trk+inv+‸', ['+new', '+est', '+rel', '+rpl', '+snat', '+dnat']],
    ['ct_state=+new-‸', ['-rel', '-snat', '-dnat', '-est', '-rpl', '-inv', '-trk']],
    ['ct_state=+‸+new', ['+rel', '+trk', '+snat', '+dnat', '+est', '+rpl', '+inv']],
  ])('%s', (drawn, expected) => {
    expect(labels(drawn)).toEqual(expected);
  });

  test.each([
    ['ct_state=+trk+n‸', '+new', 'ct_state=+trk+new‸'],
    ['ct_state=+trk+n‸xx', '+new', 'ct_state=+trk+new‸'],
    ['ct_state=+trk+‸new', '+est', 'ct_state=+trk+est‸'],
    ['ct_state=+trk+ne‸w-est,ip', '+rel', 'ct_state=+trk+rel‸-est,ip'],
    ['ct_state=+t‸+new', '+trk', 'ct_state=+trk‸+new'],
    ['ct_state=+trk-‸,actions=drop', '-new', 'ct_state=+trk-new‸,actions=drop'],
    ['ct_state=+trk-ESTAB‸LISHED', '-est', 'ct_state=+trk-est‸'],
    ['ct_state=-‸', '-trk', 'ct_state=-trk‸'],
  ])('%s, taking %s: %s', (drawn, label, expected) => {
    expect(take(drawn, label)).toBe(expected);
  });

  test('for every match: all flags not given, none that is; those that fit can match, the others say they cannot', () => {
    for (const match of everySignedMatch()) {
      for (const sign of ['+', '-']) {
        const drawn = `ct_state=${signed(match)}${sign}‸`;
        const completions = completionsAt(drawn);
        const missing = names.filter((name) => !(match.mask & bitOf(name))).map((name) => `${sign}${name}`);
        expect(completions.map(({ label }) => label).sort()).toEqual(missing.sort());
        const verdicts = completions.map((completion) => {
          const wanted = { ...match, mask: match.mask | bitOf(completion.newText) };
          wanted.value |= sign === '+' ? bitOf(completion.newText) : 0;
          const fits = coverOf(wanted).length > 0;
          expect(impossible.test(completion.note)).toBe(!fits);
          return fits;
        });
        // Whatever is impossible comes after whatever is not.
        expect(verdicts).toEqual([...verdicts].sort((left, right) => Number(right) - Number(left)));
      }
    }
  }, 60_000);

  test('what is impossible names the flag it cannot go with', () => {
    const notes = completionsAt('ct_state=+trk+new+‸').map(({ label, note }) => `${label} ${note}`);
    expect(notes).toEqual(
      expect.arrayContaining([
        '+est can never match with new',
        '+rpl can never match with new',
        '+inv can never match with new',
      ]),
    );
  });

  test('what the rest decides comes before what is impossible, and says so', () => {
    const list = completionsAt('ct_state=+trk+new-‸');
    expect(list.filter(({ note }) => /already/.test(note)).map(({ label }) => label)).toEqual([
      '-est',
      '-rpl',
      '-inv',
    ]);
  });

  test('each flag is documented: meaning, when it can be set, since when, and the match it would make', () => {
    for (const { label, documentation } of completionsAt('ct_state=+‸')) {
      expect(documentation).toMatch(/It can be set only .* Since Open vSwitch 2\.[56]\./);
      expect(documentation).toContain(`\`${label}\``);
    }
  });

  test.each([
    'ct_state=+tr‸',
    'ct_state=+trk+ne‸',
    'ct_state=tr‸',
    'ct_state=tr‸,ip',
    'ct_state=new|tr‸',
    'ct_state=-n‸',
    'ct_st‸',
    'ip,ct_z‸one=1',
    'ct_state=‸',
  ])('%s: what is compared with the typed text starts with it', (drawn) => {
    const { text, offset } = read(drawn);
    const fitting = completionsAt(drawn).filter(({ span, label, filterText }) => {
      const typed = text.slice(span.start, offset).toLowerCase();
      return (filterText ?? label)
        .toLowerCase()
        .split(' ')
        .some((word) => word.startsWith(typed));
    });
    expect(fitting.length).toBeGreaterThan(0);
  });
});

describe('in a list', () => {
  test.each([
    ['ct_state=new|‸', 'trk', 'ct_state=new|trk‸'],
    ['ct_state=new|t‸', 'trk', 'ct_state=new|trk‸'],
    ['ct_state=new|t‸rk,ip', 'rel', 'ct_state=new|rel‸,ip'],
    ['ct_state=|‸', 'trk', 'ct_state=|trk‸'],
    ['ct_state=new|‸|trk', 'rel', 'ct_state=new|rel‸|trk'],
  ])('%s, taking %s: %s', (drawn, label, expected) => {
    expect(take(drawn, label)).toBe(expected);
  });

  test('flags that are given are not offered, what excludes them comes last and says so', () => {
    const list = completionsAt('ct_state=new|trk|‸');
    expect(list.map(({ label }) => label)).toEqual(['rel', 'snat', 'dnat', 'est', 'rpl', 'inv']);
    expect(list.map(({ note }) => impossible.test(note))).toEqual([false, false, false, true, true, true]);
  });

  test('what is not called impossible can still become a match, and the documentation is of the exact match', () => {
    for (const before of ['', 'new|', 'trk|', 'new|trk|', 'est|trk|', 'inv|', 'rel|rpl|', '0x20|']) {
      const drawn = `ct_state=${before}‸`;
      for (const completion of completionsAt(drawn).filter(
        ({ kind, label }) => kind === 'flag' && /^\w/.test(label),
      )) {
        const { value } = matchOf(taken(drawn, completion))!;
        const canBecome = legal.some((state) => (state & value) === value);
        expect(impossible.test(completion.note)).toBe(!canBecome);
        // Without signs all other flags must be clear: a number with a mask would be another match.
        expect(completion.documentation).not.toContain(`0x${value.toString(16)}/0x${value.toString(16)}`);
      }
    }
  });
});

describe('field names', () => {
  const fieldLabels = [
    'ct_state',
    'ct_zone',
    'ct_mark',
    'ct_label',
    'ct_nw_proto',
    'ct_nw_src',
    'ct_nw_dst',
    'ct_tp_src',
    'ct_tp_dst',
  ];

  test.each([
    '‸',
    '  ‸',
    'table=0,‸',
    'table=0, ‸',
    'ip,‸,actions=drop',
    'ip ‸ actions=drop',
    '‸ # note',
    'add ‸',
  ])('%s: all of connection tracking', (drawn) => {
    expect(labels(drawn)).toEqual(expect.arrayContaining(fieldLabels));
    const fields = completionsAt(drawn).filter(({ kind }) => kind === 'field');
    expect(fields.every(({ newText }) => newText.endsWith('='))).toBe(true);
  });

  test('each has a title and a documentation', () => {
    for (const completion of completionsAt('‸').filter(({ kind }) => kind === 'field')) {
      expect(completion.note).not.toBe('');
      expect(completion.documentation).toContain(fieldOfAnyName(completion.label)!.name);
    }
    const sendable = matchFields.filter(({ formats }) => formats.exact !== 0);
    expect(labels('‸')).toEqual(expect.arrayContaining(sendable.flatMap(namesOf)));
  });

  test.each([
    ['ct‸', 'ct_state', 'ct_state=‸'],
    ['ct_st‸ate', 'ct_state', 'ct_state=‸'],
    ['‸ct_st', 'ct_state', 'ct_state=‸'],
    ['ip,ct_‸,actions=drop', 'ct_mark', 'ip,ct_mark=‸,actions=drop'],
    ['ct_s‸=+trk', 'ct_state', 'ct_state‸=+trk'],
    ['ct_st‸ate=+trk,ip', 'ct_mark', 'ct_mark‸=+trk,ip'],
    ['ip,ct_s‸(+trk)', 'ct_state', 'ip,ct_state‸(+trk)'],
    ['ip,ct_s‸:+trk', 'ct_state', 'ip,ct_state‸:+trk'],
    ['table=0,‸ip', 'ct_zone', undefined],
  ])('%s, taking %s: %s', (drawn, label, expected) => {
    if (expected !== undefined) {
      expect(take(drawn, label)).toBe(expected);
    }
    expect(take(drawn, label).match(/=/g)?.length ?? 0).toBeLessThanOrEqual(drawn.includes('=') ? 2 : 1);
  });

  test.each([
    ['ct_state=+trk,‸', 'ct_state'],
    ['ct_zone=5,ct_m‸', 'ct_zone'],
    ['NXM_NX_CT_ZONE[]=5,‸', 'ct_zone'],
    ['ct_state[5]=1,‸', 'ct_state'],
  ])('%s does not offer %s again', (drawn, label) => {
    expect(labels(drawn)).not.toContain(label);
    expect(labels(drawn).length).toBeGreaterThan(5);
  });

  test('after a field is taken its values are wanted where there are any to offer', () => {
    const continuing = completionsAt('‸').filter(({ continues }) => continues);
    const names = continuing.map(({ label }) => label);
    expect(names).toEqual(expect.arrayContaining(['ct_state', 'tcp_flags', 'nw_proto', 'in_port']));
    for (const none of ['ct_zone', 'nw_ttl', 'reg0', 'nw_src']) {
      expect(names).not.toContain(none);
    }
    expect(completionsAt('ct_s‸=+trk').some(({ continues }) => continues)).toBe(false);
  });
});

test.each([
  '# a note ‸',
  'ct_state=+trk # ct_state=‸',
  'ip,actions=ct_state=‸',
  'ip,actions=load:‸',
  'ip,act‸ions=drop',
  'NXST_FLOW reply (xid=0x4):‸',
  'NXST_FLOW ‸reply (xid=0x4):',
  'table=‸',
  'table=1‸,ip',
  'ct_zone=‸',
  'ct_state[5]=‸',
  'NXM_NX_CT_STATE=‸',
  'ct_state=0x2‸',
  'ct_state=0x‸',
  'ct_state=0x21/‸',
  'add‸',
  'nw_src=10.‸',
  'tcp_dst=8‸',
  'dl_src=00:11‸',
  'nw_src=‸',
  'bogus=‸',
  'ip,actions=drop,‸',
  'ip,actions=output:1‸',
  'ip,actions=3‸',
  'ip,actions=ct(bogus=‸)',
])('%s: nothing is offered', (drawn) => {
  expect(labels(drawn)).toEqual([]);
});

test('never fails; what it replaces is in the line and has the cursor in it; nothing is offered twice', () => {
  fc.assert(
    fc.property(anyLine, fc.integer({ min: -3, max: 200 }), (text, offset) => {
      const completions = completeAt(parseFlowLine(text), offset);
      if (offset < 0 || offset > text.length) {
        return;
      }
      for (const { span, label, newText, documentation, note } of completions) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.start).toBeLessThanOrEqual(offset);
        expect(span.end).toBeGreaterThanOrEqual(offset);
        expect(span.end).toBeLessThanOrEqual(text.length);
        expect(`${label}${newText}${documentation}${note}`).not.toMatch(
          /undefined(?!-bits)|NaN|\[object|\n\|/,
        );
        expect(newText).not.toBe('');
      }
      const whole = completions.map(({ kind, label }) => `${kind} ${label}`);
      expect(whole).toEqual([...new Set(whole)]);
    }),
    { numRuns: 2000 },
  );
}, 60_000);
