/**
 * `ct(…)`, which sends packets through the connection tracker, and `ct_clear`. Source: lib/ofp-actions.c,
 * parse_CT, check_CT, encode_CT, decode_NXAST_RAW_CT, format_CT; ovs-actions(7), "The ct action".
 */
import { flagBit } from '../../facts/connection-state';
import type { FlowFormat } from '../../facts/flow-formats';
import { type PrerequisiteName, prerequisites } from '../../facts/prerequisites';
import { ipProtocols } from '../../facts/protocol-words';
import { shortened } from '../../syntax/excerpt';
import type { Span } from '../../syntax/span';
import { isIp } from '../prerequisites';
import { formatSubfield, type Subfield } from '../subfield';
import type { Action, ActionParser, CheckedFlow, WireError } from './action';
import { checkSource, hasShortHeader, packedSubfield } from './check-subfield';
import { type ConnectionTracking, type ConnectionTrackingAlg, readConnectionTracking } from './ct-arguments';
import { packedNumber } from './ct-zone';
import { checkActions, printActions, wireNested } from './evaluate';
import { hasArguments, isNat, type NatAction, parseNat, suitsMatch } from './nat';
import { invalidWithMatch } from './needs';

/** `ct(…)`, as it was written and as it is sent. */
export interface ConnectionTrackingAction extends Action {
  readonly name: 'ct';
  readonly commit: boolean;
  readonly force: boolean;
  /** A number, 0 when not given, or 16 bits of a field. */
  readonly zone: number | Subfield;
  /** The nat that counts: the last one. */
  readonly nat: NatAction | undefined;
  /** What is written to the connection. */
  readonly exec: readonly Action[];
  readonly alg: ConnectionTrackingAlg | undefined;
  /** `nat` and what is in `exec`, in the order of the text. */
  readonly nested: readonly Action[];
}

export function isConnectionTracking(action: Action): action is ConnectionTrackingAction {
  return action.name === 'ct';
}

const inconsistent = invalidWithMatch('OFPBAC_MATCH_INCONSISTENT');

function connectionTracking(said: ConnectionTracking): ConnectionTrackingAction {
  const { span, table, zone, alg, nested } = said;
  return {
    name: 'ct',
    span,
    commit: said.commit !== undefined,
    force: said.force !== undefined,
    ...(table ? { table } : {}),
    zone,
    ...(typeof zone !== 'number' && said.zoneSpan && { reads: [{ field: zone.field, span: said.zoneSpan }] }),
    alg,
    nested,
    nat: nested.findLast(isNat),
    exec: nested.filter((action) => !isNat(action)),
    check: (flow) => check(said, flow),
    onWire: (format) => onWire(said, format),
    print: (format) => print(said, format),
  };
}

function check(said: ConnectionTracking, flow: CheckedFlow): void {
  const { match, problems } = flow;
  const reject = (span: Span, message: string, needs?: PrerequisiteName) =>
    problems.reject('action/needs-match', span, inconsistent, message, needs ? { needs } : {});
  if (!isIp(match)) {
    reject(
      said.nameSpan,
      `ct tracks IP packets only, and the flow does not match them. Add ${prerequisites.ip.text} to the match, or a protocol that is carried in them.`,
      'ip',
    );
    return;
  }
  const before = problems.rejections;
  if (said.commit && (match.value('ct_state') & BigInt(flagBit('inv'))) !== 0n) {
    reject(
      said.commit,
      'The flow matches packets that the tracker found invalid (+inv), and those belong to no connection that could be committed.',
    );
  }
  const protocol = said.alg === 'ftp' ? 'tcp' : 'udp';
  if (said.alg && match.value('nw_proto') !== BigInt(ipProtocols[protocol])) {
    reject(
      said.algSpan ?? said.span,
      `${said.alg} runs over ${protocol.toUpperCase()}, and the flow does not match that. Add ${prerequisites[protocol].text} to the match.`,
      protocol,
    );
  }
  if (problems.rejections > before) {
    return;
  }
  if (typeof said.zone === 'number') {
    checkActions(said.nested, flow);
  } else {
    checkZoneField(said, said.zone, flow);
  }
}

/** With a zone from a field, Open vSwitch looks at the field, and forgets to check the actions inside. */
function checkZoneField(said: ConnectionTracking, { field }: Subfield, flow: CheckedFlow): void {
  const { match, problems } = flow;
  checkSource(field, said.zoneSpan ?? said.span, flow);
  for (const nat of said.nested.filter(isNat)) {
    if (!suitsMatch(nat.range, match)) {
      problems.note(
        'ct/nat-wrong-family',
        nat.span,
        `The addresses are IPv${nat.range.family}, and the flow matches IPv${nat.range.family === 4 ? 6 : 4} packets. Open vSwitch does not notice, because the zone comes from a field, and nothing is translated.`,
      );
    }
  }
}

