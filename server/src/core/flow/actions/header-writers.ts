/**
 * Actions that write to packet headers, push and pop them: how they are read, and what becomes of them on the
 * wire of each OpenFlow version. Source: lib/ofp-actions.c, the parse_ and encode_ functions.
 */
import { formatsSince, type OpenflowVersion } from '../../facts/flow-formats';
import { matchField } from '../../facts/match-fields';
import { etherTypes, ipProtocols } from '../../facts/protocol-words';
import type { Problems } from '../problem';
import { ones } from '../values/reading';
import type { Action, ActionContext, ActionParser, Argument, WireError } from './action';
import { noteIgnored } from './arguments';
import {
  type HeaderAction,
  type HeaderActionKind,
  headerAction,
  type SeenHeaders,
  since13,
} from './header-actions';
import { readIp, readLabel, readMac, readTunnelId } from './header-values';
import { type NumberKind, readNumber } from './numbers';
import { fieldWrite } from './set-field';

type Reader = (argument: Argument, problems: Problems) => bigint | number | undefined;

/** How a keyword is read, and what becomes of the action on the wire. */
interface Row {
  readonly kind: HeaderActionKind;
  readonly form?: HeaderAction['form'];
  readonly read: Reader;
  /** The versions that have the action, where `ovs-ofctl` looks. */
  readonly since?: OpenflowVersion;
  readonly onWire?: (
    action: HeaderAction,
    version: OpenflowVersion,
    seen: SeenHeaders,
  ) => readonly Action[] | WireError;
}

const vlanId = number({
  bits: 16,
  title: 'VLAN ID',
  judgeName: 'VLAN VID',
  largest: 0xfff,
  range: 'a number from 0 to 4095',
});
const priority = number({
  bits: 8,
  title: 'VLAN priority',
  judgeName: 'VLAN PCP',
  largest: 7,
  range: 'a number from 0 to 7',
});
const etherType = (judgeName: string) =>
  number({ title: 'Ethernet type', judgeName, bits: 16, range: 'an Ethernet type such as 0x0800' });
const port = (judgeName: string) =>
  number({ title: 'port number', judgeName, bits: 16, range: 'a port number from 0 to 65535' });
const timeToLive = number({ bits: 8, title: 'TTL', judgeName: 'TTL', range: 'a number from 0 to 255' });

const table: Readonly<Record<string, Row>> = {
  mod_dl_src: { kind: 'mod_dl_src', read: readMac, onWire: setFieldSince12('eth_src') },
  mod_dl_dst: { kind: 'mod_dl_dst', read: readMac, onWire: setFieldSince12('eth_dst') },
  mod_nw_src: { kind: 'mod_nw_src', read: readIp, onWire: setFieldSince12('ip_src') },
  mod_nw_dst: { kind: 'mod_nw_dst', read: readIp, onWire: setFieldSince12('ip_dst') },
  mod_nw_tos: {
    kind: 'mod_nw_tos',
    read: number({
      bits: 8,
      title: 'type of service that mod_nw_tos can write',
      judgeName: 'TOS',
      largest: 0xfc,
      valid: (tos) => tos % 4 === 0,
      range: 'a multiple of 4 from 0 to 252: the DSCP times 4',
    }),
    onWire: setFieldSince12('ip_dscp', (tos) => tos >> 2n),
  },
  mod_nw_ecn: {
    kind: 'mod_nw_ecn',
    read: number({ bits: 8, title: 'ECN', judgeName: 'ECN', largest: 3, range: 'a number from 0 to 3' }),
    onWire: (action, version, seen) =>
      version === '1.0' ? [load('nw_ecn', action)] : setFieldSince12('nw_ecn')(action, version, seen),
  },
  mod_nw_ttl: { kind: 'mod_nw_ttl', read: timeToLive, onWire: loadIn10('nw_ttl') },
  set_nw_ttl: { kind: 'mod_nw_ttl', read: timeToLive, onWire: loadIn10('nw_ttl') },
  mod_tp_src: { kind: 'mod_tp_src', read: port('source port'), onWire: setPort('src') },
  mod_tp_dst: { kind: 'mod_tp_dst', read: port('destination port'), onWire: setPort('dst') },
  mod_vlan_vid: { kind: 'set_vlan_vid', form: 'push-if-needed', read: vlanId, onWire: setVlan },
  set_vlan_vid: { kind: 'set_vlan_vid', read: vlanId, onWire: setVlan },
  mod_vlan_pcp: { kind: 'set_vlan_pcp', form: 'push-if-needed', read: priority, onWire: setVlan },
  set_vlan_pcp: { kind: 'set_vlan_pcp', read: priority, onWire: setVlan },
  strip_vlan: { kind: 'strip_vlan', read: readNothing, onWire: stripVlan },
  pop_vlan: { kind: 'strip_vlan', form: 'pop_vlan', read: readNothing, onWire: stripVlan },
  push_vlan: {
    kind: 'push_vlan',
    since: '1.1',
    read: number({
      bits: 16,
      title: 'Ethernet type of a VLAN tag',
      judgeName: 'ethertype',
      validName: 'VLAN ethertype',
      valid: (type) => type === etherTypes.vlan || type === etherTypes.serviceVlan,
      range: '0x8100, or 0x88a8 for a service tag',
    }),
    // OpenFlow 1.0 pushes a tag where one is written.
    onWire: (action, version) => (version === '1.0' ? [] : [headerAction(action)]),
  },
  push_mpls: { kind: 'push_mpls', read: etherType('push_mpls'), onWire: pushMpls },
  pop_mpls: { kind: 'pop_mpls', read: etherType('pop_mpls') },
  set_mpls_label: { kind: 'set_mpls_label', read: readLabel, onWire: setFieldSince12('mpls_label') },
  set_mpls_tc: {
    kind: 'set_mpls_tc',
    read: number({
      bits: 8,
      title: 'MPLS traffic class',
      judgeName: 'MPLS TC',
      missing: 'set_mpls_tc: expected tc.',
      largest: 7,
      range: 'a number from 0 to 7',
    }),
    onWire: setFieldSince12('mpls_tc'),
  },
  set_mpls_ttl: {
    kind: 'set_mpls_ttl',
    read: number({
      bits: 8,
      title: 'MPLS TTL',
      judgeName: 'MPLS TTL',
      missing: 'set_mpls_ttl: expected ttl.',
      range: 'a number from 0 to 255',
    }),
  },
  dec_mpls_ttl: { kind: 'dec_mpls_ttl', read: readNothing },
  dec_nsh_ttl: {
    kind: 'dec_nsh_ttl',
    read: readNothing,
    onWire: (action, version) => since13(version) ?? [headerAction(action)],
  },
  set_tunnel: { kind: 'set_tunnel', read: readTunnelId, onWire: setTunnel },
  set_tunnel64: { kind: 'set_tunnel', form: 'wide', read: readTunnelId, onWire: setTunnel },
};

