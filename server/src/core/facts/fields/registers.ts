/**
 * Registers, and the options of tunnels. Source: ovs-fields(7), "Register Fields" and "Tunnel Metadata";
 * releases from include/openvswitch/meta-flow.h.
 */
import { byActions, defineField, type MatchField } from './field';

/** Open vSwitch had 16 registers of 32 bits before it had 32 of them. */
const since37 = 16;

function register(index: number): MatchField {
  const recent = index >= since37;
  const since = recent ? '3.7' : index >= 8 ? '2.6' : index >= 5 ? '1.7' : index >= 4 ? '1.3' : '1.1';
  return defineField({
    name: `reg${index}`,
    codePoints: [
      recent
        ? { name: `NXOXM_ET_REG${index}`, since, experimenter: true }
        : { name: `NXM_NX_REG${index}`, since },
    ],
    title: `Register ${index}`,
    bits: 32,
    format: 'hexadecimal',
    writable: byActions,
    since,
    meaning: `A 32-bit variable that travels with the packet. It is 0 at first. It is also ${index % 2 === 0 ? 'the high' : 'the low'} half of \`xreg${index >> 1}\`.`,
    example: `reg${index}=0x5/0xff`,
  });
}

/** `xreg0` is `reg0` (high) and `reg1` (low), and so on. */
function extendedRegister(index: number): MatchField {
  const since = index * 2 >= since37 ? '3.7' : '2.4';
  return defineField({
    name: `xreg${index}`,
    codePoints: [{ name: `OXM_OF_PKT_REG${index}`, since, openflow: '1.3' }],
    title: `Extended register ${index}`,
    bits: 64,
    format: 'hexadecimal',
    writable: byActions,
    since,
    storage: [
      { slot: `reg${index * 2}`, width: 32, fieldShift: 32 },
      { slot: `reg${index * 2 + 1}`, width: 32 },
    ],
    meaning: `A 64-bit variable that travels with the packet: \`reg${index * 2}\` (high half) and \`reg${index * 2 + 1}\` (low half) in one.`,
    example: `xreg${index}=0x5/0xff`,
  });
}

/** `xxreg0` is `reg0` (highest) to `reg3`, and so on. */
function doubleExtendedRegister(index: number): MatchField {
  const recent = index * 4 >= since37;
  const since = recent ? '3.7' : '2.6';
  return defineField({
    name: `xxreg${index}`,
    codePoints: [
      recent
        ? { name: `NXOXM_ET_XXREG${index}`, since, experimenter: true }
        : { name: `NXM_NX_XXREG${index}`, since },
    ],
    title: `Double-extended register ${index}`,
    bits: 128,
    format: 'hexadecimal',
    writable: byActions,
    since,
    storage: [96, 64, 32, 0].map((fieldShift, part) => ({
      slot: `reg${index * 4 + part}`,
      width: 32,
      fieldShift,
    })),
    meaning: `A 128-bit variable that travels with the packet: \`reg${index * 4}\` (highest) to \`reg${index * 4 + 3}\` in one.`,
    example: `xxreg${index}=0x5/0xff`,
  });
}

function tunnelOption(index: number): MatchField {
  return defineField({
    name: `tun_metadata${index}`,
    codePoints: [{ name: `NXM_NX_TUN_METADATA${index}`, since: '2.5' }],
    title: `Tunnel option ${index}`,
    bits: 992,
    format: 'hexadecimal',
    writable: byActions,
    since: '2.5',
    meaning: `An option of the tunnel header (Geneve), as the switch maps it: \`ovs-ofctl add-tlv-map\` says which option it is and how long.`,
    example: `tun_metadata${index}=0x1234`,
  });
}

function each(count: number, make: (index: number) => MatchField): MatchField[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

export const registerFields: readonly MatchField[] = [
  ...each(32, register),
  ...each(16, extendedRegister),
  ...each(8, doubleExtendedRegister),
];

export const tunnelOptionFields: readonly MatchField[] = each(64, tunnelOption);
