/** Random flows that say something about connection state: well-formed ones, and ones spoilt a little. */
import fc from 'fast-check';

const flag = fc.constantFrom('new', 'est', 'rel', 'rpl', 'inv', 'trk', 'snat', 'dnat');
const sign = fc.constantFrom('+', '-');

/** Mostly eight bits, as connection state has; now and then more than any number can hold. */
const bits = fc.oneof(
  { weight: 12, arbitrary: fc.bigInt(0n, 0xffn) },
  { weight: 2, arbitrary: fc.bigInt(0n, 0x1ffn) },
  { weight: 1, arbitrary: fc.bigInt(0n, 2n ** 66n) },
  { weight: 1, arbitrary: fc.bigInt(2n ** 32n, 2n ** 32n + 0xffn) },
);
const number = fc
  .tuple(bits, fc.constantFrom('decimal', 'hexadecimal', 'HEXADECIMAL', 'octal', 'padded'))
  .map(([value, form]) => {
    switch (form) {
      case 'hexadecimal':
        return `0x${value.toString(16)}`;
      case 'HEXADECIMAL':
        return `0X${value.toString(16).toUpperCase()}`;
      case 'octal':
        return `0${value.toString(8)}`;
      case 'padded':
        return `0x000${value.toString(16)}`;
      default:
        return value.toString();
    }
  });

const signed = fc
  .uniqueArray(fc.tuple(sign, flag), { minLength: 1, maxLength: 8, selector: ([, name]) => name })
  .map((terms) => terms.flat().join(''));
const list = fc.array(flag, { minLength: 1, maxLength: 4 }).map((names) => names.join('|'));
const mixedList = fc
  .array(fc.oneof(flag, number), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('|'));
const masked = fc.tuple(number, number).map((pair) => pair.join('/'));

/** A match on connection state that is put together by the rules. */
export const wellFormed = fc.oneof(
  { weight: 6, arbitrary: signed },
  { weight: 3, arbitrary: list },
  { weight: 2, arbitrary: mixedList },
  { weight: 2, arbitrary: number },
  { weight: 4, arbitrary: masked },
  { weight: 1, arbitrary: fc.constantFrom('*', '') },
);

/**
 * Characters that spoil a match. None of them separates items or starts a comment: what then follows would
 * be fields that do not exist, and those are not the business of connection state.
 */
const junk = fc.constantFrom(...'+-|/0178xXafznewtrk*!~"\'[].;&_=:\v\f()');

/** A small mistake made in a text: a character too many, missing, changed, in capitals, or a piece repeated. */
const mistake = fc.record({
  kind: fc.constantFrom('insert', 'insert', 'remove', 'replace', 'capital', 'repeat', 'cut'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  character: junk,
});

function spoil(text: string, mistakes: readonly { kind: string; at: number; character: string }[]): string {
  return mistakes.reduce((spoilt, { kind, at, character }) => {
    const position = Math.floor(at * spoilt.length);
    const before = spoilt.slice(0, position);
    const rest = spoilt.slice(position);
    switch (kind) {
      case 'insert':
        return before + character + rest;
      case 'remove':
        return before + rest.slice(1);
      case 'replace':
        return before + character + rest.slice(1);
      case 'capital':
        return before + rest.charAt(0).toUpperCase() + rest.slice(1);
      case 'repeat':
        return spoilt + rest;
      default:
        return before;
    }
  }, text);
}

const spoilt = fc
  .tuple(wellFormed, fc.array(mistake, { minLength: 1, maxLength: 3 }))
  .map(([text, mistakes]) => spoil(text, mistakes));

/** Whole pieces, each an item of its own because of what separates them: `+trk,+new`, `0x21 0x21`. */
const separated = fc
  .tuple(
    fc.constantFrom(',', ' ', ', ', '\t'),
    fc.array(
      fc.oneof(
        fc.tuple(sign, flag).map(([first, name]) => first + name),
        flag,
        number,
      ),
      {
        minLength: 2,
        maxLength: 4,
      },
    ),
  )
  .map(([between, pieces]) => pieces.join(between));

/** What may stand behind `ct_state=`, right and wrong. */
export const literal = fc.oneof(
  { weight: 10, arbitrary: wellFormed },
  { weight: 5, arbitrary: spoilt },
  { weight: 1, arbitrary: separated },
);

const brackets = fc.oneof(
  fc.nat({ max: 9 }).map((bit) => `[${bit}]`),
  fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 12 })).map(([first, last]) => `[${first}..${last}]`),
  fc.nat({ max: 36 }).map((last) => `[0..${last}]`),
  fc.constant('[]'),
  fc.constantFrom('[', '[x]', '[1', '[1..]', '[..1]', '[-1]', '[1]]'),
);
const subfield = fc
  .tuple(
    fc.constantFrom('ct_state', 'ct_state', 'NXM_NX_CT_STATE'),
    brackets,
    fc.oneof(
      { weight: 6, arbitrary: number },
      { weight: 3, arbitrary: fc.constantFrom('0', '1') },
      { weight: 1, arbitrary: fc.constantFrom('', '-1', '+1', '08', '0x', '1/1', '+trk', '*', '1x') },
    ),
  )
  .map(([name, range, value]) => `${name}${range}=${value}`);

