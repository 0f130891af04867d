// The ports of logical switches: port security, replies to ARP, neighbour discovery and DHCP, forwarding, delivery.
import { hex, ipv4, ipv4Number, ipv6, linkLocal, mac, macNumber } from './addresses.mjs';

/** @typedef {import('./flow.mjs').Flows} Flows */

export class OvnPorts {
  #machines = 0;

  /**
   * @param {Flows} flows
   * @param {import('./ovn-switches.mjs').OvnSwitches} switches
   * @param {() => number} nextPort gives a number of an OpenFlow port
   */
  constructor(flows, switches, nextPort) {
    this.flows = flows;
    this.switches = switches;
    this.nextPort = nextPort;
  }

  /** A port on this machine: all that it may send, all that is answered for it, and how it is delivered to. */
  addLocalPort() {
    const { flows } = this;
    const { datapath, key, address, ip, ip6, all } = this.#machine();
    const port = this.nextPort();
    const cookie = this.switches.cookie();
    const inbound = `reg14=${hex(key)},${all}`;
    const outbound = `reg15=${hex(key)},${all}`;
    const own = `${inbound},dl_src=${address}`;
    const place = `load:${hex(datapath)}->OXM_OF_METADATA[],load:${hex(key)}->NXM_NX_REG14[]`;
    flows.add(
      'ovn/port-in',
      0,
      100,
      `in_port=${port}`,
      `load:${hex(port)}->NXM_NX_REG13[],${place},resubmit(,8)`,
      cookie,
    );
    flows.add('ovn/admit', 8, 50, own, 'resubmit(,9)', this.switches.cookie());

    const asking = `${own},nw_src=0.0.0.0,nw_dst=255.255.255.255,tp_src=68,tp_dst=67`;
    flows.add('ovn/own-address', 9, 90, `ip,${own},nw_src=${ip}`, 'resubmit(,10)', cookie);
    flows.add(
      'ovn/own-address',
      9,
      90,
      `ipv6,${own},ipv6_src=${linkLocal(address)}`,
      'resubmit(,10)',
      cookie,
    );
    flows.add('ovn/own-address', 9, 90, `ipv6,${own},ipv6_src=${ip6}`, 'resubmit(,10)', cookie);
    flows.add('ovn/dhcp-allowed', 9, 90, `udp,${asking}`, 'resubmit(,10)', cookie);
    flows.add('ovn/no-other-address', 9, 80, `ip,${own}`, 'drop', cookie);
    flows.add('ovn/no-other-address', 9, 80, `ipv6,${own}`, 'drop', cookie);
    flows.add('ovn/own-arp', 10, 90, `arp,${own},arp_spa=${ip},arp_sha=${address}`, 'resubmit(,11)', cookie);
    flows.add('ovn/no-other-arp', 10, 80, `arp,${inbound}`, 'drop', cookie);
    const told = `icmp6,${inbound},nw_ttl=255,icmp_type=136,icmp_code=0`;
    flows.add(
      'ovn/own-neighbour',
      10,
      90,
      `${told},nd_target=${ip6},nd_tll=${address}`,
      'resubmit(,11)',
      cookie,
    );
    flows.add('ovn/no-other-neighbour', 10, 80, told, 'drop', cookie);

    this.#answerFor(all, address, ip, ip6);
    const offer = `00.00.00.02.00.00.00.00.00.01.de.10.00.00.00.63.${bytesOf(ip)}.79.0e.20.a9.fe.a9.fe`;
    flows.add(
      'ovn/dhcp',
      18,
      100,
      `udp,${asking}`,
      `controller(userdata=${offer},pause),resubmit(,19)`,
      this.switches.cookie(),
    );
    this.#forwardTo(all, key, address, ip);

    const zones = `load:${hex(port)}->NXM_NX_REG13[],load:${hex(datapath * 2)}->NXM_NX_REG11[]`;
    flows.add(
      'ovn/local',
      38,
      100,
      outbound,
      `${zones},load:${hex(datapath * 2 + 1)}->NXM_NX_REG12[],resubmit(,39)`,
      cookie,
    );
    flows.add(
      'ovn/not-back',
      39,
      100,
      `reg10=0/0x1,reg14=${hex(key)},reg15=${hex(key)},${all}`,
      'drop',
      cookie,
    );
    flows.add(
      'ovn/deliver',
      42,
      50,
      `${outbound},dl_dst=${address}`,
      'resubmit(,64)',
      this.switches.cookie(),
    );
    const hidden = 'push:NXM_OF_IN_PORT[],load:0xffff->NXM_OF_IN_PORT[],resubmit(,65),pop:NXM_OF_IN_PORT[]';
    flows.add('ovn/back-to-sender', 64, 100, `reg10=0x1/0x1,${outbound}`, hidden, cookie);
    flows.add('ovn/port-out', 65, 100, outbound, `output:${port}`, cookie);
  }

