// Logical switches as OVN lays them out in tables: admission, connection tracking, access lists, load balancing, replies,
// forwarding, delivery. This is what they have without ports.
import { hex } from './addresses.mjs';

/** @typedef {import('./flow.mjs').Flows} Flows */
/** @typedef {import('./random.mjs').Random} Random */

/**
 * A logical switch. It tracks connections where it has access lists.
 * @typedef {object} Switch
 * @property {number} datapath
 * @property {boolean} tracks
 * @property {number} ports how many it has so far
 */

const multicast = '01:00:00:00:00:00/01:00:00:00:00:00';

/** Where each port tracks its connections. */
export const zone = 'zone=NXM_NX_REG13[0..15]';

export class OvnSwitches {
  /** @type {Switch[]} */
  list = [];

  /**
   * @param {Flows} flows
   * @param {Random} random
   */
  constructor(flows, random) {
    this.flows = flows;
    this.random = random;
  }

  /** What is there before the first switch: the tunnel, and the ends of the tables that all share. */
  start() {
    const { flows } = this;
    const metadata = 'move:NXM_NX_TUN_ID[0..23]->OXM_OF_METADATA[0..23]';
    const ports =
      'move:NXM_NX_TUN_METADATA0[16..30]->NXM_NX_REG14[0..14],move:NXM_NX_TUN_METADATA0[0..15]->NXM_NX_REG15[0..15]';
    for (const port of [1, 2, 3]) {
      flows.add('ovn/tunnel-in', 0, 100, `in_port=${port}`, `${metadata},${ports},resubmit(,37)`);
    }
    flows.add('ovn/last', 37, 0, '', 'resubmit(,38)');
    const cleared = Array.from({ length: 8 }, (_, number) => `load:0->NXM_NX_REG${number}[]`).join(',');
    flows.add('ovn/last', 39, 0, '', `${cleared},resubmit(,40)`);
    flows.add('ovn/last', 64, 0, '', 'resubmit(,65)');
  }

  /** Adds a logical switch with what it has without ports. */
  addSwitch() {
    const { flows } = this;
    const datapath = this.list.length + 1;
    const tracks = datapath % 4 === 1;
    this.list.push({ datapath, tracks, ports: 0 });
    const all = `metadata=${hex(datapath)}`;
    const cookie = this.cookie();
    flows.add('ovn/no-vlan', 8, 100, `${all},vlan_tci=0x1000/0x1000`, 'drop', cookie);
    flows.add('ovn/no-multicast-source', 8, 100, `${all},dl_src=${multicast}`, 'drop', cookie);
    for (const table of [9, 10, 11, 12, 13, 14, 15, 16, 17, 18]) {
      flows.add('ovn/next-table', table, 0, all, `resubmit(,${table + 1})`, this.cookie());
    }
    flows.add('ovn/flood', 19, 70, `${all},dl_dst=${multicast}`, 'load:0x8000->NXM_NX_REG15[],resubmit(,37)');
    flows.add('ovn/unknown', 19, 0, all, 'load:0x8001->NXM_NX_REG15[],resubmit(,37)', this.cookie());
    for (const table of [40, 41, 43]) {
      const next = table === 41 ? 43 : table === 43 ? 42 : 41;
      flows.add('ovn/next-table', table, 0, all, `resubmit(,${next})`, this.cookie());
    }
    flows.add('ovn/deliver-multicast', 42, 100, `${all},dl_dst=${multicast}`, 'resubmit(,64)', cookie);
    flows.add('ovn/nothing-else', 42, 0, all, 'drop', cookie);
    if (tracks) {
      this.#track(all);
    }
  }

  /**
   * Sends what is IP through connection tracking, on the way in and on the way out.
   * @param {string} all
   */
  #track(all) {
    const { flows } = this;
    for (const protocol of ['ip', 'ipv6']) {
      const marked = `${protocol},reg0=0x1/0x1,${all}`;
      flows.add(
        'ovn/to-be-tracked',
        11,
        100,
        `${protocol},${all}`,
        'load:0x1->NXM_NX_XXREG0[96],resubmit(,12)',
      );
      flows.add('ovn/track', 12, 100, marked, `ct(table=13,${zone})`, this.cookie());
      flows.add('ovn/track', 40, 100, `${protocol},${all}`, `ct(table=41,${zone})`, this.cookie());
      for (const [table, next] of [
        [16, 17],
        [43, 42],
      ]) {
        const commit = `ct(commit,${zone},exec(load:0->NXM_NX_CT_MARK[0]))`;
        flows.add(
          'ovn/commit',
          table ?? 0,
          100,
          `${protocol},reg0=0x2/0x2,${all}`,
          `${commit},resubmit(,${next})`,
        );
      }
    }
    for (const type of [135, 136]) {
      const match = `icmp6,${all},nw_ttl=255,icmp_type=${type},icmp_code=0`;
      flows.add('ovn/untracked-discovery', 11, 110, match, 'resubmit(,12)', this.cookie());
    }
    const hint = (/** @type {number} */ bit) => `load:0x1->NXM_NX_XXREG0[${bit}]`;
    const hints = /** @type {const} */ ([
      [7, 'ct_state=+new-est+trk', [103, 105]],
      [6, 'ct_state=+est-rpl+trk,ct_mark=0x1/0x1', [103, 105]],
      [5, 'ct_state=-trk', [104, 105]],
      [4, 'ct_state=+est-rpl+trk,ct_mark=0/0x1', [104, 106]],
      [3, 'ct_state=-est+trk', [105]],
    ]);
    for (const [priority, state, bits] of hints) {
      flows.add(
        'ovn/hint',
        13,
        priority,
        `${state},${all}`,
        `${bits.map(hint).join(',')},resubmit(,14)`,
        this.cookie(),
      );
    }
    for (const [table, next] of [
      [14, 15],
      [41, 43],
    ]) {
      const add = (/** @type {string} */ state, /** @type {string} */ actions) =>
        flows.add('ovn/established', table ?? 0, 65532, `${state},${all}`, actions, this.cookie());
      add('ct_state=+inv+trk', 'drop');
      add('ct_state=+est+rpl+trk,ct_mark=0x1/0x1', 'drop');
      add('ct_state=-new+est-rel+rpl-inv+trk,ct_mark=0/0x1', `resubmit(,${next})`);
      add('ct_state=-new-est+rel-inv+trk,ct_mark=0/0x1', `resubmit(,${next})`);
      const rest = `load:0x1->NXM_NX_XXREG0[97],resubmit(,${next})`;
      flows.add('ovn/first-of-connection', table ?? 0, 1, `ct_state=-est+trk,ip,${all}`, rest, this.cookie());
    }
  }

  /** What OVN puts there: the beginning of the identifier of a logical flow. */
  cookie() {
    return hex(this.random.next());
  }
}
