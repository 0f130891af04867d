// What people configure in OVN: access lists, load balancers, routes; and what its routers learn.
import { hex, ipv4, ipv4Number, mac } from './addresses.mjs';
import { zone } from './ovn-switches.mjs';

/** @typedef {import('./flow.mjs').Flows} Flows */
/** @typedef {import('./random.mjs').Random} Random */

export class OvnRules {
  #rules = 0;
  #services = 0;
  #routes = 0;
  #bindings = 0;

  /**
   * @param {Flows} flows
   * @param {import('./ovn-switches.mjs').OvnSwitches} switches
   * @param {Random} random
   */
  constructor(flows, switches, random) {
    this.flows = flows;
    this.switches = switches;
    this.random = random;
  }

  /** An access list entry, for connections that are new and for those that were let in before. */
  addAccessRule() {
    const rule = this.#rules++;
    const tracking = this.switches.list.filter(({ tracks }) => tracks);
    const { datapath, ports } = this.random.pick(tracking);
    const key = 1 + this.random.below(Math.max(ports, 1));
    const direction = rule % 3 === 0 ? 'reg15' : 'reg14';
    const [table, next] = rule % 3 === 0 ? [41, 43] : [14, 15];
    const all = `metadata=${hex(datapath)}`;
    const source = `nw_src=${ipv4(172, 0x100000 + rule)}`;
    const port = this.random.pick([22, 53, 80, 123, 179, 443, 3306, 5432, 6443, 8080, 9090]);
    const protocol = port === 53 || port === 123 ? 'udp' : 'tcp';
    const priority = 2001 + (rule % 7) * 2;
    const place = `${direction}=${hex(key)},${all}`;
    const commit = `load:0x1->NXM_NX_XXREG0[97],resubmit(,${next})`;
    const cookie = this.switches.cookie();
    // Only the tables of the way in know the hints.
    const fresh = table === 14 ? `${protocol},reg0=0x80/0x80` : `ct_state=+new+trk,${protocol}`;
    const known =
      table === 14 ? `${protocol},reg0=0x100/0x100` : `ct_state=+est-rpl+trk,ct_mark=0/0x1,${protocol}`;
    this.flows.add('ovn/acl', table, priority, `${fresh},${place},${source},tp_dst=${port}`, commit, cookie);
    this.flows.add(
      'ovn/acl',
      table,
      priority + 1,
      `${known},${place},${source},tp_dst=${port}`,
      `resubmit(,${next})`,
      cookie,
    );
  }

  /** An access list entry over sets of addresses and ports: a conjunction. */
  addConjunction() {
    const rule = this.#rules++;
    const id = 1 + rule;
    const { datapath } = this.random.pick(this.switches.list.filter(({ tracks }) => tracks));
    const all = `metadata=${hex(datapath)}`;
    const cookie = this.switches.cookie();
    const priority = 2020 + (rule % 30_000);
    this.flows.add(
      'ovn/acl-conjunction',
      14,
      priority,
      `conj_id=${id},tcp,reg0=0x80/0x80,${all}`,
      'load:0x1->NXM_NX_XXREG0[97],resubmit(,15)',
      cookie,
    );
    for (let index = 0; index < 6; index++) {
      const source = `nw_src=${ipv4(192, 0xa80000 + rule * 8 + index)}`;
      const match = `tcp,reg0=0x80/0x80,${all},${source}`;
      this.flows.add('ovn/acl-address', 14, priority, match, `conjunction(${id},1/2)`, cookie);
    }
    for (const port of [80, 443, 8000 + (rule % 1000)]) {
      const match = `tcp,reg0=0x80/0x80,${all},tp_dst=${port}`;
      this.flows.add('ovn/acl-port', 14, priority, match, `conjunction(${id},2/2)`, cookie);
    }
  }

  /**
   * A virtual address of a load balancer.
   * @param {number} groups how many groups the file may have
   */
  addVirtualAddress(groups) {
    const { flows } = this;
    const service = this.#services++;
    const { datapath } = this.random.pick(this.switches.list.filter(({ tracks }) => tracks));
    const address = ipv4(30, 1 + service);
    const match = `ct_state=+new+trk,tcp,metadata=${hex(datapath)},nw_dst=${address},tp_dst=80`;
    const to = (/** @type {number} */ backend) =>
      `ct(commit,table=16,${zone},nat(dst=${ipv4(10, 0x10000 + backend)}:8080),exec(load:0x1->NXM_NX_CT_MARK[1]))`;
    let actions = to(service * 4);
    if (!flows.printed) {
      const group = 1 + (service % groups);
      flows.addGroup(
        group,
        [1, 2, 3].map((each) => to(group * 4 + each)),
      );
      actions = `group:${group}`;
    }
    flows.add('ovn/load-balancer', 15, 120, match, actions, this.switches.cookie());
  }

  /** A route of a logical router, IPv4 or IPv6. */
  addRoute() {
    const { flows } = this;
    const route = this.#routes++;
    if (route === 0) {
      for (const protocol of ['ip', 'ipv6']) {
        flows.add('ovn/no-route', 20, 0, protocol, 'drop');
      }
      flows.add('ovn/unresolved', 21, 0, '', 'resubmit(,66)');
      flows.add('ovn/after-router', 22, 0, '', 'resubmit(,37)');
      flows.add('ovn/no-binding', 66, 0, '', 'drop');
      flows.add('ovn/to-router', 19, 60, 'dl_dst=00:00:5e:00:01:01', 'resubmit(,20)');
    }
    const out = hex(1 + (route % 200));
    const gateway = mac(route, '00:00:5e');
    const tail = `mod_dl_src:${gateway},load:${out}->NXM_NX_REG15[],load:0x1->NXM_NX_REG10[0],resubmit(,21)`;
    if (route % 4 === 3) {
      const match = `ipv6,ipv6_dst=2001:db8:${(1 + (route >>> 2)).toString(16)}::/64`;
      flows.add(
        'ovn/route',
        20,
        129,
        match,
        `dec_ttl,move:NXM_NX_IPV6_DST[]->NXM_NX_XXREG0[],${tail}`,
        this.switches.cookie(),
      );
    } else {
      const match = `ip,nw_dst=${ipv4(10, route << 8)}/24`;
      const next = 'move:NXM_OF_IP_DST[]->NXM_NX_XXREG0[96..127]';
      flows.add('ovn/route', 20, 49, match, `dec_ttl,${next},${tail}`, this.switches.cookie());
    }
  }

  /** What a router has learned of a neighbour outside. */
  addBinding() {
    const index = this.#bindings++;
    const place = `reg15=${hex(1 + (index % 12))},metadata=0x1`;
    const address = mac(index, '52:54:00');
    const match = `reg0=${ipv4Number(ipv4(100, 0x400000 + index))},${place}`;
    this.flows.add(
      'ovn/mac-binding',
      66,
      100,
      match,
      `mod_dl_dst:${address},load:0x1->NXM_NX_REG10[6],resubmit(,22)`,
    );
  }
}
