/** Whether what `learn` copies exists, and what it matches and writes makes sense. Source: lib/learn.c, learn_check. */
import { type PrerequisiteName, prerequisites } from '../../facts/prerequisites';
import { etherTypes, ipProtocols } from '../../facts/protocol-words';
import type { Span } from '../../syntax/span';
import { Match } from '../match';
import { isIp, meets } from '../prerequisites';
import type { Subfield } from '../subfield';
import { ones } from '../values/reading';
import type { CheckedFlow } from './action';
import { checkSource } from './check-subfield';
import type { LearnSpec } from './learn-spec';
import { invalidWithMatch } from './needs';

/** Checks sources against the flow that learns, and destinations against what is learned so far. */
export function checkLearn(specs: readonly LearnSpec[], flow: CheckedFlow): void {
  const learned = new Match();
  const reported = new Set<string>();
  for (const { kind, source, destination, span, sourceSpan, destinationSpan } of specs) {
    if (typeof source !== 'bigint') {
      checkSource(source.field, sourceSpan, flow);
    }
    if (!destination) {
      continue;
    }
    const met = checkDestination(destination, { span, destinationSpan }, learned, reported, flow);
    if (kind === 'match' && typeof source === 'bigint') {
      learn(learned, destination, source);
    } else if (kind === 'load' && met && destination.field.writable === undefined) {
      flow.problems.reject(
        'action/read-only-field',
        destinationSpan,
        invalidWithMatch('OFPBAC_BAD_SET_ARGUMENT'),
        `${destination.field.name} cannot be written by actions: it can be matched and read only.`,
      );
    }
  }
}

/** What a match on a number adds to the learned flow. A copied field adds nothing that is known beforehand. */
function learn(learned: Match, { field, offset, bits }: Subfield, value: bigint): void {
  const place = ((1n << BigInt(bits)) - 1n) << BigInt(offset);
  const before = learned.get(field);
  const mask = before.mask | place;
  // Bits of a field that takes no mask are not kept.
  if (field.maskable || mask === ones(field.bytes)) {
    learned.set(field, { value: (before.value & ~place) | ((value << BigInt(offset)) & place), mask });
  }
}

interface Spans {
  readonly span: Span;
  readonly destinationSpan: Span;
}

function checkDestination(
  { field }: Subfield,
  { span, destinationSpan }: Spans,
  learned: Match,
  reported: Set<string>,
  { match, problems }: CheckedFlow,
): boolean {
  const { prerequisite } = field;
  if (prerequisite === undefined || meets(prerequisite, learned)) {
    return true;
  }
  const literal = literals(prerequisite, learned, match);
  // Where several fields lack the same, the first one says so.
  const lacking = literal?.split(',')[0];
  if (lacking !== undefined && reported.has(lacking)) {
    return false;
  }
  reported.add(lacking ?? prerequisite);
  problems.reject(
    'learn/missing-prerequisite',
    destinationSpan,
    invalidWithMatch('OFPBAC_MATCH_INCONSISTENT'),
    literal
      ? `The learned flow must match ${literal} before ${field.name}, with the number written out: what is copied from the packet does not count.`
      : `The learned flow must match what ${field.name} needs before it: ${prerequisites[prerequisite].text}.`,
    {
      fixes: () =>
        literal
          ? [
              {
                title: `Add ${literal}`,
                edits: [{ start: span.start, end: span.start, newText: `${literal},` }],
                keepsMeaning: false,
              },
            ]
          : [],
    },
  );
  return false;
}

/** What has to be matched before, apart from the Ethernet type of IP: other types, or a protocol over IP. */
const ethernet: Partial<Record<PrerequisiteName, number>> = {
  ipv4: etherTypes.ipv4,
  ipv6: etherTypes.ipv6,
  arp: etherTypes.arp,
  mpls: etherTypes.mpls,
  nsh: etherTypes.nsh,
};
const transport: Partial<Record<PrerequisiteName, { protocol: number; type?: number; more?: string }>> = {
  tcp: { protocol: ipProtocols.tcp },
  udp: { protocol: ipProtocols.udp },
  sctp: { protocol: ipProtocols.sctp },
  icmp: { protocol: ipProtocols.icmp, type: etherTypes.ipv4 },
  icmp6: { protocol: ipProtocols.icmp6, type: etherTypes.ipv6 },
  nd: { protocol: ipProtocols.icmp6, type: etherTypes.ipv6, more: 'icmpv6_type=135,icmpv6_code=0' },
  'nd-solicitation': {
    protocol: ipProtocols.icmp6,
    type: etherTypes.ipv6,
    more: 'icmpv6_type=135,icmpv6_code=0',
  },
  'nd-advertisement': {
    protocol: ipProtocols.icmp6,
    type: etherTypes.ipv6,
    more: 'icmpv6_type=136,icmpv6_code=0',
  },
};

/** The arguments that meet a prerequisite; undefined where there are none, or others stand against them. */
function literals(name: PrerequisiteName, learned: Match, match: Match): string | undefined {
  if (name === 'vlan') {
    return 'vlan_tci[12]=1';
  }
  const needs = transport[name];
  const version = match.etherType === etherTypes.ipv6 ? etherTypes.ipv6 : etherTypes.ipv4;
  const type = needs ? (needs.type ?? (isIp(learned) ? learned.etherType : version)) : ethernet[name];
  const wanted = type ?? (name === 'ip' ? version : undefined);
  if (wanted === undefined || (learned.etherType !== 0 && learned.etherType !== wanted)) {
    return undefined;
  }
  const known = learned.value('nw_proto');
  if (needs && known !== 0n && known !== BigInt(needs.protocol)) {
    return undefined;
  }
  return [
    ...(learned.etherType === wanted ? [] : [`eth_type=0x${wanted.toString(16)}`]),
    ...(needs && known === 0n ? [`nw_proto=${needs.protocol}`] : []),
    ...(needs?.more ? [needs.more] : []),
  ].join(',');
}
