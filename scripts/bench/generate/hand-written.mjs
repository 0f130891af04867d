// What people write themselves: a learning switch with access lists, VLANs, tunnels, MPLS and odds and ends.
import { hex, ipv4, ipv6, mac } from './addresses.mjs';

/** @typedef {import('./flow.mjs').Flows} Flows */
/** @typedef {import('./random.mjs').Random} Random */

export class HandWritten {
  #rules = 0;
  #learned = 0;
  #ports = 0;
  #tunnels = 0;

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

  /** The tables of the switch, and one flow for everything that has no other place. */
  start() {
    const to = (/** @type {number} */ table) => this.flows.goto(table);
    this.#add('local', 0, 180, 'in_port=LOCAL', to(200));
    this.#add('trunk', 0, 170, 'in_port=20,dl_vlan=100', to(200));
    this.#add('reserved', 0, 65000, 'dl_dst=01:80:c2:00:00:00/ff:ff:ff:ff:ff:f0', 'drop');
    this.#add('lldp', 0, 65001, 'dl_type=0x88cc', 'CONTROLLER:65535');
    this.#add('vlan-default', 200, 0, '', to(201));
    this.#add('allowed', 201, 0, '', to(202));
    const learned =
      'table=203,hard_timeout=300,priority=100,NXM_OF_VLAN_TCI[0..11],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[]';
    const learn = `learn(${learned},load:NXM_OF_IN_PORT[]->NXM_NX_REG0[0..15])`;
    this.#add('learn', 202, 1, 'dl_src=00:00:00:00:00:00/01:00:00:00:00:00', `${learn},resubmit(,203)`);
    this.#add('multicast-source', 202, 0, '', 'drop');
    this.#add('flood', 203, 0, '', 'load:0->NXM_NX_REG0[0..15],resubmit(,204)');
    this.#add('unknown', 204, 1, 'reg0=0/0xffff', 'FLOOD');
    this.#add('learned-out', 204, 0, '', 'output:NXM_NX_REG0[0..15]');
    this.#add('syn-flood', 201, 40000, 'tcp,tp_dst=25,tcp_flags=+syn-ack', 'drop');
    this.#add('fragments', 201, 40001, 'ip,nw_frag=later', 'drop');
    this.#add('options', 201, 39000, 'ip,nw_tos=184,nw_ttl=1', 'CONTROLLER:128');
    this.#add(
      'sample',
      201,
      38000,
      'sctp,tp_dst=3868',
      'sample(probability=655,collector_set_id=1,obs_domain_id=7,obs_point_id=9),resubmit(,202)',
    );
    this.#add('bundle', 201, 37000, 'udp,tp_dst=4789', 'bundle(symmetric_l4,0,hrw,ofport,members:4,8)');
    this.#add(
      'multipath',
      201,
      36000,
      'udp,tp_dst=6081',
      'multipath(symmetric_l4,1024,modulo_n,16,0,NXM_NX_REG1[0..3]),resubmit(,202)',
    );
    this.#add('note', 201, 35000, 'icmp,icmp_type=5', 'note:00.11.22.33.44.55');
    this.#add(
      'length',
      201,
      34000,
      'tcp,tp_dst=1723',
      'check_pkt_larger(1500)->NXM_NX_REG2[0],resubmit(,202)',
    );
    this.#add('copy', 201, 33000, 'tcp,tp_dst=5060', 'clone(mod_vlan_vid:999,output:21),resubmit(,202)');
    if (!this.flows.printed) {
      this.#add('meter', 201, 32000, 'tcp,tp_dst=873', 'meter:1,goto_table:202');
      this.#add('metadata', 201, 31000, 'tcp,tp_dst=2049', 'write_metadata:0x20/0xff,goto_table:202');
      this.#add('action-set', 201, 30000, 'tcp,tp_dst=3260', 'write_actions(set_queue:3),goto_table:202');
    }
  }

  /** What was left over when other flows were changed, and nobody noticed. */
  addLeftOvers() {
    const { flows } = this;
    const shadowed = 'tcp,nw_src=198.51.100.7,tp_dst=25,tcp_flags=+syn-ack';
    flows.addMistaken('file/shadowed', 201, 900, shadowed, flows.goto(202));
    flows.addMistaken(
      'file/incomplete-conjunction',
      201,
      902,
      'udp,tp_dst=69',
      'conjunction(4000000000,1/2)',
    );
    flows.addMistaken('tracking/unreachable-state', 202, 5, 'ct_state=+new+trk,tcp', 'drop');
  }

  /** An access port: frames without a tag get the VLAN of the port. */
  addAccessPort() {
    const port = this.nextPort();
    const vlan = 2 + (this.#ports++ % 4000);
    const to = this.flows.goto(201);
    this.#add(
      'access-port',
      0,
      160,
      `in_port=${port},vlan_tci=0x0000/0x1fff`,
      `mod_vlan_vid:${vlan},resubmit(,200)`,
    );
    this.#add('wrong-tag', 0, 150, `in_port=${port},vlan_tci=0x1000/0x1000`, 'drop');
    this.#add('queue', 200, 50, `tcp,in_port=${port},tp_dst=22`, `set_queue:${port % 8},resubmit(,201)`);
    this.#add('priority-tag', 200, 40, `in_port=${port},dl_vlan_pcp=5`, `mod_vlan_pcp:0,${to}`);
  }

  /** An entry of the access list: each has another address, in one of the usual ways. */
  addRule() {
    const rule = this.#rules++;
    const port = this.random.pick([22, 25, 80, 110, 143, 443, 993, 3389, 8443]);
    const priority = 1000 + (rule % 9000);
    const next = this.random.below(4) === 0 ? 'drop' : this.flows.goto(202);
    const net = ipv4(172, 0x180000 + rule * 16);
    switch (rule % 8) {
      case 0:
        return this.#add(
          'acl-network',
          201,
          priority,
          `tcp,nw_src=${net}/28,nw_dst=10.99.0.0/16,tp_dst=${port}`,
          next,
        );
      case 1:
        return this.#add('acl-ports', 201, priority, `udp,nw_src=${net}/28,tp_dst=0x1000/0xf000`, next);
      case 2:
        return this.#add(
          'acl-ipv6',
          201,
          priority,
          `tcp6,ipv6_src=2001:db8:${(rule + 1).toString(16)}::/48,tp_dst=${port}`,
          next,
        );
      case 3:
        return this.#add('acl-host', 201, priority, `icmp,nw_src=${net},icmp_type=8,icmp_code=0`, next);
      case 4:
        return this.#add(
          'acl-mac',
          201,
          priority,
          `dl_src=${mac(rule, '00:25:90')},dl_dst=ff:ff:ff:ff:ff:ff`,
          next,
        );
      case 5:
        return this.#add('acl-flags', 201, priority, `tcp,nw_dst=${net}/28,tcp_flags=+syn-ack`, next);
      case 6:
        return this.#add(
          'acl-arp',
          201,
          priority,
          `arp,dl_vlan=${2 + (rule % 4000)},arp_spa=${net}/28,arp_op=1`,
          next,
        );
      default:
        return this.#add(
          'acl-neighbour',
          201,
          priority,
          `icmp6,icmp_type=135,nd_target=${ipv6('2001:db8:ff', rule)}`,
          next,
        );
    }
  }

  /** A tunnel to another site: its key becomes a VLAN and back, or a label. */
  addTunnel() {
    const index = this.#tunnels++;
    const vlan = 2 + (index % 4000);
    const key = hex(0x5000 + index);
    const remote = ipv4(203, 0x7000 + index);
    this.#add('tunnel-in', 0, 140, `tun_id=${key},in_port=21`, `mod_vlan_vid:${vlan},resubmit(,200)`);
    const set = `load:${key}->NXM_NX_TUN_ID[],output:21`;
    this.#add('tunnel-out', 203, 90, `reg3=${hex(index + 1)},dl_dst=${mac(index, '02:42:ac')}`, set);
    this.#add(
      'mpls-out',
      203,
      80,
      `ip,reg3=${hex(index + 1)},nw_dst=${remote}`,
      'push_mpls:0x8847,load:0x1e->OXM_OF_MPLS_LABEL[],output:22',
    );
    this.#add(
      'mpls-in',
      0,
      130,
      `mpls,in_port=22,mpls_label=${16 + index}`,
      'pop_mpls:0x0800,resubmit(,200)',
    );
  }

  /** What the switch has learned. */
  addLearned() {
    const index = this.#learned++;
    const vlan = (1 + (index % 500)).toString(16).padStart(4, '0');
    const match = `vlan_tci=0x${vlan}/0x0fff,dl_dst=${mac(index, '3c:ec:ef')}`;
    const actions = `load:${hex(1 + this.random.below(48))}->NXM_NX_REG0[0..15],resubmit(,204)`;
    this.flows.add('hand-written/learned', 203, 100, match, actions, '0x0', 'hard_timeout=300');
  }

  /**
   * @param {string} kind
   * @param {number} table
   * @param {number} priority
   * @param {string} match
   * @param {string} actions
   */
  #add(kind, table, priority, match, actions) {
    this.flows.add(`hand-written/${kind}`, table, priority, match, actions);
  }
}
