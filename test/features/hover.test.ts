import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anyLine,
  coverOf,
  everySignedMatch,
  hoverIn,
  hoverOn,
  hoverText,
  legal,
  names,
  read,
  signed,
} from './drawn';

describe('the place', () => {
  test.each([
    ['table=1,‸ct_state=0x22/0x23,ip', 'ct_state', '**ct_state**'],
    ['table=1,ct_st‸ate=0x22/0x23,ip', 'ct_state', '**ct_state**'],
    ['ct_state=‸0x22/0x23', '0x22', '`0x22` (34 in decimal): est (0x02), trk (0x20)'],
    ['ct_state=0x2‸2/0x23', '0x22', '`0x22` (34 in decimal): est (0x02), trk (0x20)'],
    ['ct_state=0x22/‸0x23', '0x23', 'Mask `0x23` (35 in decimal): the match looks at new, est and trk only'],
    ['ct_state=0x22/0x2‸3', '0x23', 'Mask `0x23`'],
    ['ct_state=0x22/0x23‸', '0x23', 'Mask `0x23`'],
    ['ct_state=3‸4/35', '34', '`34` (0x22): est (0x02), trk (0x20)'],
    ['ct_state=04‸2/043', '042', '`042` (octal for 0x22): est (0x02), trk (0x20)'],
    ['ct_state=‸0/0x20', '0', '`0`: no flag'],
    ['ct_state=0x2‸1', '0x21', '`0x21` (33 in decimal): new (0x01), trk (0x20)'],
    ['ct_state=‸+trk-new', '+trk', '**`+trk`** must be set · bit 0x20'],
    ['ct_state=+tr‸k-new', '+trk', '**`+trk`** must be set'],
    ['ct_state=+trk‸-new', '-new', '**`-new`** must be clear · bit 0x01'],
    ['ct_state=new|t‸rk', 'trk', '**`trk`** must be set'],
    ['ct_state(+tr‸k)', '+trk', '**`+trk`** must be set'],
    ['ct_state:+tr‸k', '+trk', '**`+trk`** must be set'],
    ['add ct_state=+tr‸k actions=drop', '+trk', '**`+trk`** must be set'],
    [' cookie=0x0, duration=1s, ct_state=+tr‸k actions=drop', '+trk', '**`+trk`** must be set'],
    ['ct_state=‸*', '*', 'every packet'],
    ['ct_state=+trk+establish‸ed', '+trk+established', '**Rejected:**'],
    ['ct_state=0x1‸00/0x100', '0x100/0x100', '**Rejected:**'],
    ['ct_z‸one=5', 'ct_zone', '**ct_zone**'],
    ['ip,ct_nw_s‸rc=10.0.0.1', 'ct_nw_src', '**ct_nw_src**'],
    ['actions=learn(table=1,ct_state=tr‸k)', 'trk', '**`trk`** must be set'],
    ['actions=move:NXM_NX_CT_M‸ARK[]->NXM_NX_REG0[]', 'NXM_NX_CT_MARK[]', '**ct_mark**'],
  ])('%s', (drawn, part, contents) => {
    const { text, offset } = read(drawn);
    const hover = hoverOn(drawn)!;
    expect(hover.contents).toContain(contents);
    expect(text.slice(hover.span.start, hover.span.end)).toBe(part);
    expect(hover.span.start).toBeLessThanOrEqual(offset);
    expect(hover.span.end).toBeGreaterThanOrEqual(offset);
  });

  test.each([
    '',
    '‸',
    'ct_state=0x21 # ct_st‸ate=0x21',
    '# ct_st‸ate',
    'NXST_FLOW reply (xid=0x4): ct_st‸ate',
    'my_ct_st‸ate=1',
  ])('%s: nothing to say', (drawn) => {
    expect(drawn === '' ? hoverIn('', 0) : hoverOn(drawn)).toBeUndefined();
  });

  test.each([0, 1, 7, 100_000])('%i past the end of the line is never a range outside of it', (past) => {
    for (const text of ['ip,ct_zone', 'ct_state=0x21', 'ct_zone=1,actions=ct_mark', '']) {
      const hover = hoverIn(text, text.length + past);
      expect(hover?.span.end ?? 0).toBeLessThanOrEqual(text.length);
    }
  });
});

/** What the manuals say of each flag, and a hover must not leave out. */
const facts: Record<
  (typeof names)[number],
  { bit: string; since: string; meaning: RegExp[]; setOnly: RegExp }
