/** Random `ct` and `nat` actions. */
import { ipv4Address, ipv6Address, number } from './generate-match';
import {
  constant,
  ip,
  needing,
  numberOrRegister,
  type Writer,
  type Writing,
  withSome,
} from './generate-writers';

function nat(writing: Writing): string {
  const { chance, needs } = writing;
  if (chance.percent(20)) {
    return chance.pick(['nat', 'nat(src)', 'nat(dst)', 'nat()']);
  }
  const six = chance.percent(40);
  needs.push(six ? 'ipv6' : 'ip');
  const address = () => (six ? ipv6Address(chance.bits(128), chance) : ipv4Address(chance.bits(32)));
  const range = () => {
    const first = six ? `[${address()}]` : address();
    return chance.percent(40) ? `${first}-${six ? `[${address()}]` : address()}` : first;
  };
  const first = chance.below(65536);
  const ports = chance.percent(40)
    ? `:${first}${chance.percent(50) ? `-${first + chance.below(500)}` : ''}`
    : '';
  const flags = chance.shuffled(['persistent', 'hash', 'random']).slice(0, chance.below(3));
  return `nat(${[`${chance.pick(['src', 'dst'])}=${range()}${ports}`, ...flags].join()})`;
}

function exec(writing: Writing): string {
  const { chance } = writing;
  const written = Array.from({ length: chance.between(1, 2) }, () => {
    const field = chance.pick(['ct_mark', 'ct_label']);
    return chance.pick([
      `set_field:${number(chance, chance.bits(32))}->${field}`,
      `set_field:0x${chance.bits(16).toString(16)}/0x${chance.bits(16).toString(16)}->${field}`,
      `load:${chance.bits(8)}->NXM_NX_${field.toUpperCase()}[0..7]`,
      `move:reg${chance.below(16)}[0..15]->${field}[16..31]`,
    ]);
  });
  return `exec(${written.join()})`;
}

export const connectionActions: Readonly<Record<string, Writer>> = {
  ct: needing(ip, (writing) => {
    const parts: readonly Writer[] = [
      constant('commit'),
      constant('commit,force'),
      ({ chance }) => `table=${chance.below(255)}`,
      (inner) => `zone=${numberOrRegister(65535, 16)(inner)}`,
      ({ chance }) => `alg=${chance.pick(['ftp', 'tftp'])}`,
      nat,
      (inner) => `commit,${exec(inner)}`,
    ];
    return writing.chance.percent(10) ? 'ct' : withSome('ct', parts)(writing);
  }),
  nat,
  ct_clear: needing(ip, constant('ct_clear')),
};
