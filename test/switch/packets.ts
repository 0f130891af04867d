/** Packets that try a pipeline: for each of its flows, and for flows together, as a packet passes several. */
import { both, exactly, packetOf, type Requirements, requirementsOf } from './fields';
import type { InstalledFlow } from './installed-flow';
import { ports } from './switch';

/** A packet whose way is followed, in the requirements that it fulfils and as a match. */
export interface Packet {
  readonly port: number;
  readonly fields: Requirements;
  readonly text: string;
}

/** So that one pipeline cannot take the time of all. What is left out are packets for three flows together. */
const mostPackets = 500;

/** Packets of the usual kinds, which flows may or may not ask for. */
const usual: readonly Requirements[] = [
  new Map(),
  new Map([['dl_type', exactly(0x0806)]]),
  ...[6, 17, 1].map(
    (protocol) =>
      new Map([
        ['dl_type', exactly(0x0800)],
        ['nw_proto', exactly(protocol)],
      ]),
  ),
];

/** In an order in which those for a single flow come first. */
export function packetsFor(flows: readonly InstalledFlow[]): Packet[] {
  const wanted = distinct([...flows.map(requirementsOf), ...usual]);
  const pairs = distinct(wanted.flatMap((one) => wanted.flatMap((other) => both(one, other) ?? [])));
  const triples = pairs.flatMap((pair) => wanted.flatMap((one) => both(pair, one) ?? []));
  const packets = new Map<string, Packet>();
  for (const fields of distinct([...wanted, ...pairs, ...triples])) {
    for (const port of portsFor(fields, flows)) {
      const complete = new Map(fields).set('in_port', exactly(port));
      for (const open of [0n, 1n] as const) {
        const text = packetOf(complete, open);
        packets.set(text, { port, fields: complete, text });
      }
    }
  }
  return [...packets.values()].slice(0, mostPackets);
}

/** The port that is asked for; else each port that any flow asks for, and one that none does. */
function portsFor(fields: Requirements, flows: readonly InstalledFlow[]): number[] {
  const asked = fields.get('in_port');
  if (asked) {
    return [Number(asked.value)];
  }
  const named = ports.filter((port) => flows.some(({ match }) => match.includes(`in_port=${port}`)));
  const other = ports.find((port) => !named.includes(port));
  return other === undefined ? named : [...named, other];
}

function distinct(all: readonly Requirements[]): Requirements[] {
  const seen = new Map<string, Requirements>();
  for (const each of all) {
    const key = [...each]
      .map(([name, { value, mask }]) => `${name}=${value}/${mask}`)
      .sort()
      .join();
    if (!seen.has(key)) {
      seen.set(key, each);
    }
  }
  return [...seen.values()];
}
