/** Real packets through the switch: its tracker makes the states, commits, translates and marks, as with any traffic. */
import { exactly, type Requirements } from './fields';
import type { InstalledFlow } from './installed-flow';
import { type Packet, packetsFor } from './packets';
import { type PrivateSwitch, ports } from './switch';

export interface Traffic {
  /** The cookies of the flows that were hit. */
  readonly hits: ReadonlySet<number>;
  /** The connections that were committed, as the switch prints them. */
  readonly connections: readonly string[];
}

/** So that one pipeline cannot take the time of all. */
const mostPackets = 40;

/**
 * Sends a packet, replies to whatever connection it made, and goes on with the connection, for each of many packets.
 * The switch holds the pipeline already. Its connections are forgotten before.
 */
export async function sendTraffic(ours: PrivateSwitch, flows: readonly InstalledFlow[]): Promise<Traffic> {
  await ours.forgetConnections();
  const before = new Map((await ours.dumpFlows()).map(({ cookie, packets }) => [cookie, packets]));
  const packets = packetsFor(flows).flatMap((packet) => toAddresses(packet) ?? []);
  for (const packet of packets.slice(0, mostPackets)) {
    await ours.receive(packet.port, onTheWire(packet, 'syn'));
    const replies = (await ours.connections()).flatMap((connection) => replyTo(connection, packet) ?? []);
    for (const reply of replies) {
      for (const port of ports) {
        await ours.receive(port, onTheWire({ ...reply, port }, 'syn|ack'));
      }
    }
    await ours.receive(packet.port, onTheWire(packet, 'ack'));
  }
  const after = await ours.dumpFlows();
  const hits = after.filter(({ cookie, packets: count }) => count > (before.get(cookie) ?? 0));
  return { hits: new Set(hits.map(({ cookie }) => cookie)), connections: await ours.connections() };
}

/** A packet of IPv4 with what a connection is made of. */
interface Addresses {
  readonly port: number;
  readonly macs: readonly [source: string, destination: string];
  readonly protocol: 1 | 6 | 17;
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** Addresses for what a pipeline leaves open. */
const usual = { nw_src: 0x0ac80001n, nw_dst: 0x0ac80002n, tp_src: 1000n, tp_dst: 2000n };

/** Undefined where it is something else than a packet of TCP, UDP or ICMP over IPv4 from a port of the bridge. */
function toAddresses({ port, fields }: Packet): Addresses | undefined {
  const type = fields.get('dl_type');
  const protocol = Number(fields.get('nw_proto')?.value);
  const isOther = [...fields.keys()].some((name) => /^(?:tun_|icmp_|tcp_flags)/.test(name));
  const isTagged = (fields.get('vlan_tci')?.value ?? 0n) !== 0n;
  if (
    type?.value !== 0x0800n ||
    isTagged ||
    (protocol !== 1 && protocol !== 6 && protocol !== 17) ||
    isOther
  ) {
    return undefined;
  }
  return {
    port,
    macs: [mac(fields, 'dl_src', 0x020000000001n), mac(fields, 'dl_dst', 0x020000000002n)],
    protocol,
    source: ipv4(filled(fields, 'nw_src', usual.nw_src)),
    destination: ipv4(filled(fields, 'nw_dst', usual.nw_dst)),
    sourcePort: Number(filled(fields, 'tp_src', usual.tp_src)),
    destinationPort: Number(filled(fields, 'tp_dst', usual.tp_dst)),
  };
}

function filled(fields: Requirements, name: string, open: bigint): bigint {
  const { value, mask } = fields.get(name) ?? { ...exactly(0), mask: 0n };
  return (value & mask) | (open & ~mask);
}

function ipv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
}

function mac(fields: Requirements, name: string, open: bigint): string {
  return filled(fields, name, open).toString(16).padStart(12, '0').match(/../g)!.join(':');
}

/** What answers a packet of the connection, seen from the far end of any translation. */
function replyTo(connection: string, packet: Addresses): Addresses | undefined {
  const [, protocol, reply = ''] = /^(\w+),orig=\(.*?\),reply=\((.*?)\)/.exec(connection) ?? [];
  const value = (key: string) => new RegExp(`\\b${key}=([^,]*)`).exec(reply)?.[1] ?? '0';
  const number = { icmp: 1, tcp: 6, udp: 17 }[protocol ?? ''];
  if (number !== packet.protocol) {
    return undefined;
  }
  return {
    port: packet.port,
    macs: [packet.macs[1], packet.macs[0]],
    protocol: packet.protocol,
    source: value('src'),
    destination: value('dst'),
    sourcePort: Number(value('sport')),
    destinationPort: Number(value('dport')),
  };
}

/** In the form of datapath flows, which the switch makes a packet of. */
function onTheWire(packet: Addresses, flags: 'syn' | 'syn|ack' | 'ack'): string {
  const { port, macs, protocol, source, destination, sourcePort, destinationPort } = packet;
  const start =
    `in_port(${port}),eth(src=${macs[0]},dst=${macs[1]}),eth_type(0x0800),` +
    `ipv4(src=${source},dst=${destination},proto=${protocol},tos=0,ttl=64,frag=no)`;
  const endpoints = `(src=${sourcePort},dst=${destinationPort})`;
  switch (protocol) {
    case 1:
      return `${start},icmp(type=${flags === 'syn|ack' ? 0 : 8},code=0)`;
    case 6:
      return `${start},tcp${endpoints},tcp_flags(${flags})`;
    case 17:
      return `${start},udp${endpoints}`;
  }
}
