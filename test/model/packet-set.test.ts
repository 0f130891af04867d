import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import {
  covers,
  keyOf,
  overlaps,
  type PacketSet,
  signatureOf,
  slotOf,
} from '../../server/src/core/model/packet-set';

/** Sets over two slots of three bits: few enough packets to try all of them. */
const slot = fc.option(fc.record({ value: fc.nat({ max: 7 }), mask: fc.integer({ min: 1, max: 7 }) }), {
  nil: undefined,
});
const sets: fc.Arbitrary<PacketSet> = fc
  .record({ a: slot, b: slot })
  .map((slots) =>
    Object.entries(slots).flatMap(([name, given]) =>
      given ? [{ slot: name, value: BigInt(given.value & given.mask), mask: BigInt(given.mask) }] : [],
    ),
  );

const packets = Array.from(
  { length: 64 },
  (_, index) =>
    new Map([
      ['a', BigInt(index & 7)],
      ['b', BigInt(index >> 3)],
    ]),
);

function matching(set: PacketSet): boolean[] {
  return packets.map((packet) => set.every(({ slot, value, mask }) => (packet.get(slot)! & mask) === value));
}

/** The packets that a flow matches. */
function packetsOf(flow: string): PacketSet {
  return new CheckedDocument(flow).file.lines[0]!.flow!.packets;
}

describe('sets of packets', () => {
  test('cover and overlap each other as the packets in them do', () => {
    fc.assert(
      fc.property(sets, sets, (left, right) => {
        const [inLeft, inRight] = [matching(left), matching(right)];
        expect(covers(left, right)).toBe(inRight.every((is, index) => !is || inLeft[index]));
        expect(overlaps(left, right)).toBe(inRight.some((is, index) => is && inLeft[index]));
        expect(keyOf(left) === keyOf(right)).toBe(inRight.every((is, index) => is === inLeft[index]));
      }),
      { seed: 6, numRuns: 3000 },
    );
  });

  test.each([
    ['ip,nw_dst=10.0.0.0/8', 'ip,nw_dst=10.1.2.3', true],
    ['ip,nw_dst=10.1.2.3', 'ip,nw_dst=10.0.0.0/8', false],
    ['ip', 'tcp,tcp_dst=80', true],
    ['tcp', 'udp', false],
    ['', 'arp', true],
    ['reg0=1', 'xreg0=0x100000000', true],
    ['tun_metadata0', 'tun_metadata0=0x1', true],
    ['ct_state=+new,ip', 'ip', true],
  ])('%s covers %s: %s', (outer, inner, expected) => {
    expect(covers(packetsOf(`${outer},actions=drop`), packetsOf(`${inner},actions=drop`))).toBe(expected);
  });

  test('leave connection state apart', () => {
    const packetSet = packetsOf('ct_state=+trk+new,tcp,actions=drop');
    expect(slotOf(packetSet, 'ct_state')).toBeUndefined();
    expect(slotOf(packetSet, 'nw_proto')?.value).toBe(6n);
  });

  test('of the same bits have the same signature', () => {
    expect(signatureOf(packetsOf('tcp,tcp_dst=80,actions=drop'))).toBe(
      signatureOf(packetsOf('udp,udp_dst=7,actions=drop')),
    );
    expect(signatureOf(packetsOf('tcp,actions=drop'))).not.toBe(signatureOf(packetsOf('ip,actions=drop')));
  });
});