  /** A port on another machine: it is answered for here, and reached through a tunnel. */
  addRemotePort() {
    const { datapath, key, address, ip, ip6, all } = this.#machine();
    this.#answerFor(all, address, ip, ip6);
    this.#forwardTo(all, key, address, ip);
    const header = `load:${hex(datapath)}->NXM_NX_TUN_ID[0..23],set_field:${hex(key)}/0xffff->tun_metadata0`;
    const from = 'move:NXM_NX_REG14[0..14]->NXM_NX_TUN_METADATA0[16..30]';
    const actions = `${header},${from},output:${1 + (key % 3)}`;
    this.flows.add('ovn/tunnel-out', 37, 100, `reg15=${hex(key)},${all}`, actions, this.switches.cookie());
  }

  /**
   * @param {string} all
   * @param {string} address
   * @param {string} ip
   * @param {string} ip6
   */
  #answerFor(all, address, ip, ip6) {
    const number = macNumber(address);
    const reply = [
      'move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[]',
      `mod_dl_src:${address}`,
      'load:0x2->NXM_OF_ARP_OP[]',
      'move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[]',
      `load:${number}->NXM_NX_ARP_SHA[]`,
      'move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[]',
      `load:${ipv4Number(ip)}->NXM_OF_ARP_SPA[]`,
      'move:NXM_NX_REG14[]->NXM_NX_REG15[]',
      'load:0x1->NXM_NX_REG10[0]',
      'resubmit(,37)',
    ];
    this.flows.add(
      'ovn/arp-responder',
      17,
      50,
      `arp,${all},arp_tpa=${ip},arp_op=1`,
      reply.join(','),
      this.switches.cookie(),
    );
    const match = `icmp6,${all},nw_ttl=255,icmp_type=135,icmp_code=0,nd_target=${ip6}`;
    const userdata = `00.00.00.0c.00.00.00.00.00.19.00.10.80.00.08.06.${address.replaceAll(':', '.')}.00.00`;
    this.flows.add(
      'ovn/neighbour-responder',
      17,
      50,
      match,
      `controller(userdata=${userdata})`,
      this.switches.cookie(),
    );
  }

  /**
   * @param {string} all
   * @param {number} key
   * @param {string} address
   * @param {string} ip
   */
  #forwardTo(all, key, address, ip) {
    const port = `load:${hex(key)}->NXM_NX_REG15[]`;
    this.flows.add(
      'ovn/l2-lookup',
      19,
      50,
      `${all},dl_dst=${address}`,
      `${port},resubmit(,37)`,
      this.switches.cookie(),
    );
    const router = `reg0=${ipv4Number(ip)},reg15=0x1,${all}`;
    this.flows.add(
      'ovn/arp-resolve',
      21,
      100,
      router,
      `mod_dl_dst:${address},resubmit(,22)`,
      this.switches.cookie(),
    );
  }

  /** The next machine: on the switches in turn. */
  #machine() {
    const index = this.#machines++;
    const chosen = this.switches.list[index % this.switches.list.length];
    if (!chosen) {
      throw new Error('There is no switch yet.');
    }
    const key = ++chosen.ports;
    const { datapath } = chosen;
    return {
      datapath,
      key,
      address: mac(index),
      ip: ipv4(10, 0x10000 + index),
      ip6: ipv6('fd00:10', 1 + index),
      all: `metadata=${hex(datapath)}`,
    };
  }
}

/** @param {string} address */
function bytesOf(address) {
  return address
    .split('.')
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('.');
}