/** What decoding makes of it. */
function onWire(said: ConnectionTracking, format: FlowFormat): readonly Action[] | WireError {
  let { zone } = said;
  if (typeof zone !== 'number') {
    if (!hasShortHeader(zone.field)) {
      // Without a number for the field, the switch takes the offset and width for the zone.
      zone = packedNumber(zone);
    } else {
      zone = packedSubfield(zone);
      if (zone.bits !== 16) {
        return wrongZoneWidth(said, zone);
      }
    }
  }
  // What may stand here needs no order.
  const nested = wireNested(said.nested, format, false);
  if ('error' in nested) {
    return nested;
  }
  return withoutCommit(said, nested) ?? [connectionTracking({ ...said, zone, nested })];
}

function wrongZoneWidth(said: ConnectionTracking, { field }: Subfield): WireError {
  const { zone, zoneSpan } = said;
  const { offset, bits } = zone as Subfield;
  const fits = offset + 16 <= field.bits;
  const newText = `${field.name}[${offset}..${offset + 15}]`;
  return {
    error: 'OFPBAC_BAD_SET_LEN',
    message: `A zone has 16 bits, and this is ${bits === 1 ? 'one' : bits}. ovs-ofctl sends the flow, and the switch refuses it. Name 16 bits${fits ? `, as in ${newText}` : ''}.`,
    span: zoneSpan ?? said.span,
    fixes: () =>
      fits && zoneSpan
        ? [{ title: `Write ${newText}`, edits: [{ ...zoneSpan, newText }], keepsMeaning: false }]
        : [],
  };
}

/** Only a bare `nat` may stand in a `ct` that does not commit. */
function withoutCommit(said: ConnectionTracking, nested: readonly Action[]): WireError | undefined {
  const action = said.commit ? undefined : nested.find((each) => !isNat(each) || hasArguments(each));
  if (!action) {
    return undefined;
  }
  const nat = isNat(action);
  const add = said.addCommit;
  return {
    error: 'OFPBAC_BAD_ARGUMENT',
    code: nat ? 'ct/nat-without-commit' : 'ct/exec-without-commit',
    span: nat ? action.span : (said.execSpan ?? said.span),
    message: nat
      ? 'nat with arguments sets up a translation, and only ct(commit,...) can store one. ovs-ofctl sends the flow, and the switch refuses it. Add commit, or write nat alone to translate packets of connections that have a translation.'
      : 'exec writes to the connection, and only ct(commit,...) stores what it writes. ovs-ofctl sends the flow, and the switch refuses it. Add commit.',
    fixes: () =>
      nat
        ? [
            add,
            { title: 'Write nat alone', edits: [{ ...action.span, newText: 'nat' }], keepsMeaning: false },
          ]
        : [add],
  };
}

function print({ commit, force, table, zone, nested, alg }: ConnectionTracking, format: FlowFormat): string {
  const first = nested[0];
  const outside = first && isNat(first) ? first : undefined;
  const inside = outside ? nested.slice(1) : nested;
  const parts = [
    commit && 'commit',
    force && 'force',
    table && `table=${table.number}`,
    typeof zone === 'number' ? zone !== 0 && `zone=${zone}` : `zone=${formatSubfield(zone)}`,
    outside?.print(format),
    inside.length > 0 && `exec(${printActions(inside, format)})`,
    alg && `alg=${alg}`,
  ];
  return `ct(${parts.filter((part) => typeof part === 'string').join(',')})`;
}

const parseClear: ActionParser = ({ text, whole, nameSpan }, { problems }) => {
  if (whole.end > nameSpan.end) {
    const span = { start: nameSpan.end, end: whole.end };
    problems.note(
      'action/ignored-argument',
      span,
      `ct_clear takes no argument. Open vSwitch ignores ${shortened(text) || 'what is behind it'}.`,
      {
        unnecessary: true,
        fixes: () => [{ title: 'Write ct_clear', edits: [{ ...span, newText: '' }], keepsMeaning: false }],
      },
    );
  }
  return { name: 'ct_clear', span: whole, print: () => 'ct_clear' };
};

export const connectionActions: Readonly<Record<string, ActionParser>> = {
  ct: (argument, context) => {
    const said = readConnectionTracking(argument, context);
    return said && connectionTracking(said);
  },
  ct_clear: parseClear,
  // Open vSwitch reads a nat that stands alone, and then finds it in the wrong place.
  nat: parseNat,
};
