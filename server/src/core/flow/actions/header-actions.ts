/**
 * Actions on packet headers, as they are checked and printed. Source: lib/ofp-actions.c, the check_ and
 * format_ functions.
 */
import type { OpenflowVersion } from '../../facts/flow-formats';
import { etherTypes } from '../../facts/protocol-words';
import type { Span } from '../../syntax/span';
import type { Match } from '../match';
import { isIp, meets } from '../prerequisites';
import { formatEthernet, formatIpv4 } from '../values/addresses';
import { formatHexadecimal } from '../values/format';
import type { Action, CheckedFlow, WireError } from './action';
import {
  hasVlanTag,
  invalidWithMatch,
  markVlanTag,
  noteWithoutMatch,
  popVlanTag,
  pushVlanTag,
} from './needs';

/** What to do to which header. */
export interface HeaderAction {
  readonly kind: HeaderActionKind;
  readonly value: bigint;
  /** How it is written where there are two ways: with a tag pushed if needed or not, 64 bits wide, and so on. */
  readonly form?: 'push-if-needed' | 'pop_vlan' | 'wide' | undefined;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly keyword: string;
}

/** What the action has learnt of the packet when it was checked, for its translation into other versions. */
export interface SeenHeaders {
  hasVlanTag: boolean;
  ipProtocol: number;
}

interface Row {
  /** What Open vSwitch calls the action in messages, where that is not the name of the row. */
  readonly name?: string;
  /** How many bits of the value nothing else depends on. */
  readonly bits?: number;
  print(action: HeaderAction): string;
  check?(flow: CheckedFlow, action: HeaderAction, seen: SeenHeaders): void;
}

/** The action; `seen` is filled in when it is checked. */
export function headerAction(
  action: HeaderAction,
  seen: SeenHeaders = { hasVlanTag: false, ipProtocol: 0 },
): Action {
  const row: Row = rows[action.kind];
  return {
    name: row.name ?? action.kind,
    span: action.span,
    ...(row.bits !== undefined && { freeBits: (1n << BigInt(row.bits)) - 1n }),
    check: (flow) => row.check?.(flow, action, seen),
    print: () => row.print(action),
  };
}

const rows = {
  mod_dl_src: { bits: 48, print: ({ value }) => `mod_dl_src:${formatEthernet(value)}` },
  mod_dl_dst: { bits: 48, print: ({ value }) => `mod_dl_dst:${formatEthernet(value)}` },
  mod_nw_src: { bits: 32, print: ({ value }) => `mod_nw_src:${formatIpv4(value)}`, check: needsIpv4 },
  mod_nw_dst: { bits: 32, print: ({ value }) => `mod_nw_dst:${formatIpv4(value)}`, check: needsIpv4 },
  mod_nw_tos: { print: ({ value }) => `mod_nw_tos:${value}`, check: needsIp },
  mod_nw_ecn: { print: ({ value }) => `mod_nw_ecn:${value}`, check: needsIp },
  mod_nw_ttl: { print: ({ value }) => `mod_nw_ttl:${value}`, check: needsIp },
  mod_tp_src: { bits: 16, print: ({ value }) => `mod_tp_src:${value}`, check: needsPorts },
  mod_tp_dst: { bits: 16, print: ({ value }) => `mod_tp_dst:${value}`, check: needsPorts },
  set_vlan_vid: {
    bits: 12,
    print: ({ form, value }) => `${modOrSet(form)}_vlan_vid:${value}`,
    check: checkVlan,
  },
  set_vlan_pcp: { print: ({ form, value }) => `${modOrSet(form)}_vlan_pcp:${value}`, check: checkVlan },
  strip_vlan: {
    print: ({ form }) => (form === 'pop_vlan' ? 'pop_vlan' : 'strip_vlan'),
    check(flow, action) {
      if (!hasVlanTag(flow.match)) {
        noteWithoutMatch(flow, action.nameSpan, action.keyword, 'vlan');
      }
      popVlanTag(flow.match);
    },
  },
  push_vlan: {
    print: ({ value }) => `push_vlan:${formatHexadecimal(value)}`,
    check({ match, problems }, { span }) {
      if (!pushVlanTag(match)) {
        problems.reject(
          'action/too-many-tags',
          span,
          invalidWithMatch('OFPBAC_BAD_TAG'),
          'The packet has two VLAN tags already. Open vSwitch handles no more than two.',
        );
      }
    },
  },
  set_mpls_label: { print: ({ value }) => `set_mpls_label(${value})`, check: needsMpls },
  set_mpls_tc: { print: ({ value }) => `set_mpls_tc(${value})`, check: needsMpls },
  set_mpls_ttl: { print: ({ value }) => `set_mpls_ttl(${value})`, check: needsMpls },
  dec_mpls_ttl: { print: () => 'dec_mpls_ttl', check: needsMpls },
  push_mpls: {
    print: ({ value }) => `push_mpls:${etherType(value)}`,
    check(flow, action) {
      if (!meets('ethernet', flow.match)) {
        noteWithoutMatch(flow, action.nameSpan, action.keyword, 'ethernet');
      }
      flow.match.setSlot('dl_type', action.value, 0xffffn);
      // What is inside an MPLS packet is not known.
      flow.match.setSlot('nw_proto', 0n, 0n);
    },
  },
  pop_mpls: {
    print: ({ value }) => `pop_mpls:${etherType(value)}`,
    check(flow, action) {
      if (!meets('ethernet', flow.match) || !meets('mpls', flow.match)) {
        noteWithoutMatch(flow, action.nameSpan, action.keyword, 'mpls');
      }
      flow.match.setSlot('dl_type', action.value, 0xffffn);
    },
  },
  set_tunnel: {
    bits: 32,
    print: ({ form, value }) =>
      `set_tunnel${form === 'wide' || value > 0xffffffffn ? '64' : ''}:${formatHexadecimal(value)}`,
  },
  dec_nsh_ttl: {
    print: () => 'dec_nsh_ttl',
    check(flow, action) {
      if (!isServiceHeader(flow.match)) {
        noteWithoutMatch(flow, action.nameSpan, action.keyword, 'nsh');
      }
    },
  },
} as const satisfies Readonly<Record<string, Row>>;

