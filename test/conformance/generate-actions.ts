/** Random actions: for each keyword how its arguments are written, right for the most part. */
import { connectionActions } from './generate-connection-actions';
import { actionsOnFields } from './generate-field-actions';
import { learnActions } from './generate-learn';
import { attempt, ethernetAddress, ipv4Address, number, port } from './generate-match';
import {
  constant,
  counted,
  ip,
  needing,
  register,
  type Writer,
  type Writing,
  withSome,
} from './generate-writers';

const transports = ['tcp', 'udp', 'sctp', 'tcp6', 'udp6', 'sctp6'];
const hashes = [
  'eth_src',
  'symmetric_l4',
  'symmetric_l3l4',
  'symmetric_l3l4+udp',
  'nw_src',
  'nw_dst',
  'symmetric_l3',
];

function hexBytes({ chance }: Writing): string {
  const bytes = Array.from({ length: chance.between(1, 12) }, () =>
    chance.below(256).toString(16).padStart(2, '0'),
  );
  return bytes.join(chance.pick(['.', '']));
}

function members({ chance }: Writing): string {
  return Array.from({ length: chance.between(0, 4) }, () => chance.between(1, 9)).join();
}

const list = (writing: Writing, most: number): string =>
  someActions({ ...writing, depth: writing.depth + 1 }, most).join();

