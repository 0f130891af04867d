/** Whether a match meets what a field or an action needs. Source: lib/meta-flow.c, mf_are_prereqs_ok__. */
import { flagBit } from '../facts/connection-state';
import type { PrerequisiteName } from '../facts/prerequisites';
import { etherTypes, ipProtocols } from '../facts/protocol-words';
import type { Match } from './match';

const vlanTagPresent = 0x1000n;
const laterFragment = 2n;
const neighborSolicitation = 135n;
const neighborAdvertisement = 136n;

/**
 * Whether a match, or the packet at some point of an action list, meets the prerequisite. `Open vSwitch` looks
 * at values alone: a field that is not matched counts as 0.
 */
export function meets(prerequisite: PrerequisiteName | undefined, match: Match): boolean {
  const { etherType } = match;
  switch (prerequisite) {
    case undefined:
      return true;
    case 'ethernet':
      return match.value('packet_type') === 0n;
    case 'vlan':
      return match.value('packet_type') === 0n && (match.value('vlan_tci') & vlanTagPresent) !== 0n;
    case 'mpls':
      return isMplsType(etherType);
    case 'arp':
      return etherType === etherTypes.arp || etherType === etherTypes.rarp;
    case 'ip':
      return isIp(match);
    case 'ipv4':
      return etherType === etherTypes.ipv4;
    case 'ipv6':
      return etherType === etherTypes.ipv6;
    case 'tcp':
    case 'udp':
    case 'sctp':
      return isTransport(match, ipProtocols[prerequisite]);
    case 'icmp':
      return etherType === etherTypes.ipv4 && match.value('nw_proto') === BigInt(ipProtocols.icmp);
    case 'icmp6':
      return isIcmp6(match);
    case 'nd':
      return isNeighborDiscovery(match);
    case 'nd-solicitation':
      return isNeighborDiscovery(match) && match.value('tp_src') === neighborSolicitation;
    case 'nd-advertisement':
      return isNeighborDiscovery(match) && match.value('tp_src') === neighborAdvertisement;
    case 'nsh':
      return etherType === etherTypes.nsh;
    case 'connection':
      return isInConnection(match);
  }
}

export function isMplsType(etherType: number): boolean {
  return etherType === etherTypes.mpls || etherType === etherTypes.mplsMulticast;
}

export function isIp({ etherType }: Match): boolean {
  return etherType === etherTypes.ipv4 || etherType === etherTypes.ipv6;
}

function isTransport(match: Match, protocol: number): boolean {
  return (
    isIp(match) &&
    match.value('nw_proto') === BigInt(protocol) &&
    (match.value('nw_frag') & laterFragment) === 0n
  );
}

function isIcmp6(match: Match): boolean {
  return match.etherType === etherTypes.ipv6 && match.value('nw_proto') === BigInt(ipProtocols.icmp6);
}

function isNeighborDiscovery(match: Match): boolean {
  const type = match.value('tp_src');
  return (
    isIcmp6(match) &&
    match.value('tp_dst') === 0n &&
    (type === neighborSolicitation || type === neighborAdvertisement)
  );
}

const inConnection = ['new', 'est', 'rel', 'rpl', 'snat', 'dnat'].reduce(
  (bits, name) => bits | flagBit(name),
  0,
);

/** Whether the match is on packets of a connection. Source: lib/flow.h, is_ct_valid. */
function isInConnection(match: Match): boolean {
  const state = Number(match.value('ct_state'));
  const mask = Number(match.mask('ct_state'));
  const explicitlyValid = (state & flagBit('trk')) !== 0 && (mask & ~state & flagBit('inv')) !== 0;
  return (state & inConnection) !== 0 || explicitlyValid;
}