export type HeaderActionKind = keyof typeof rows;

function needsIpv4(flow: CheckedFlow, { nameSpan, keyword }: HeaderAction): void {
  if (!meets('ipv4', flow.match)) {
    noteWithoutMatch(flow, nameSpan, keyword, 'ipv4');
  }
}

/** Also for `dec_ttl`. */
export function needsIp(
  flow: CheckedFlow,
  { nameSpan, keyword }: Pick<HeaderAction, 'nameSpan' | 'keyword'>,
): void {
  if (!isIp(flow.match)) {
    noteWithoutMatch(flow, nameSpan, keyword, 'ip');
  }
}

function needsMpls(flow: CheckedFlow, { nameSpan, keyword }: HeaderAction): void {
  if (!meets('mpls', flow.match)) {
    noteWithoutMatch(flow, nameSpan, keyword, 'mpls');
  }
}

function needsPorts(flow: CheckedFlow, { nameSpan, keyword }: HeaderAction, seen: SeenHeaders): void {
  const { match } = flow;
  if (!meets('tcp', match) && !meets('udp', match) && !meets('sctp', match)) {
    noteWithoutMatch(flow, nameSpan, keyword, undefined, 'tcp, udp or sctp, and no later fragments');
  }
  seen.ipProtocol = Number(match.value('nw_proto'));
}

function checkVlan(flow: CheckedFlow, action: HeaderAction, seen: SeenHeaders): void {
  seen.hasVlanTag = hasVlanTag(flow.match);
  if (!seen.hasVlanTag && action.form !== 'push-if-needed') {
    noteWithoutMatch(flow, action.nameSpan, action.keyword, 'vlan');
  }
  markVlanTag(flow.match);
}

/** The packet type, or the Ethernet type, is that of a network service header. */
function isServiceHeader(match: Match): boolean {
  const type = BigInt(etherTypes.nsh);
  return match.value('packet_type') === ((1n << 16n) | type) || match.value('dl_type') === type;
}

function modOrSet(form: HeaderAction['form']): string {
  return form === 'push-if-needed' ? 'mod' : 'set';
}

function etherType(value: bigint): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}

/** Open vSwitch sends the action in any version, and a switch knows it since OpenFlow 1.3. */
export function since13(version: OpenflowVersion): WireError | undefined {
  return version >= '1.3'
    ? undefined
    : {
        error: 'OFPBAC_BAD_VENDOR_TYPE',
        message:
          'Switches know this action since OpenFlow 1.3, and refuse it in earlier versions. Send the flow with -O OpenFlow13.',
      };
}