/** One item of a match. */
const item = fc.oneof(
  { weight: 12, arbitrary: literal.map((value) => `ct_state=${value}`) },
  { weight: 1, arbitrary: literal.map((value) => `ct_state:${value}`) },
  // Parentheses of its own would end the call early, and leave the rest to be a field that does not exist.
  {
    weight: 1,
    arbitrary: literal.map((value) => `ct_state(${value.replace(/[()]/g, '')})`),
  },
  { weight: 3, arbitrary: subfield },
  { weight: 1, arbitrary: fc.constant('ct_state') },
  { weight: 1, arbitrary: wellFormed.map((value) => `NXM_NX_CT_STATE=${value}`) },
);

/** Fields beside it that Open vSwitch takes in any order. The protocol is what `ct` actions ask for. */
const otherField = fc.constantFrom(
  'table=1',
  'priority=5',
  'in_port=1',
  'reg0=0x1/0xff',
  'ct_zone=5',
  'ct_mark=0x1/0x1',
  'metadata=7',
  'dl_dst=00:11:22:33:44:55',
  'cookie=0x10',
  'idle_timeout=10',
);
const separator = fc.constantFrom(',', ',', ',', ' ', ', ', '\t', ',,', ' , ');

const match = fc
  .record({
    protocol: fc.constantFrom('ip', 'tcp', 'udp6', 'ipv6', 'icmp'),
    states: fc.oneof(
      { weight: 3, arbitrary: fc.array(item, { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.array(item, { minLength: 2, maxLength: 3 }) },
    ),
    others: fc.uniqueArray(otherField, { maxLength: 3 }),
    turn: fc.nat({ max: 6 }),
    separator,
  })
  .map(({ protocol, states, others, turn, separator }) => {
    const all = [...others, ...states];
    const turned = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
    return `${[protocol, ...turned].join(separator)}${separator}`;
  });

const field = fc.constantFrom(
  'ct_state',
  'ct_state[0]',
  'NXM_NX_CT_STATE[]',
  'NXM_NX_CT_STATE[5]',
  'reg0[0]',
);

/** Actions, many of which name connection state. */
const action = fc.oneof(
  { weight: 4, arbitrary: fc.constant('drop') },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'ct(commit)',
      'ct(table=1)',
      'ct(commit,zone=1,table=2)',
      'ct(commit,exec(set_field:1->ct_mark))',
      'ct(nat,zone=NXM_NX_CT_STATE[0..15])',
      'clone(ct(commit),output:2)',
      'output:1,ct(force,commit)',
      'ct_clear,resubmit(,1)',
      'move:ct_state->reg0',
      'move:NXM_NX_CT_STATE[0..7]->NXM_NX_REG1[0..7]',
      'push:ct_state,pop:reg1',
      'output:NXM_NX_CT_STATE[]',
    ),
  },
  { weight: 2, arbitrary: wellFormed.map((value) => `learn(table=1,ct_state=${value},load:1->reg0[0])`) },
  { weight: 1, arbitrary: field.map((name) => `load:1->${name}`) },
  { weight: 1, arbitrary: field.map((name) => `check_pkt_larger(1500)->${name}`) },
  { weight: 1, arbitrary: fc.constantFrom('set_field:0x20->ct_state', 'pop:ct_state', 'learn(ct_state)') },
);

/** A line of a flow file. */
export const flow = fc
  .tuple(match, fc.constantFrom('actions', 'action'), action)
  .map(([before, word, what]) => `${before}${word}=${what}`);