/** By keyword. Each keyword of the registry is here; a test looks. */
export const writers: Readonly<Record<string, Writer>> = {
  ...actionsOnFields,
  ...connectionActions,
  ...learnActions,
  output: (writing) =>
    writing.chance.weighted<() => string>([
      [5, () => port(writing.chance)],
      [5, () => `output:${port(writing.chance)}`],
      [2, () => `output:${register(writing)}`],
      [2, () => `output(port=${port(writing.chance)},max_len=${writing.chance.between(10, 200)})`],
    ])(),
  output_reg: (writing) => `output_reg:${register(writing)}`,
  controller: (writing) =>
    writing.chance.percent(30)
      ? writing.chance.pick(['controller', `controller:${writing.chance.below(70000)}`])
      : withSome('controller', [
          ({ chance }) => `max_len=${chance.below(65536)}`,
          ({ chance }) =>
            `reason=${chance.pick(['action', 'no_match', 'invalid_ttl', 'group', 'packet_out'])}`,
          ({ chance }) => `id=${chance.below(65536)}`,
          (inner) => `userdata=${hexBytes(inner)}`,
          constant('pause'),
          ({ chance }) => `meter_id=${chance.below(10)}`,
        ])(writing),
  enqueue: ({ chance }) => {
    const [to, queue] = [port(chance), chance.below(10)];
    return chance.pick([`enqueue:${to}:${queue}`, `enqueue(${to},${queue})`]);
  },
  bundle: (writing) =>
    `bundle(${writing.chance.pick(hashes)},${writing.chance.below(100)},${writing.chance.pick(['hrw', 'active_backup'])},ofport,members:${members(writing)})`,
  bundle_load: (writing) =>
    `bundle_load(${writing.chance.pick(hashes)},${writing.chance.below(100)},hrw,ofport,${register(writing, 16)},${writing.chance.pick(['members', 'slaves'])}:${members(writing)})`,
  group: counted('group', 0xffffff00),
  resubmit: ({ chance }) => {
    const table = chance.below(255);
    return chance.pick([
      `resubmit(,${table})`,
      `resubmit:${port(chance)}`,
      `resubmit(${port(chance)},${table})`,
      `resubmit(${chance.below(9)},${table},ct)`,
    ]);
  },
  goto_table: ({ chance }) => `goto_table:${chance.between(20, 255)}`,
  meter: counted('meter', 20),
  set_queue: counted('set_queue', 100),
  pop_queue: constant('pop_queue'),
  strip_vlan: constant('strip_vlan'),
  pop_vlan: constant('pop_vlan'),
  push_vlan: ({ chance }) => `push_vlan:${chance.pick(['0x8100', '0x88a8'])}`,
  push_mpls: ({ chance }) => `push_mpls:${chance.pick(['0x8847', '0x8848'])}`,
  pop_mpls: needing(
    ['mpls', 'mplsm'],
    ({ chance }) => `pop_mpls:${chance.pick(['0x0800', '0x86dd', '0x8847'])}`,
  ),
  set_mpls_label: needing(['mpls'], counted('set_mpls_label', 0xfffff)),
  set_mpls_tc: needing(['mpls'], counted('set_mpls_tc', 7)),
  set_mpls_ttl: needing(['mplsm'], counted('set_mpls_ttl', 255)),
  dec_mpls_ttl: needing(['mpls'], constant('dec_mpls_ttl')),
  dec_ttl: needing(ip, ({ chance }) =>
    chance.pick(['dec_ttl', `dec_ttl(${chance.below(9)},${chance.below(9)})`]),
  ),
  dec_nsh_ttl: needing(['dl_type=0x894f'], constant('dec_nsh_ttl')),
  encap: ({ chance }) =>
    chance.pick([
      'encap(ethernet)',
      'encap(nsh)',
      'encap(nsh(md_type=1))',
      `encap(nsh(md_type=2,tlv(0x1000,${chance.below(200)},0x${chance.bits(24).toString(16).padStart(6, '0')})))`,
      'encap(mpls)',
      'encap(mpls_mc)',
    ]),
  decap: ({ chance }) =>
    chance.pick([
      'decap',
      'decap()',
      'decap(packet_type(ns=1,type=0x800))',
      'decap(packet_type(ns=0,type=0xfffe))',
    ]),
  mod_dl_src: ({ chance }) => `mod_dl_src:${ethernetAddress(chance.bits(48))}`,
  mod_dl_dst: ({ chance }) => `mod_dl_dst:${ethernetAddress(chance.bits(48))}`,
  mod_nw_src: needing(['ip', 'tcp'], ({ chance }) => `mod_nw_src:${ipv4Address(chance.bits(32))}`),
  mod_nw_dst: needing(['ip', 'udp'], ({ chance }) => `mod_nw_dst:${ipv4Address(chance.bits(32))}`),
  mod_nw_tos: needing(ip, ({ chance }) => `mod_nw_tos:${chance.below(64) * 4 + (chance.percent(5) ? 1 : 0)}`),
  mod_nw_ecn: needing(ip, counted('mod_nw_ecn', 3)),
  mod_nw_ttl: needing(ip, counted('mod_nw_ttl', 255)),
  set_nw_ttl: needing(ip, counted('set_nw_ttl', 255)),
  mod_tp_src: needing(transports, counted('mod_tp_src', 65535)),
  mod_tp_dst: needing(transports, counted('mod_tp_dst', 65535)),
  mod_vlan_vid: counted('mod_vlan_vid', 4095),
  set_vlan_vid: needing(['dl_vlan=3', 'vlan_tci=0', 'ip'], counted('set_vlan_vid', 4095)),
  mod_vlan_pcp: counted('mod_vlan_pcp', 7),
  set_vlan_pcp: needing(['dl_vlan=3', 'vlan_tci=0', 'ip'], counted('set_vlan_pcp', 7)),
  set_tunnel: ({ chance }) => `set_tunnel:${number(chance, chance.bits(34))}`,
  set_tunnel64: ({ chance }) => `set_tunnel64:${number(chance, chance.bits(64))}`,
  fin_timeout: needing(
    ['tcp', 'tcp6'],
    withSome('fin_timeout', [
      ({ chance }) => `idle_timeout=${chance.below(99)}`,
      ({ chance }) => `hard_timeout=${chance.below(99)}`,
    ]),
  ),
  conjunction: ({ chance }) => {
    const clauses = chance.between(2, 64);
    return `conjunction(${chance.below(999)},${chance.between(1, clauses)}/${clauses})`;
  },
  multipath: (writing) =>
    `multipath(${writing.chance.pick(hashes)},${writing.chance.below(99)},${writing.chance.pick(['modulo_n', 'hash_threshold', 'hrw', 'iter_hash'])},${writing.chance.between(1, 40)},${writing.chance.below(9)},${register(writing, writing.chance.pick([6, 16, 32]))})`,
  note: (writing) => `note:${hexBytes(writing)}`,
  exit: constant('exit'),
  // Judges after 3.1 also take a field as the domain and the point.
  sample: (writing) =>
    withSome('sample', [
      ({ chance }) => `collector_set_id=${chance.below(99)}`,
      ({ chance }) => `obs_domain_id=${number(chance, chance.bits(32))}`,
      ({ chance }) => `obs_point_id=${number(chance, chance.bits(32))}`,
      ({ chance }) => `sampling_port=${port(chance)}`,
      constant('ingress'),
      constant('egress'),
    ])(writing)
      .replace('(', `(probability=${writing.chance.between(1, 65535)},`)
      .replace(',)', ')'),
  clone: (writing) => `clone(${list(writing, 3)})`,
  check_pkt_larger: (writing) => `check_pkt_larger(${writing.chance.below(65536)})->${register(writing, 1)}`,
  debug_recirc: constant('debug_recirc'),
  debug_slow: constant('debug_slow'),
  unroll_xlate: constant('unroll_xlate'),
  output_trunc: constant('output_trunc(port=1,max_len=64)'),
  drop: constant('drop'),
  apply_actions: constant('apply_actions(1)'),
  clear_actions: constant('clear_actions'),
  write_actions: (writing) => `write_actions(${list(writing, 3)})`,
  write_metadata: ({ chance }) =>
    `write_metadata:${number(chance, chance.bits(64))}${chance.percent(40) ? `/${number(chance, chance.bits(64))}` : ''}`,
};

/** Those that are seldom right: most flows with one of them are rejected. */
const seldom = new Set([
  'debug_recirc',
  'debug_slow',
  'nat',
  'unroll_xlate',
  'output_trunc',
  'drop',
  'apply_actions',
  'conjunction',
  'meter',
]);
const usual = Object.keys(writers).filter((keyword) => !seldom.has(keyword));

const deepest = 3;

export function someActions(writing: Writing, most: number): string[] {
  const { chance, depth } = writing;
  const count = chance.between(depth === 0 ? 0 : 1, depth > deepest ? 1 : most);
  return Array.from({ length: count }, () => {
    if (depth > deepest) {
      return port(chance);
    }
    return attempt(writing.fits, writing.needs, (needs) => {
      const keyword = chance.percent(3) ? chance.pick([...seldom]) : chance.pick(usual);
      return writers[keyword]!({ ...writing, needs });
    });
  });
}
