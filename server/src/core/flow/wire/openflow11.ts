/**
 * Matches as OpenFlow 1.1 carries them. Source: lib/ofp-match.c, ofputil_match_to_ofp11_match and
 * ofputil_match_from_ofp11_match.
 */
import { matchField } from '../../facts/match-fields';
import { etherTypes, ipProtocols } from '../../facts/protocol-words';
import { Match } from '../match';
import { isMplsType } from '../prerequisites';
import type { MatchOnWire } from './match-on-wire';

const vlanTag = 0x1000n;
const vlanId = 0xfffn;
const vlanPriority = 0xe000n;

/** What a switch reads when the match is sent in OpenFlow 1.1's own format. */
export function throughOpenflow11(match: Match): MatchOnWire {
  const read = new Match();
  copy(match, read, 'in_port', 0xffffn);
  for (const slot of ['dl_src', 'dl_dst']) {
    copyMasked(match, read, slot);
  }
  readVlan(match, read);
  copy(match, read, 'dl_type', 0xffffn);
  if (['dl_src', 'dl_dst', 'vlan_tci', 'dl_type'].some((slot) => read.mask(slot) !== 0n)) {
    read.addEthernetPacketType();
  }
  const type = Number(read.value('dl_type'));
  const isIpv4 = type === etherTypes.ipv4;
  if (isIpv4 && (match.mask('nw_tos') & 0xfcn) !== 0n) {
    read.setSlot('nw_tos', match.value('nw_tos') & 0xfcn, 0xfcn);
  }
  if (isIpv4 || type === etherTypes.arp || type === etherTypes.rarp) {
    copy(match, read, 'nw_proto', 0xffn);
    copyMasked(match, read, 'nw_src');
    copyMasked(match, read, 'nw_dst');
  }
  if (isIpv4 && !readPorts(match, read)) {
    return { error: 'OFPBMC_BAD_FIELD', field: matchField('icmp_type') };
  }
  if (isMplsType(type)) {
    for (const bits of [0xfffff000n, 0xe00n]) {
      if ((match.mask('mpls_lse') & bits) !== 0n) {
        read.setSlot(
          'mpls_lse',
          read.value('mpls_lse') | (match.value('mpls_lse') & bits),
          read.mask('mpls_lse') | bits,
        );
      }
    }
  }
  copyMasked(match, read, 'metadata');
  return { match: read };
}

function copy(match: Match, read: Match, slot: string, mask: bigint): void {
  if (match.mask(slot) !== 0n) {
    read.setSlot(slot, match.value(slot), mask);
  }
}

function copyMasked(match: Match, read: Match, slot: string): void {
  read.setSlot(slot, match.value(slot), match.mask(slot));
}

function readVlan(match: Match, read: Match): void {
  const value = match.value('vlan_tci');
  const mask = match.mask('vlan_tci');
  if (mask === 0n) {
    return;
  }
  if ((mask & vlanTag) !== 0n && (value & vlanTag) === 0n) {
    read.setSlot('vlan_tci', 0n, 0xffffn);
    return;
  }
  const bits =
    vlanTag | ((mask & vlanId) !== 0n ? vlanId : 0n) | ((mask & vlanPriority) !== 0n ? vlanPriority : 0n);
  read.setSlot('vlan_tci', (value | vlanTag) & bits, bits);
}

/** False when the switch refuses the ports. */
function readPorts(match: Match, read: Match): boolean {
  const protocol = Number(read.value('nw_proto'));
  const isIcmp = protocol === ipProtocols.icmp;
  const hasPorts =
    protocol === ipProtocols.tcp || protocol === ipProtocols.udp || protocol === ipProtocols.sctp;
  if (isIcmp && (match.value('tp_src') > 0xffn || match.value('tp_dst') > 0xffn)) {
    return false;
  }
  if (isIcmp || hasPorts) {
    copy(match, read, 'tp_src', 0xffffn);
    copy(match, read, 'tp_dst', 0xffffn);
  }
  return true;
}