> = {
  new: {
    bit: '0x01',
    since: '2.5',
    meaning: [/first/, /connection/, /not committed/],
    setOnly: /only while .*uncommitted/,
  },
  est: {
    bit: '0x02',
    since: '2.5',
    meaning: [/part of a connection/, /already seen/, /both directions/],
    setOnly: /only once .*committed/,
  },
  rel: {
    bit: '0x04',
    since: '2.5',
    meaning: [/another, existing connection/, /ICMP error/, /FTP data channel/],
    setOnly: /only when that other connection is committed/,
  },
  rpl: {
    bit: '0x08',
    since: '2.5',
    meaning: [/against the direction/, /opened the connection/],
    setOnly: /only once .*committed/,
  },
  inv: {
    bit: '0x10',
    since: '2.5',
    meaning: [/no handler for its L3\/L4 protocol/, /malformed/, /wrong length for its protocol/],
    setOnly: /only .*with trk/,
  },
  trk: {
    bit: '0x20',
    since: '2.5',
    meaning: [/been through the (connection )?tracker/, /every other flag is clear/],
    setOnly: /only after .*ct\(table=/,
  },
  snat: {
    bit: '0x40',
    since: '2.6',
    meaning: [/earlier ct action/, /source address or port/],
    setOnly: /only .*tracked/,
  },
  dnat: {
    bit: '0x80',
    since: '2.6',
    meaning: [/earlier ct action/, /destination address or port/],
    setOnly: /only .*tracked/,
  },
};

describe.each(names)('the flag %s', (name) => {
  const { bit, since, meaning, setOnly } = facts[name];

  test.each([
    ['set', `ct_state=+‸${name}`],
    ['clear', `ct_state=-‸${name}`],
    ['set', `ct_state=‸${name}`],
    ['set', `ct_state=+‸${name}+${name === 'trk' ? 'est' : 'trk'}`],
  ])('must be %s in %s: bit, version, whole meaning, when it can be set', (wanted, drawn) => {
    const contents = hoverText(drawn);
    expect(contents).toContain(`must be ${wanted} · bit ${bit} · since Open vSwitch ${since}`);
    for (const part of meaning) {
      expect(contents).toMatch(part);
    }
    expect(contents).toMatch(setOnly);
    expect(contents).toContain('It can be set only');
  });
});

describe('the match', () => {
  test('0x22/0x23 is understood at a glance', () => {
    expect(hoverText('ct_state=0x2‸2/0x23')).toMatchInlineSnapshot(`
      "\`0x22\` (34 in decimal): est (0x02), trk (0x20) · since Open vSwitch 2.5  
      \`ct_state=0x22/0x23\` matches packets that belong to an established connection.  
      Same match: \`-new+est+trk\`  
      It covers 16 of the 42 states: \`est|trk\` with or without rel, rpl, snat, dnat. -new adds nothing.

      | must be | flags |
      |:--|:--|
      | **set** | est (0x02), trk (0x20) |
      | clear | new (0x01) |
      | (clear) | inv (0x10) |
      | any | rel (0x04), rpl (0x08), snat (0x40), dnat (0x80) |"
    `);
  });

  test('what no packet can match', () => {
    expect(hoverText('ct_state=+tr‸k+new+est')).toMatchInlineSnapshot(`
      "**\`+trk\`** must be set · bit 0x20 · since Open vSwitch 2.5

      The packet has been through the connection tracker. Without it every other flag is clear. It can be set only after a ct(table=…) action has sent the packet through the tracker.

      \`ct_state=+trk+new+est\` matches no packet: no packet can be in such a state.  
      Same match: \`+new+est+trk\` or \`0x23/0x23\`  
      It covers none of the 42 states a packet can be in.

      ⚠ No packet can match (ct-state/never-matches)

      | must be | flags |
      |:--|:--|
      | **set** | new (0x01), est (0x02), trk (0x20) |
      | any | rel (0x04), rpl (0x08), inv (0x10), snat (0x40), dnat (0x80) |"
    `);
  });

  test('what Open vSwitch rejects', () => {
    expect(hoverText('ct_state=+trk+establi‸shed,actions=drop')).toMatchInlineSnapshot(`
      "**Rejected:** established is no flag of ct\\_state. Did you mean est? Open vSwitch rejects the flow. (ct-state/unknown-flag)

      Most likely meant: \`+trk+est\`, packets that belong to an established connection.

      | must be | flags |
      |:--|:--|
      | **set** | est (0x02), trk (0x20) |
      | (clear) | new (0x01), inv (0x10) |
      | any | rel (0x04), rpl (0x08), snat (0x40), dnat (0x80) |"
    `);
  });

  test('an exact match', () => {
    expect(hoverText('ct_state=ne‸w|trk')).toMatchInlineSnapshot(`
      "**\`new\`** must be set · bit 0x01 · since Open vSwitch 2.5

      The packet is one of the first of a connection that the tracker has not committed. It can be set only while the connection is uncommitted.

      \`ct_state=new|trk\` matches packets that belong to a connection not committed yet, with rel, snat and dnat clear.  
      Same match: \`+new-est-rel-rpl-inv+trk-snat-dnat\` or \`0x21\`  
      It covers 1 of the 42 states: \`new|trk\`.

      ℹ An exact match that reads like a masked one (ct-state/exact-match)

      | must be | flags |
      |:--|:--|
      | **set** | new (0x01), trk (0x20) |
      | clear | est (0x02), rel (0x04), rpl (0x08), inv (0x10), snat (0x40), dnat (0x80) |"
    `);
  });

  test('one that matches everything', () => {
    expect(hoverText('ct_state=‸0/0')).toMatchInlineSnapshot(`
      "\`0\`: no flag  
      \`ct_state=0/0\` matches every packet, tracked or not.  
      It covers all of the 42 states a packet can be in.

      ⚠ The match is empty (ct-state/empty-match)"
    `);
  });

  test('how many states it covers, for every match there is', () => {
    for (const match of everySignedMatch()) {
      const count = coverOf(match).length;
      const contents = hoverText(`ct_state=‸${signed(match)}`);
      const words = count === 0 ? 'none' : count === legal.length ? 'all' : String(count);
      expect(contents).toContain(`covers ${words} of the 42 states`);
    }
  });

  test('set, clear and any flags, each once, with their bits, for every match there is', () => {
    for (const match of everySignedMatch()) {
      const rows = tableIn(hoverText(`ct_state=‸${signed(match)}`));
      const cover = coverOf(match);
      expect(rows).toEqual(
        names.map((flag, index) => {
          const bit = 1 << index;
          const set = cover.some((state) => state & bit);
          const clear = cover.some((state) => !(state & bit));
          // Where no packet matches, nothing follows for the flags that are not asked for.
          const follows = set === clear ? 'any' : set ? '(set)' : '(clear)';
          return { flag, bit, must: match.mask & bit ? (match.value & bit ? 'set' : 'clear') : follows };
        }),
      );
    }
  });

  test('the other spelling, for every match there is', () => {
    for (const match of everySignedMatch()) {
      const hex = `${hexOf(match.value)}/${hexOf(match.mask)}`;
      const exact = match.mask === 0xff;
      expect(hoverText(`ct_state=‸${signed(match)}`)).toContain(
        exact ? `\`${hexOf(match.value)}\`` : `\`${hex}\``,
      );
      expect(hoverText(`ct_state=‸${hex}`)).toContain(`\`${signed(match)}\``);
    }
  });

  test.each([
    ['ct_state=‸-new', 'untracked packets among them'],
    ['ct_state=‸+trk+new-est', '-est adds nothing'],
    ['ct_state=‸-trk', 'packets that have not been through the connection tracker'],
    ['ct_state=‸0', 'matches packets that have not been through the connection tracker'],
    ['ct_state=‸trk', 'with new, est, rel, rpl, inv, snat and dnat clear'],
    ['ct_state=‸', 'every packet, tracked or not'],
    ['ct_state=+t‸rk,ct_state=+new', 'ct-state/repeated-field'],
    ['ct_state=0x2‸1/0x20', 'ct-state/value-outside-mask'],
    ['ct_state=+trk ‸+new', '**Rejected:**'],
    ['ct_state=+trk ‸+new', 'in one piece: ct\\_state=+trk+new'],
    ['NXM_NX_CT_ST‸ATE=0x20', '**Rejected:**'],
    ['ct_st‸ate[5]=1', 'matches packets that have been through the connection tracker'],
    ['NXM_NX_CT_ST‸ATE[]=0x20', 'new, est, rel, rpl, inv, snat and dnat clear'],
  ])('%s says %s', (drawn, part) => {
    expect(hoverText(drawn)).toContain(part);
  });

  test('names the rule it breaks, with a link where there is one', () => {
    const linked = hoverOn('ct_state=-trk‸+new', (code) => `page:${code}`);
    expect(linked?.contents).toContain('[ct-state/never-matches](page:ct-state/never-matches)');
    expect(hoverText('ct_state=-trk‸+new')).toContain('(ct-state/never-matches)');
  });
});

function hexOf(value: number): string {
  return value === 0 ? '0' : `0x${value.toString(16)}`;
}

/** What the table of flags says of each flag, in bit order. */
function tableIn(contents: string): { flag: string; bit: number; must: string }[] {
  const [headings, rule, ...rows] = contents
    .replaceAll('**', '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  if (headings?.join() !== ',must be,flags,' || rule?.join() !== ',:--,:--,') {
    throw new Error(`no table of flags in: ${contents}`);
  }
  return rows
    .flatMap(([, must = '', flags = '']) =>
      [...flags.matchAll(/(\w+) \((0x[0-9a-f]{2})\)/g)].map(([, flag = '', bit]) => ({
        flag,
        bit: Number(bit),
        must,
      })),
    )
    .sort((left, right) => left.bit - right.bit);
}

/** What is left of Markdown outside of code spans, escaped characters taken out. */
function outsideCode(markdown: string): string {
  let rest = '';
  for (let index = 0; index < markdown.length; ) {
    if (markdown[index] === '\\') {
      index += 2;
      continue;
    }
    const run = /^`+/.exec(markdown.slice(index))?.[0];
    if (!run) {
      rest += markdown[index++];
      continue;
    }
    // A code span ends at a run of just as many backticks; where there is none, the run stands for itself.
    const paragraphEnd = markdown.indexOf('\n\n', index);
    const limit = paragraphEnd < 0 ? markdown.length : paragraphEnd;
    let end = -1;
    for (const found of markdown.slice(index + run.length, limit).matchAll(/`+/g)) {
      if (found[0].length === run.length) {
        end = index + run.length + found.index;
        break;
      }
    }
    rest += end < 0 ? run : '';
    index = end < 0 ? index + run.length : end + run.length;
  }
  return rest;
}

