// A node of Kubernetes as Antrea lays it out: services, their endpoints, network policies, pods, routes to other nodes.
import { hex, ipv4, ipv4Number, mac } from './addresses.mjs';

/** @typedef {import('./flow.mjs').Flows} Flows */
/** @typedef {import('./random.mjs').Random} Random */

const first = 100;
/** The tables of a node, in the order in which packets go through them. */
const tables = {
  spoofGuard: first + 1,
  conntrack: first + 2,
  conntrackState: first + 3,
  affinity: first + 5,
  service: first + 6,
  endpoint: first + 7,
  egress: first + 8,
  routing: first + 9,
  forwarding: first + 10,
  ingress: first + 11,
  commit: first + 12,
  output: first + 13,
};

const zone = 65520;
const gateway = mac(1, 'aa:bb:cc');

export class Kubernetes {
  #services = 0;
  #endpoints = 0;
  #policies = 0;
  #pods = 0;
  #nodes = 0;

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

  /** What is there before the first pod. */
  start() {
    const { flows } = this;
    const add = (
      /** @type {string} */ kind,
      /** @type {keyof typeof tables} */ table,
      /** @type {number} */ priority,
      /** @type {string} */ match,
      /** @type {string} */ actions,
    ) => flows.add(`kubernetes/${kind}`, tables[table], priority, match, actions, '0x1000000000000');
    const to = (/** @type {keyof typeof tables} */ table) => `resubmit(,${tables[table]})`;
    flows.add(
      'kubernetes/gateway-in',
      0,
      200,
      'in_port=10',
      `load:0x1->NXM_NX_REG0[0..3],${to('spoofGuard')}`,
    );
    add('gateway', 'spoofGuard', 200, `ip,in_port=10,dl_src=${gateway}`, to('conntrack'));
    add('nothing-else', 'spoofGuard', 0, '', 'drop');
    add('track', 'conntrack', 200, 'ip', `ct(table=${tables.conntrackState},zone=${zone},nat)`);
    add('nothing-else', 'conntrack', 0, '', 'drop');
    add('invalid', 'conntrackState', 200, 'ct_state=+inv+trk,ip', 'drop');
    add('known-service', 'conntrackState', 190, 'ct_state=-new+trk,ct_mark=0x10/0x10,ip', to('egress'));
    add('next-table', 'conntrackState', 0, '', to('affinity'));
    add('no-affinity', 'affinity', 0, '', `load:0x1->NXM_NX_REG4[16..18],${to('service')}`);
    add('next-table', 'service', 0, '', to('endpoint'));
    add('next-table', 'endpoint', 0, '', to('egress'));
    add('isolated', 'egress', 0, '', to('routing'));
    add('to-gateway', 'routing', 0, '', to('forwarding'));
    add('next-table', 'forwarding', 0, '', to('ingress'));
    add('isolated', 'ingress', 0, '', to('commit'));
    const mark = 'load:0x1->NXM_NX_CT_MARK[0..3]';
    add(
      'commit',
      'commit',
      200,
      'ct_state=+new+trk,ip',
      `ct(commit,table=${tables.output},zone=${zone},exec(${mark}))`,
    );
    add('next-table', 'commit', 0, '', to('output'));
    add('output', 'output', 200, 'reg0=0x100/0x100', 'output:NXM_NX_REG1[]');
    add('nothing-else', 'output', 0, '', 'drop');
  }

  /**
   * A port of a service with its endpoints. Some services keep a client with the endpoint that it met first: for
   * these a flow learns others.
   * @param {number} groups how many groups the file may have
   */
  addService(groups) {
    const { flows, random } = this;
    const service = this.#services++;
    const address = ipv4(10, 0x600000 + (service >>> 1));
    const protocol = service % 9 === 8 ? 'udp' : 'tcp';
    const port = service % 2 === 0 ? 443 : random.pick([53, 80, 2379, 8080, 9100, 9153]);
    const cookie = hex(0x1030000000000n + BigInt(service));
    const match = `${protocol},reg4=0x10000/0x70000,nw_dst=${address},tp_dst=${port}`;
    const chosen = this.#addEndpoint(protocol, cookie);
    for (let more = random.below(3); more > 0; more--) {
      this.#addEndpoint(protocol, cookie);
    }
    const select = `load:${chosen.number}->NXM_NX_REG3[],load:${hex(chosen.port)}->NXM_NX_REG4[0..15]`;
    const table = tables.service;
    if (service % 12 === 5) {
      const learned = [
        `table=${tables.affinity}`,
        'hard_timeout=300',
        'priority=200',
        'delete_learned',
        `cookie=${cookie}`,
        'eth_type=0x800',
        `nw_proto=${protocol === 'tcp' ? 6 : 17}`,
        protocol === 'tcp' ? 'NXM_OF_TCP_DST[]' : 'NXM_OF_UDP_DST[]',
        'NXM_OF_IP_DST[]',
        'NXM_OF_IP_SRC[]',
        'load:NXM_NX_REG3[]->NXM_NX_REG3[]',
        'load:NXM_NX_REG4[0..15]->NXM_NX_REG4[0..15]',
        'load:0x2->NXM_NX_REG4[16..18]',
      ];
      const actions = `${select},learn(${learned.join(',')}),resubmit(,${tables.endpoint})`;
      flows.add('kubernetes/service-affinity', table, 190, match, actions, cookie);
    } else if (!flows.printed && service % 3 === 0) {
      const group = groups + 1 + (service % groups);
      flows.addGroup(
        group,
        [0, 1].map((each) => {
          const endpoint = `load:${ipv4Number(ipv4(10, 0xa0000 + each))}->NXM_NX_REG3[]`;
          return `${endpoint},load:0x1f90->NXM_NX_REG4[0..15],resubmit(,${tables.endpoint})`;
        }),
      );
      const actions = `load:0x2->NXM_NX_REG4[16..18],load:0x1->NXM_NX_REG0[9],group:${group}`;
      flows.add('kubernetes/service-group', table, 200, match, actions, cookie);
    } else {
      const actions = `${select},load:0x2->NXM_NX_REG4[16..18],load:0x1->NXM_NX_REG0[9],resubmit(,${tables.endpoint})`;
      flows.add('kubernetes/service', table, 200, match, actions, cookie);
    }
  }

