/** Makes up packets that match a flow. */
import type { FileSection } from '../flow-file';
import { type PacketSet, slotOf } from '../packet-set';

/** Ports beyond these are not tried. */
const mostPorts = 16;

/** Registers and metadata of a packet are zero unless a flow has written them; these can be anything. */
const headers = [
  'dl_src',
  'dl_dst',
  'nw_src',
  'nw_dst',
  'ipv6_src',
  'ipv6_dst',
  'tp_src',
  'tp_dst',
  'nw_tos',
  'nw_ttl',
];

/** What no flow asks for but by accident. */
const fillers = [0n, 0x5a3c_96e1_0f2d_b487_1c69_e35a_7b82_d4c6n, 0xa5c3_691e_f0d2_4b78_e396_1ca5_847d_2b39n];

export class PacketMaker {
  /** The ports that flows of the section match on; one that none matches where there are none. */
  readonly #ports: readonly bigint[];

  constructor(section: FileSection) {
    const ports = new Set<bigint>();
    for (const { flows } of section.tables.values()) {
      for (const { facts } of flows) {
        const port = ports.size < mostPorts ? slotOf(facts.packets, 'in_port') : undefined;
        if (port) {
          ports.add(port.value);
        }
      }
    }
    this.#ports = ports.size > 0 ? [...ports] : [1n];
  }

  /** Packets of the set: what it leaves open is zero, or some other value; from each port that the file names. */
  *packetsOf(packets: PacketSet): Generator<ReadonlyMap<string, bigint>> {
    const ports = slotOf(packets, 'in_port') ? [0n] : this.#ports;
    for (const filler of fillers) {
      for (const port of ports) {
        const slots = new Map<string, bigint>([['in_port', port]]);
        for (const slot of headers) {
          slots.set(slot, filler);
        }
        for (const { slot, value, mask } of packets) {
          slots.set(slot, value | ((slots.get(slot) ?? 0n) & ~mask));
        }
        yield slots;
      }
    }
  }
}
