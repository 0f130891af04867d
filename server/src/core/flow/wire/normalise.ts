/**
 * A match without the fields whose prerequisites it does not ask for: what Open vSwitch does with matches of
 * OpenFlow 1.0, and logs of all others. Source: lib/ofp-match.c, ofputil_normalize_match.
 */
import { etherTypes, ipProtocols } from '../../facts/protocol-words';
import { Match } from '../match';
import { isMplsType } from '../prerequisites';

export function normalise(match: Match): Match {
  const normal = new Match(match);
  const drop = (...slots: string[]) => {
    for (const slot of slots) {
      normal.setSlot(slot, 0n, 0n);
    }
  };
  const isEthernet = match.mask('packet_type') === 0n || match.hasDefaultPacketType;
  const type = match.etherType;
  const protocol = Number(match.value('nw_proto'));
  const isIp = type === etherTypes.ipv4 || type === etherTypes.ipv6;
  const isArp = type === etherTypes.arp || type === etherTypes.rarp;
  const { tcp, udp, sctp, icmp, icmp6 } = ipProtocols;
  const hasPorts =
    isIp && [tcp, udp, sctp, type === etherTypes.ipv4 ? icmp : icmp6].includes(protocol as never);
  const discovery = type === etherTypes.ipv6 && protocol === icmp6 ? Number(match.value('tp_src')) : 0;
  const isSolicitation = discovery === 135;
  const isAdvertisement = discovery === 136;
  if (!isEthernet) {
    drop('dl_src', 'dl_dst');
  }
  if (type !== etherTypes.ipv4 && !isArp) {
    drop('nw_src', 'nw_dst');
  }
  if (!hasPorts) {
    drop('tp_src', 'tp_dst');
  }
  if (!isIp && !isArp) {
    drop('nw_proto');
  }
  if (!isIp) {
    drop('nw_tos', 'nw_ttl');
  }
  if (!isArp && !isSolicitation) {
    drop('arp_sha');
  }
  if (!isArp && !isAdvertisement) {
    drop('arp_tha');
  }
  if (type !== etherTypes.ipv6) {
    drop('ipv6_src', 'ipv6_dst', 'ipv6_label');
  }
  if (!isSolicitation && !isAdvertisement) {
    drop('nd_target');
  }
  if (!isMplsType(type)) {
    drop('mpls_lse');
  }
  return normal;
}
