/** Mistakes that people make in flows, and some that they do not. */
import type { Chance } from './chance';
import { anyField } from './generate-match';

type Mistake = (flow: string, chance: Chance) => string;

/** Values that suit some formats, or none. */
const oddValues = [
  '',
  ...`
    * 0 -0 +1 01 08 1e3 0x 0xg 1. 1/ /1 0/0 1/1 1/0 0x5/0x4 1/1/1 -1 -2147483649 255 256 65279 65280
    65535 65536 2147483648 4294967295 4294967296 0xffffff00 0xfffffffe 9223372036854775807
    9223372036854775808 18446744073709551615 18446744073709551616
    0x1ffffffffffffffffffffffffffffffff 0xffffffffffffffffffffffffffffffff 10.0.0.1 10.0.0.256
    10.0.0 10.0.0.1/33 10.0.0.1/8 10.0.0.1/255.0.255.0 0.0.0.0 1.2.3.4.5 :: ::1 ::1/64 ::/129
    1::2::3 ::ffff:10.0.0.1 2001:db8::1/ffff:: [::1] 1:2:3:4:5:6:7:8 02:00:00:00:00:01
    02:00:00:00:00:01/ff:00:00:00:00:00 2:0:0:0:0:1 02:00:00:00:00 102:00:00:00:00:01 LOCAL in_port
    ANY none CONTROLLER Unset eth0 "eth0" reg0 reg0[] reg0[0] reg1[0..15] NXM_NX_REG2[]
    NXM_OF_IN_PORT[] eth_src (0,0) (1,0x800) (1 () no first FIRST not_later +trk +trk-new trk|new
    -trk syn +syn-ack syn|ack +[200] oam +oam ip tcp all x
  `
    .trim()
    .split(/\s+/),
];

const characters = [...'()[],:=/|+->. 019afxXgz_"*'];

function splice(text: string, from: number, count: number, inserted = ''): string {
  return text.slice(0, from) + inserted + text.slice(from + count);
}

/** Replaces one of the places that a pattern finds. */
function replaceOne(
  flow: string,
  pattern: RegExp,
  chance: Chance,
  replacement: (found: string) => string,
): string {
  const places = [...flow.matchAll(pattern)];
  if (places.length === 0) {
    return flow;
  }
  const { index, 0: found } = chance.pick(places);
  return splice(flow, index, found.length, replacement(found));
}

const mistakes: readonly Mistake[] = [
  // A character too few, too many, wrong, or two in the wrong order.
  (flow, chance) => splice(flow, chance.below(flow.length), 1),
  (flow, chance) => splice(flow, chance.below(flow.length), 0, chance.pick(characters)),
  (flow, chance) => splice(flow, chance.below(flow.length), 1, chance.pick(characters)),
  (flow, chance) => {
    const at = chance.below(Math.max(1, flow.length - 1));
    return splice(flow, at, 2, [...flow.slice(at, at + 2)].reverse().join(''));
  },
  // The rest is missing.
  (flow, chance) => flow.slice(0, chance.between(1, flow.length)),
  // An item twice, or not at all.
  (flow, chance) => replaceOne(flow, /[^,]+/g, chance, (item) => `${item},${item}`),
  (flow, chance) => replaceOne(flow, /[^,]+,/g, chance, () => ''),
  // A number that is too large, negative, or no number.
  (flow, chance) =>
    replaceOne(flow, /\b(?:0x[\da-f]+|\d+)\b/g, chance, (digits) =>
      chance.pick([
        `${digits}0`,
        '65536',
        '4294967296',
        '18446744073709551616',
        '-1',
        '',
        'x',
        `${digits}x`,
        '256',
      ]),
    ),
  // Masks that do not belong.
  (flow, chance) =>
    replaceOne(flow, /\/[^,\-)]+/g, chance, () =>
      chance.pick(['/', '/33', '/0x', '/255.0.255.0', '/-1', '/129', '']),
    ),
  (flow, chance) =>
    replaceOne(flow, /=[^,)]+/g, chance, (value) => `${value}${chance.pick(['/1', '/0xff', '/8', '*'])}`),
  // Names that nobody knows, or in capitals.
  (flow, chance) =>
    replaceOne(flow, /[a-z_]{3,}/g, chance, (name) => `${name}${chance.pick(['s', '_x', '2'])}`),
  (flow, chance) =>
    replaceOne(flow, /[a-z_]{2,}/gi, chance, (name) =>
      name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase(),
    ),
  // Other delimiters.
  (flow, chance) => replaceOne(flow, /[=:()]/g, chance, () => chance.pick(['=', ':', '(', ')', ''])),
  // Ranges of bits that are too wide, or the wrong way round.
  (flow, chance) =>
    replaceOne(flow, /\[[^\]]*\]/g, chance, () =>
      chance.pick(['[]', '[0..99]', '[5..2]', '[0]', '[31]', '', '[0..15]']),
    ),
  // A value that is odd, or that suits another field.
  (flow, chance) => replaceOne(flow, /(?<=[=:(])[^,()]+/g, chance, () => chance.pick(oddValues)),
  (flow, chance) => replaceOne(flow, /\b[a-z_\d]+(?==)/g, chance, () => anyField(chance).name),
  (flow, chance) => replaceOne(flow, /(?<=->)\w+/g, chance, () => anyField(chance).name),
  // Another value from elsewhere in the flow.
  (flow, chance) => {
    const values = [...flow.matchAll(/[=:]([^,()]+)/g)].map(([, value]) => value!);
    return values.length === 0
      ? flow
      : replaceOne(flow, /[=:][^,()]+/g, chance, (old) => old.charAt(0) + chance.pick(values));
  },
];

/** The flow with a mistake or two. */
export function spoil(flow: string, chance: Chance): string {
  let spoilt = flow;
  for (
    let count = chance.weighted([
      [8, 1],
      [2, 2],
    ]);
    count > 0;
    count--
  ) {
    spoilt = chance.pick(mistakes)(spoilt, chance);
  }
  return spoilt;
}