export const headerWriters: Readonly<Record<string, ActionParser>> = Object.fromEntries(
  Object.entries(table).map(([keyword, row]) => [keyword, parserOf(row)]),
);

function parserOf({ kind, form, read, since, onWire }: Row): ActionParser {
  return (argument: Argument, { problems, usable }: ActionContext) => {
    if (since) {
      usable.formats &= formatsSince(since);
    }
    const value = read(argument, problems);
    if (value === undefined) {
      return undefined;
    }
    const { whole, nameSpan, keyword } = argument;
    const action: HeaderAction = { kind, form, value: BigInt(value), span: whole, nameSpan, keyword };
    const seen: SeenHeaders = { hasVlanTag: false, ipProtocol: 0 };
    const parsed = headerAction(action, seen);
    return onWire ? { ...parsed, onWire: ({ version }) => onWire(action, version, seen) } : parsed;
  };
}

function number(kind: NumberKind): Reader {
  return (argument, problems) => readNumber(argument, kind, problems);
}

function readNothing({ keyword, whole, nameSpan, text }: Argument, problems: Problems): 0 {
  if (text !== '') {
    const span = { start: nameSpan.end, end: whole.end };
    noteIgnored(span, `${keyword} takes no argument: Open vSwitch ignores it.`, problems);
  }
  return 0;
}

/** The action of OpenFlow 1.2 and later that writes the same field. */
function setField(name: string, value: bigint, { span, nameSpan }: HeaderAction): Action {
  const field = matchField(name)!;
  return fieldWrite({ field, value, mask: ones(field.bytes), form: 'set_field', span, fieldSpan: nameSpan });
}

function load(name: string, { value, span, nameSpan }: HeaderAction): Action {
  const field = matchField(name)!;
  const mask = (1n << BigInt(field.bits)) - 1n;
  return fieldWrite({ field, value, mask, form: 'load', span, fieldSpan: nameSpan });
}

type OnWire = NonNullable<Row['onWire']>;

function setFieldSince12(name: string, convert = (value: bigint) => value): OnWire {
  return (action, version) =>
    version < '1.2' ? [headerAction(action)] : [setField(name, convert(action.value), action)];
}

function loadIn10(name: string): OnWire {
  return (action, version) => [version === '1.0' ? load(name, action) : headerAction(action)];
}

function setPort(end: 'src' | 'dst'): OnWire {
  return (action, version, { ipProtocol }) => {
    const protocol = (['tcp', 'udp', 'sctp'] as const).find((each) => ipProtocols[each] === ipProtocol);
    return protocol && version >= '1.2'
      ? [setField(`${protocol}_${end}`, action.value, action)]
      : [headerAction(action)];
  };
}

function setVlan(action: HeaderAction, version: OpenflowVersion, seen: SeenHeaders): readonly Action[] {
  if (version === '1.0') {
    return [headerAction({ ...action, form: 'push-if-needed' })];
  }
  const tag = { ...action, kind: 'push_vlan', value: BigInt(etherTypes.vlan), form: undefined } as const;
  const isId = action.kind === 'set_vlan_vid';
  return [
    ...(action.form === 'push-if-needed' && !seen.hasVlanTag ? [headerAction(tag)] : []),
    version === '1.1'
      ? headerAction({ ...action, form: undefined })
      : setField(isId ? 'vlan_vid' : 'vlan_pcp', isId ? action.value | 0x1000n : action.value, action),
  ];
}

function stripVlan(action: HeaderAction, version: OpenflowVersion): readonly Action[] {
  return [headerAction({ ...action, form: version === '1.0' ? undefined : 'pop_vlan' })];
}

function pushMpls(action: HeaderAction): readonly Action[] | WireError {
  const type = Number(action.value);
  return type === etherTypes.mpls || type === etherTypes.mplsMulticast
    ? [headerAction(action)]
    : {
        error: 'OFPBAC_BAD_ARGUMENT',
        message:
          'An MPLS header has the Ethernet type 0x8847, or 0x8848 for multicast. The switch refuses any other.',
      };
}

function setTunnel(action: HeaderAction, version: OpenflowVersion): readonly Action[] {
  return version < '1.2' ? [headerAction(action)] : [setField('tun_id', action.value, action)];
}