describe('user text stays text', () => {
  const hostile = [
    '`',
    '``',
    '```',
    '`x`',
    '<img/src=x>',
    '<b>bold</b>',
    '[a](command:evil)',
    '![a](http://evil)',
    '|',
    '|a|b|',
    '**bold**',
    '_x_',
    '~~x~~',
    '\\',
    '\\`',
    '&lt;script&gt;',
    '$(icon)',
    '<!--',
    '```<script>```',
  ];
  const places = [
    (evil: string) => `ct_state=‸0x21/0x21${evil}`,
    (evil: string) => `ct_state=‸+${evil}`,
    (evil: string) => `ct_state=‸${evil}`,
    (evil: string) => `ct_state=‸+trk${evil}+new`,
    (evil: string) => `ct_state=‸"${evil}"`,
    (evil: string) => `ct_state=‸+trk,+${evil}`,
    (evil: string) => `ct_st‸ate[${evil}]=1`,
    (evil: string) => `ct_st‸ate[5]=${evil}`,
    (evil: string) => `ct_st‸ate:${evil}`,
    (evil: string) => `NXM_NX_CT_ST‸ATE=${evil}`,
  ];

  test.each(hostile)('%s', (evil) => {
    for (const place of places) {
      expectHarmless(hoverOn(place(evil))?.contents ?? '');
    }
  });

  test('whatever the text', () => {
    const evil = fc.array(fc.constantFrom(...hostile, 'trk', '+', '-', '0x21', '\n', '\0'), { maxLength: 6 });
    fc.assert(
      fc.property(evil, fc.constantFrom(...places), (pieces, place) => {
        expectHarmless(hoverOn(place(pieces.join('')))?.contents ?? '');
      }),
      { numRuns: 2000 },
    );
  });

  test('the test itself sees what would get out', () => {
    expect(() => expectHarmless('`a` <b>')).toThrow();
    expect(() => expectHarmless('`a` [x](y)')).toThrow();
    expect(() => expectHarmless('``` a`b ``')).toThrow();
    expect(() => expectHarmless('``a`b`` and \\<b\\>')).not.toThrow();
  });

  function expectHarmless(contents: string): void {
    const rest = outsideCode(contents);
    expect(rest).not.toMatch(/[`<>[\]]/);
    expect(rest).not.toContain('](');
    // Bars outside code are those of the table: every row has as many cells as the first.
    const rows = rest.split('\n').filter((line) => line.includes('|'));
    expect(new Set(rows.map((line) => line.split('|').length)).size).toBeLessThanOrEqual(1);
    expect(rows.every((line) => /^\|.*\|$/.test(line))).toBe(true);
  }
});

test('never fails, and never points outside the line', () => {
  fc.assert(
    fc.property(anyLine, fc.integer({ min: -3, max: 200 }), (text, offset) => {
      const hover = hoverIn(text, offset);
      if (hover) {
        expect(hover.span.start).toBeGreaterThanOrEqual(0);
        expect(hover.span.end).toBeGreaterThanOrEqual(hover.span.start);
        expect(hover.span.end).toBeLessThanOrEqual(text.length);
        expect(hover.contents).not.toBe('');
        expect(hover.contents).not.toMatch(/undefined(?!-bits)|NaN|\[object/);
      }
    }),
    { numRuns: 5000 },
  );
});

test('is of a size a person can read, however long the line', () => {
  for (const value of [
    `0x21/0x21${'x'.repeat(100_000)}`,
    `+${'x'.repeat(100_000)}`,
    '+trk'.repeat(2_000),
    'new|'.repeat(20_000),
    `0x${'f'.repeat(100_000)}`,
    `+trk${',+new'.repeat(500)}`,
  ]) {
    expect(hoverText(`ct_state=‸${value}`).length).toBeLessThan(20_000);
  }
});
