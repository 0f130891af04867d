// The firewall of OpenStack Neutron: what each port may send and receive, by its security groups.
import { hex, ipv4, linkLocal, mac } from './addresses.mjs';

/** @typedef {import('./flow.mjs').Flows} Flows */
/** @typedef {import('./random.mjs').Random} Random */

const cookie = '0x8ef1c7b9d2a35e44';
const zone = 'zone=NXM_NX_REG6[0..15]';
const discovery = [130, 131, 132, 135, 136];

export class OpenStack {
  #ports = 0;
  #members = 0;

  /**
   * @param {Flows} flows
   * @param {Random} random
   * @param {() => number} nextPort gives a number of an OpenFlow port
   */
  constructor(flows, random, nextPort) {
    this.flows = flows;
    this.random = random;
    this.nextPort = nextPort;
  }

  /** What is there before the first port. */
  start() {
    this.#add('all', 0, 0, '', 'resubmit(,60)');
    this.#add('all', 60, 0, '', 'NORMAL');
    for (const table of [71, 72, 73, 81, 82]) {
      this.#add('nothing-else', table, 0, '', 'drop');
    }
    this.#add('accepted', 91, 1, '', 'resubmit(,94)');
    this.#add('dropped', 93, 0, '', 'drop');
    this.#add('all', 94, 1, '', 'NORMAL');
    this.#add('invalid', 72, 50, 'ct_state=+inv+trk', 'resubmit(,93)');
    this.#add('invalid', 82, 50, 'ct_state=+inv+trk', 'resubmit(,93)');
  }

  /** A port with a security group of its own: some open ports, and all members of the group. */
  addPort() {
    const index = this.#ports++;
    const port = this.nextPort();
    const vlan = 1 + (index % 4000);
    const address = mac(index, 'fa:16:3f');
    const ip = ipv4(10, 0x200000 + index);
    const own = `reg5=${hex(port)}`;
    const source = `${own},in_port=${port}`;
    const to = (/** @type {number} */ table) => `resubmit(,${table})`;
    const registers = `load:${hex(port)}->NXM_NX_REG5[],load:${hex(vlan)}->NXM_NX_REG6[]`;
    this.#add('from-port', 60, 100, `in_port=${port}`, `${registers},${to(71)}`);
    this.#add('to-port', 60, 90, `dl_vlan=${vlan},dl_dst=${address}`, `${registers},strip_vlan,${to(81)}`);

    for (const type of discovery.slice(0, 4)) {
      const match = `icmp6,${source},dl_src=${address},ipv6_src=${linkLocal(address)},icmp_type=${type}`;
      this.#add('egress-discovery', 71, 95, match, to(94));
    }
    this.#add('egress-arp', 71, 95, `arp,${source},dl_src=${address},arp_spa=${ip}`, to(94));
    this.#add('egress-dhcp', 71, 80, `udp,${source},tp_src=68,tp_dst=67`, to(73));
    this.#add('egress-dhcp', 71, 80, `udp6,${source},tp_src=546,tp_dst=547`, to(73));
    this.#add('egress-no-dhcp-server', 71, 70, `udp,${source},tp_src=67,tp_dst=68`, to(93));
    this.#add('egress-track', 71, 65, `ip,${source},dl_src=${address},nw_src=${ip}`, `ct(table=72,${zone})`);
    this.#add('egress-drop', 71, 10, source, to(93));
    this.#add('egress-rule', 72, 77, `ct_state=+est-rel-rpl,icmp,${own}`, to(73));
    this.#add('egress-rule', 72, 77, `ct_state=+new-est,icmp,${own}`, to(73));
    this.#add('egress-established', 72, 50, `ct_state=+est-rel+rpl,ct_mark=0,${own}`, to(94));
    this.#add('egress-established', 72, 50, `ct_state=-new-est+rel-inv,ct_mark=0,${own}`, to(94));
    this.#add('egress-marked', 72, 50, `ct_mark=0x1,${own}`, to(93));
    const mark = `ct(commit,${zone},exec(load:0x1->NXM_NX_CT_MARK[]))`;
    this.#add('mark', 72, 40, `ct_state=+est,ip,${own}`, mark);
    this.#add('not-established', 72, 40, `ct_state=-est,${own}`, to(93));
    this.#add(
      'local',
      73,
      100,
      `reg6=${hex(vlan)},dl_dst=${address}`,
      `load:${hex(port)}->NXM_NX_REG5[],${to(81)}`,
    );
    this.#add('egress-commit', 73, 90, `ct_state=+new-est,ip,${own}`, `ct(commit,${zone}),${to(91)}`);
    this.#add('egress-accept', 73, 80, own, to(94));

