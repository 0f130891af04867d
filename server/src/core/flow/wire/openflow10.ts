/**
 * Matches as OpenFlow 1.0 carries them: twelve fields and a bit for each that is wildcarded.
 * Source: lib/ofp-match.c, ofputil_match_to_ofp10_match and ofputil_match_from_ofp10_match.
 */
import { Match } from '../match';
import { prefixLength, prefixMask } from '../values/addresses';
import type { MatchOnWire } from './match-on-wire';
import { normalise } from './normalise';

const exactSlots: readonly [slot: string, mask: bigint][] = [
  ['in_port', 0xffffn],
  ['dl_src', 0xffffffffffffn],
  ['dl_dst', 0xffffffffffffn],
  ['dl_type', 0xffffn],
  ['nw_proto', 0xffn],
  ['tp_src', 0xffffn],
  ['tp_dst', 0xffffn],
];

const vlanTag = 0x1000n;
const vlanId = 0xfffn;
const vlanPriority = 0xe000n;
const typeOfServiceBits = 0xfcn;

/** What a switch reads when the match is sent in OpenFlow 1.0's own format. */
export function throughOpenflow10(match: Match): MatchOnWire {
  const read = new Match();
  let wildcards = false;
  for (const [slot, mask] of exactSlots) {
    if (match.mask(slot) !== 0n) {
      read.setSlot(slot, match.value(slot) & mask, mask);
    } else {
      wildcards = true;
    }
  }
  for (const slot of ['nw_src', 'nw_dst']) {
    const mask = prefixMask(prefixLength(match.mask(slot), 32) ?? 0, 32);
    read.setSlot(slot, match.value(slot) & mask, mask);
    wildcards ||= mask !== 0xffffffffn;
  }
  if ((match.mask('nw_tos') & typeOfServiceBits) !== 0n) {
    read.setSlot('nw_tos', match.value('nw_tos') & typeOfServiceBits, typeOfServiceBits);
  } else {
    wildcards = true;
  }
  wildcards = readVlan(match, read) || wildcards;
  if ([...read.slots.keys()].some((slot) => slot !== 'in_port')) {
    read.addEthernetPacketType();
  }
  return { match: normalise(read), exact: !wildcards };
}

/** Returns whether any of the VLAN fields is wildcarded. */
function readVlan(match: Match, read: Match): boolean {
  const value = match.value('vlan_tci');
  const mask = match.mask('vlan_tci');
  if (mask === 0n) {
    return true;
  }
  if ((mask & vlanTag) !== 0n && (value & vlanTag) === 0n) {
    // OpenFlow 1.0 can ask for packets without a tag, and for nothing else about them.
    read.setSlot('vlan_tci', 0n, 0xffffn);
    return false;
  }
  const wanted = ((mask & vlanId) !== 0n ? vlanId : 0n) | ((mask & vlanPriority) !== 0n ? vlanPriority : 0n);
  if (wanted !== 0n) {
    const bits = wanted | vlanTag;
    read.setSlot('vlan_tci', (value | vlanTag) & bits, bits);
  }
  return wanted !== (vlanId | vlanPriority);
}
