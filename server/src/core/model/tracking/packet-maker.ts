/** Makes up packets that match a flow. */
import type { FileTable } from '../file-table';
import type { FileSection } from '../flow-file';
import { oncePer } from '../once';
import { type PacketSet, slotOf, valueIn } from '../packet-set';

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
  readonly #section: FileSection;
  #known: readonly bigint[] | undefined;

  constructor(section: FileSection) {
    this.#section = section;
  }

  /** The ports that flows of the section match on; one that none matches where there are none. */
  get #ports(): readonly bigint[] {
    if (!this.#known) {
      const ports = new Set<bigint>();
      for (const table of this.#section.tables.values()) {
        for (const port of ports.size < mostPorts ? portsIn(table) : []) {
          ports.add(port);
        }
      }
      this.#known = ports.size > 0 ? [...ports].slice(0, mostPorts) : [1n];
    }
    return this.#known;
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

/** The first ports that flows of a table match on. */
const portsIn = oncePer(({ index }: FileTable): readonly bigint[] => {
  const { kinds, kindOf, flows } = index;
  const slots = kinds.all.map(({ traits }) => traits.signature.slots.find(({ slot }) => slot === 'in_port'));
  const ports = new Set<bigint>();
  for (let at = 0; at < flows.length && ports.size < mostPorts; at++) {
    const slot = slots[kindOf[at]!];
    if (slot) {
      const { words, at: from } = flows[at]!.facts;
      ports.add(valueIn(slot, words, from));
    }
  }
  return [...ports];
});
