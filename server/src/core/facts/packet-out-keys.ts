/**
 * Words of packet-out lines: a packet that the switch is told to process.
 * Source: ovs-ofctl(8), "Packet-Out Syntax"; lib/ofp-packet.c, parse_ofp_packet_out_str__.
 */

export interface PacketOutKey {
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
}

export const packetOutKeys: readonly PacketOutKey[] = [
  {
    name: 'in_port',
    meaning:
      'The port that the packet is said to have come in on: a number, LOCAL, CONTROLLER or NONE. CONTROLLER when left out.',
    example: 'in_port=1',
  },
  {
    name: 'packet_type',
    meaning: 'The namespace and type of the packet; an Ethernet frame when left out.',
    example: 'packet_type(1,0x800)',
  },
  {
    name: 'packet',
    meaning: 'The bytes of the packet in hexadecimal, Ethernet header first, at least 14.',
    example: 'packet=0001020304050010203040500800',
  },
  {
    name: 'actions',
    meaning: 'What the switch does with the packet. It drops it without.',
    example: 'actions=table',
  },
];

const pipelineFields =
  /^(?:tun_(?:id|src|dst|ipv6_src|ipv6_dst|flags|gbp_id|gbp_flags|erspan_ver|erspan_idx|erspan_dir|erspan_hwid|gtpu_flags|gtpu_msgtype|metadata\d+)|metadata|in_port|in_port_oxm|x{0,2}reg\d+|packet_type)$/;

/**
 * Whether the field of that name travels with a packet through the pipeline, and so may be given along with
 * one. Source: lib/meta-flow.c, mf_is_pipeline_field.
 */
export function isPipelineField(name: string): boolean {
  return pipelineFields.test(name);
}

/** The length of an Ethernet header. Source: lib/packets.h, ETH_HEADER_LEN. */
export const shortestPacket = 14;