  /**
   * @param {string} protocol
   * @param {string} cookie
   */
  #addEndpoint(protocol, cookie) {
    const index = this.#endpoints++;
    const address = ipv4(10, 0xa0000 + index);
    const number = ipv4Number(address);
    const port = this.random.pick([8080, 8443, 9090, 5000]);
    const match = `${protocol},reg3=${number},reg4=${hex(0x20000 + port)}/0x7ffff`;
    const nat = `nat(dst=${address}:${port}),exec(load:0x1->NXM_NX_CT_MARK[4])`;
    const actions = `ct(commit,table=${tables.egress},zone=${zone},${nat})`;
    this.flows.add('kubernetes/endpoint', tables.endpoint, 200, match, actions, cookie);
    return { number, port };
  }

  /** A network policy: who may talk to whom on which ports. */
  addPolicy() {
    const { flows } = this;
    const policy = this.#policies++;
    const id = 0x100000 + policy;
    const isIngress = policy % 2 === 0;
    const table = isIngress ? tables.ingress : tables.egress;
    const next = isIngress ? tables.commit : tables.routing;
    const cookie = hex(0x1020000000000n + BigInt(policy));
    const priority = 14000 + (policy % 900);
    const label = `load:${hex(id)}->NXM_NX_CT_LABEL[${isIngress ? '0..31' : '32..63'}]`;
    const actions = `ct(commit,table=${next},zone=${zone},exec(${label}))`;
    flows.add('kubernetes/policy', table, priority, `conj_id=${id},ct_state=+new+trk,ip`, actions, cookie);
    for (let index = 0; index < 5; index++) {
      const other = `nw_src=${ipv4(10, 0xe00000 + policy * 8 + index)}`;
      flows.add('kubernetes/policy-from', table, priority, `ip,${other}`, `conjunction(${id},1/3)`, cookie);
    }
    const own = isIngress ? `reg1=${hex(16 + policy)}` : `in_port=${1000 + policy}`;
    flows.add('kubernetes/policy-to', table, priority, `ip,${own}`, `conjunction(${id},2/3)`, cookie);
    const range = `tp_dst=${hex(0x2000 + (policy % 512) * 8)}/0xfff8`;
    flows.add('kubernetes/policy-ports', table, priority, `tcp,${range}`, `conjunction(${id},3/3)`, cookie);
    flows.add('kubernetes/policy-ports', table, priority, 'udp,tp_dst=53', `conjunction(${id},3/3)`, cookie);
    const refused = `ip,${own}`;
    flows.add(
      'kubernetes/policy-default',
      table,
      13000 - (policy % 900),
      `${refused},nw_ecn=0`,
      'drop',
      cookie,
    );
  }

  /** A pod of this node. */
  addPod() {
    const { flows } = this;
    const pod = this.#pods++;
    const port = this.nextPort();
    const address = mac(pod, 'e2:7f:3a');
    const ip = ipv4(10, 0x0f0000 + pod);
    const cookie = hex(0x1010000000000n + BigInt(pod));
    const to = (/** @type {keyof typeof tables} */ table) => `resubmit(,${tables[table]})`;
    const source = `in_port=${port},dl_src=${address}`;
    flows.add(
      'kubernetes/pod-in',
      0,
      190,
      `in_port=${port}`,
      `load:0x3->NXM_NX_REG0[0..3],${to('spoofGuard')}`,
      cookie,
    );
    flows.add(
      'kubernetes/spoof-guard',
      tables.spoofGuard,
      200,
      `ip,${source},nw_src=${ip}`,
      to('conntrack'),
      cookie,
    );
    const asked = `arp,in_port=${port},arp_spa=${ip},arp_sha=${address}`;
    flows.add('kubernetes/spoof-guard-arp', tables.spoofGuard, 200, asked, 'NORMAL', cookie);
    const route = `mod_dl_src:${gateway},mod_dl_dst:${address},dec_ttl,${to('forwarding')}`;
    flows.add(
      'kubernetes/route-to-pod',
      tables.routing,
      200,
      `ip,reg0=0x200/0x200,nw_dst=${ip}`,
      route,
      cookie,
    );
    const out = `load:${hex(port)}->NXM_NX_REG1[],load:0x1->NXM_NX_REG0[8],${to('ingress')}`;
    flows.add('kubernetes/l2-forwarding', tables.forwarding, 200, `dl_dst=${address}`, out, cookie);
  }

  /** Another node, with the pods on it. */
  addNode() {
    const node = this.#nodes++;
    const match = `ip,nw_dst=${ipv4(11, node << 8)}/24`;
    const tunnel = `load:${ipv4Number(ipv4(192, 0xa80000 + node))}->NXM_NX_TUN_IPV4_DST[]`;
    const actions = `dec_ttl,mod_dl_src:${gateway},mod_dl_dst:aa:bb:cc:dd:ee:ff,${tunnel},load:0x1->NXM_NX_REG1[]`;
    const last = `load:0x1->NXM_NX_REG0[8],resubmit(,${tables.ingress})`;
    this.flows.add(
      'kubernetes/route-to-node',
      tables.routing,
      200,
      match,
      `${actions},${last}`,
      '0x1010000000000',
    );
  }
}