    const accept = `output:${port}`;
    for (const type of discovery) {
      this.#add('ingress-discovery', 81, 100, `icmp6,${own},icmp_type=${type}`, accept);
    }
    this.#add('ingress-arp', 81, 100, `arp,${own}`, accept);
    this.#add('ingress-dhcp', 81, 95, `udp,${own},tp_src=67,tp_dst=68`, accept);
    this.#add('ingress-track', 81, 90, `ct_state=-trk,ip,${own}`, `ct(table=82,${zone})`);
    this.#add('ingress-tracked', 81, 80, `ct_state=+trk,${own}`, to(82));
    const commit = `ct(commit,${zone}),${accept}`;
    for (const open of this.random.some(3, 400)) {
      this.#add('ingress-rule', 82, 77, `ct_state=+est-rel-rpl,tcp,${own},tp_dst=${open * 20 + 22}`, accept);
      this.#add('ingress-rule', 82, 77, `ct_state=+new+trk,tcp,${own},tp_dst=${open * 20 + 22}`, commit);
    }
    this.#addMembers(index, own, accept, commit);
    this.#add('ingress-established', 82, 50, `ct_state=+est-rel+rpl,ct_mark=0,${own}`, accept);
    this.#add('ingress-established', 82, 50, `ct_state=-new-est+rel-inv,ct_mark=0,${own}`, accept);
    this.#add('ingress-marked', 82, 50, `ct_mark=0x1,${own}`, to(93));
    this.#add('mark', 82, 40, `ct_state=+est,ip,${own}`, mark);
    this.#add('not-established', 82, 40, `ct_state=-est,${own}`, to(93));
  }

  /**
   * The members of the group may send to a range of ports: conjunctions, one for new connections and one for others.
   * @param {number} index
   * @param {string} own
   * @param {string} accept
   * @param {string} commit
   */
  #addMembers(index, own, accept, commit) {
    const id = 0x200000 + index * 8;
    const range = `tp_dst=${hex(0x4000 + (index % 1024) * 4)}/0xfffc`;
    for (const [state, offset, actions] of /** @type {const} */ ([
      ['ct_state=+est-rel-rpl', 0, accept],
      ['ct_state=+new+trk', 2, commit],
    ])) {
      this.#add('group', 82, 73, `conj_id=${id + offset},${state},ip,${own}`, actions);
      this.#add('group-ports', 82, 73, `${state},tcp,${own},${range}`, `conjunction(${id + offset},2/2)`);
    }
    for (let member = 0; member < 5; member++) {
      const source = `nw_src=${ipv4(10, 0x400000 + this.#members++)}`;
      for (const [state, offset] of /** @type {const} */ ([
        ['ct_state=+est-rel-rpl', 0],
        ['ct_state=+new+trk', 2],
      ])) {
        this.#add('group-member', 82, 73, `${state},ip,${own},${source}`, `conjunction(${id + offset},1/2)`);
      }
    }
  }

  /**
   * @param {string} kind
   * @param {number} table
   * @param {number} priority
   * @param {string} match
   * @param {string} actions
   */
  #add(kind, table, priority, match, actions) {
    this.flows.add(`openstack/${kind}`, table, priority, match, actions, cookie);
  }
}
