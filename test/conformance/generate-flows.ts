/** Random flows from the tables of facts: well-formed ones, and ones with a mistake. */
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { Chance } from './chance';
import { someActions } from './generate-actions';
import { knowsTooMuch, matchItems } from './generate-match';
import { spoil } from './generate-mistakes';
import type { Versions } from './judge-flows';

export interface GeneratedFlow {
  readonly flow: string;
  readonly versions: Versions;
  /** Whether a mistake was made on purpose. */
  readonly spoilt: boolean;
}

/**
 * The default of `ovs-ofctl`, and the two versions in use, most often. Where formats compete, a flow has to be
 * judged alone, which takes longer.
 */
const anyVersions: readonly (readonly [number, Versions])[] = [
  [22, '1.0'],
  [8, 'any'],
  [25, '1.3'],
  [25, '1.5'],
  [5, '1.1'],
  [7, '1.2'],
  [8, '1.4'],
];

/** So many flows; the same for the same seed. */
export function generateFlows(seed: number, count: number): GeneratedFlow[] {
  const chance = new Chance(seed);
  const flows: GeneratedFlow[] = [];
  while (flows.length < count) {
    const right = wellFormed(chance);
    const spoilt = chance.percent(30);
    const flow = spoilt ? spoil(right, chance) : right;
    // parse-flows knows no commands, and has nothing to say of lines that hold no flow.
    const { kind, commands } = parseFlowLine(flow);
    if (kind === 'flow' && commands.length === 0 && !knowsTooMuch(flow)) {
      flows.push({ flow, versions: chance.weighted(anyVersions), spoilt });
    }
  }
  return flows;
}

/** Packets of one kind: how to ask for them, and what else may be asked for then. */
interface Kind {
  readonly items: readonly string[];
  readonly also: readonly string[];
}

const kinds: readonly Kind[] = [
  { items: [], also: [] },
  { items: ['ip'], also: ['ct_state=+trk-inv'] },
  { items: ['ipv6'], also: ['ct_state=+trk-inv'] },
  ...['tcp', 'udp', 'sctp', 'icmp'].map((word) => ({ items: [word], also: ['ip', 'ct_state=+trk-inv'] })),
  ...['tcp6', 'udp6', 'sctp6'].map((word) => ({ items: [word], also: ['ipv6', 'ct_state=+trk-inv'] })),
  { items: ['icmp6', 'icmpv6_type=135', 'icmpv6_code=0'], also: ['ipv6'] },
  { items: ['icmp6', 'icmpv6_type=136', 'icmpv6_code=0'], also: ['ipv6'] },
  ...['arp', 'rarp', 'mpls', 'mplsm', 'dl_type=0x894f'].map((item) => ({ items: [item], also: [] })),
];

const tagged = ['dl_vlan=3', 'vlan_tci=0', 'vlan_tci=0x1000/0x1000'];

function wellFormed(chance: Chance): string {
  const kind = chance.percent(75) ? chance.pick(kinds) : undefined;
  const possible = new Set([...(kind?.items ?? []), ...(kind?.also ?? []), ...tagged]);
  const fits = (items: readonly string[]) => kind === undefined || items.every((item) => possible.has(item));

  const needs: string[] = [];
  const actions = someActions({ chance, needs, depth: 0, fits }, 3);
  const items = [...(kind?.items ?? []), ...matchItems(chance, fits)];
  // What the actions need comes last, so that it wins, and is left out now and then.
  const needed = needs.filter((need) => !items.includes(need) && chance.percent(95));
  const between = chance.weighted([
    [20, ','],
    [2, ', '],
    [2, ' '],
  ]);
  const list = actions.length > 0 ? inOrder(actions, chance).join(',') : chance.pick(['drop', '']);
  return [...items, ...new Set(needed), `actions=${list}`].join(between);
}

const ranks = [
  /^meter\b/,
  /^(?!clear_actions|write_|goto_)/,
  /^clear_actions/,
  /^write_actions/,
  /^write_metadata/,
  /^goto_table/,
];

/** Instructions have an order. It is kept for the most part. */
function inOrder(actions: readonly string[], chance: Chance): string[] {
  const rank = (action: string) => ranks.findIndex((pattern) => pattern.test(action));
  return chance.percent(90) ? [...actions].sort((a, b) => rank(a) - rank(b)) : [...actions];
}
