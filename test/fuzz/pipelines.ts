/**
 * Lines that have to do with each other: the same few tables, priorities, addresses, zones, groups and conjunctions, so
 * that flows hide, replace, reach and delete each other often.
 */
import type { Chance } from '../conformance/chance';

type Writer = (chance: Chance) => string;

const one =
  (...choices: readonly (string | Writer)[]): Writer =>
  (chance) => {
    const choice = chance.pick(choices);
    return typeof choice === 'string' ? choice : choice(chance);
  };

const table: Writer = (chance) =>
  String(
    chance.weighted([
      [9, chance.below(4)],
      [1, chance.pick([5, 100, 253, 254, 255])],
    ]),
  );
const zone = one(
  '',
  '',
  ',zone=1',
  ',zone=2',
  ',zone=65535',
  ',zone=NXM_NX_REG0[0..15]',
  ',zone=reg1[0..15]',
);
const group: Writer = (chance) => String(chance.between(1, 3));
const conjunction: Writer = (chance) => String(chance.between(1, 2));

const priority = one(
  'priority=0',
  'priority=1',
  'priority=10',
  'priority=10',
  'priority=20',
  'priority=32768',
  'priority=65535',
  '',
);

const state = one(
  ...[
    '+trk',
    '-trk',
    '+trk+new',
    '+trk+est',
    '+trk-new',
    '+new',
    '+est+trk-inv',
    '+inv+trk',
    '+rpl',
    '-trk+new',
  ],
  ...['0x21/0x21', '0x20/0x20', '0x1', '+trk+est-rel-rpl', '+snat', '0/0x20', 'new|trk', '+rel+trk'],
);

const network = one(
  '10.0.0.0/8',
  '10.0.0.0/24',
  '10.0.0.1',
  '10.0.0.2',
  '10.1.0.0/16',
  '0.0.0.0/0',
  '10.0.0.0/255.0.0.255',
);
const transport = one('80', '443', '0x50', '80/0xfff0', '0/0', '0x40/0xffc0');

/** Items of a match: what they need is there, mostly. */
const item = one(
  '',
  'ip',
  'ipv6',
  'tcp',
  'udp',
  'arp',
  (chance) => `ip,nw_dst=${network(chance)}`,
  (chance) => `ip,nw_src=${network(chance)}`,
  (chance) => `tcp,tp_dst=${transport(chance)}`,
  (chance) => `tcp,nw_dst=${network(chance)},tcp_dst=${transport(chance)}`,
  (chance) => `ip,ct_state=${state(chance)}`,
  (chance) => `ct_state=${state(chance)}`,
  (chance) => `ct_state=${state(chance)},ip,nw_dst=${network(chance)}`,
  (chance) => `ct_mark=${chance.below(2)}`,
  (chance) => `ct_zone=${chance.between(1, 2)}`,
  (chance) => `in_port=${chance.between(1, 3)}`,
  (chance) => `reg0=${chance.below(3)}`,
  (chance) => `reg${chance.below(2)}=${chance.below(2)}/${chance.between(1, 3)}`,
  (chance) => `conj_id=${conjunction(chance)}`,
  (chance) => `dl_dst=00:00:00:00:00:0${chance.below(3)}`,
  'dl_dst=01:00:00:00:00:00/01:00:00:00:00:00',
  (chance) => `dl_vlan=${chance.below(3)}`,
  (chance) => `cookie=${chance.below(3)}`,
);

const action: Writer = one(
  'drop',
  'NORMAL',
  'output:1',
  'ct_clear',
  'IN_PORT',
  'CONTROLLER',
  (chance) => `ct(table=${table(chance)}${zone(chance)})`,
  (chance) => `ct(table=${table(chance)}${zone(chance)})`,
  (chance) => `ct(table=${table(chance)}${zone(chance)},nat)`,
  (chance) => `ct(commit${zone(chance)})`,
  (chance) => `ct(commit,table=${table(chance)}${zone(chance)})`,
  (chance) => `ct(commit,nat(src=10.0.0.${chance.below(3)})${zone(chance)}),output:2`,
  (chance) => `ct(commit,exec(load:${chance.below(2)}->NXM_NX_CT_MARK[])${zone(chance)})`,
  (chance) => `resubmit(,${table(chance)})`,
  (chance) => `resubmit(,${table(chance)})`,
  (chance) => `resubmit(,${table(chance)},ct)`,
  (chance) => `resubmit:${chance.between(1, 3)}`,
  (chance) => `goto_table:${table(chance)}`,
  (chance) => `group:${group(chance)}`,
  (chance) => `meter:${group(chance)}`,
  (chance) => `conjunction(${conjunction(chance)},${chance.between(1, 2)}/2)`,
  (chance) => `learn(table=${table(chance)},NXM_OF_IN_PORT[],output:NXM_OF_IN_PORT[])`,
  (chance) => `clone(${action(chance)})`,
  (chance) => `write_actions(${action(chance)})`,
  (chance) => `load:${chance.below(3)}->NXM_NX_REG0[]`,
  (chance) => `set_field:${chance.below(3)}->reg${chance.below(2)}`,
  (chance) => `mod_nw_dst:10.0.0.${chance.below(3)}`,
);

const actions: Writer = (chance) =>
  Array.from(
    {
      length: chance.weighted([
        [6, 1],
        [3, 2],
        [1, 3],
      ]),
    },
    () => action(chance),
  ).join(',');

function flow(chance: Chance): string {
  const parts = [chance.percent(80) ? `table=${table(chance)}` : '', priority(chance), item(chance)];
  if (chance.percent(20)) {
    parts.push(item(chance));
  }
  return parts.filter((part) => part !== '').join(',');
}

/** A line of a file whose lines belong together. */
export function pipelineLine(chance: Chance): string {
  return chance.weighted<Writer>([
    [60, (here) => `${flow(here)}${here.pick([' ', ',', ', '])}actions=${actions(here)}`],
    [14, printedFlow],
    [3, (here) => `delete ${flow(here)}`],
    [1, (here) => `delete_strict ${flow(here)}`],
    [2, (here) => `modify ${flow(here)},actions=${actions(here)}`],
    [1, (here) => `delete table=${table(here)}`],
    [
      4,
      (here) =>
        `group_id=${group(here)},type=${here.pick(['all', 'select', 'indirect'])},bucket=actions=${actions(here)}`,
    ],
    [2, (here) => `meter=${group(here)} kbps band=type=drop rate=${here.between(1, 100)}`],
    [2, (here) => `packet-out in_port=1 packet=0001020304050010203040503333 actions=${actions(here)}`],
  ])(chance);
}

/** As `ovs-ofctl dump-flows` prints it. */
function printedFlow(chance: Chance): string {
  const match = [priority(chance), item(chance)].filter((part) => part !== '').join(',');
  return ` cookie=0x${chance.below(3)}, duration=${chance.below(100)}.5s, table=${table(chance)}, n_packets=${chance.below(9)}, n_bytes=0, idle_age=1, ${match} actions=${actions(chance)}`;
}

/** What stands between the lines of a file: headings, comments that silence, blank lines. */
export function betweenLines(chance: Chance): string {
  return chance.weighted<Writer>([
    [4, () => ''],
    [1, () => '  \t'],
    [3, (here) => `# Table ${table(here)}: what it is for`],
    [2, () => '# a remark'],
    [1, () => '#region x'],
    [1, () => '#endregion'],
    [
      2,
      (here) => `# ovs-flows-disable-${here.pick(['line', 'next-line', 'file'])} ${here.pick(silencedCodes)}`,
    ],
    [2, (here) => `NXST_FLOW reply (xid=0x${here.between(4, 6)}):`],
    [1, () => 'OFPST_FLOW reply (OF1.3) (xid=0x2):'],
    [1, () => 'ovs-ofctl dump-flows br0'],
    [1, () => ' cookie=0x0, duration=1.5s, table=0, n_packets=0, n_bytes=0,'],
  ])(chance);
}

const silencedCodes = [
  '',
  '',
  'file/shadowed',
  'ct-state/never-matches',
  'file/redundant, file/unreachable-state',
  'no/such-code',
  'but why',
];
