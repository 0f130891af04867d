/**
 * `nat(…)`, which stands inside `ct(…)`. Source: lib/ofp-actions.c, parse_NAT, check_NAT, encode_NAT,
 * decode_NXAST_RAW_NAT, format_NAT; ovs-actions(7), "The ct action".
 */
import { etherTypes } from '../../facts/protocol-words';
import type { Span } from '../../syntax/span';
import type { Match } from '../match';
import { isIp } from '../prerequisites';
import { formatIpv4, formatIpv6 } from '../values/addresses';
import type { Action, ActionContext, Argument, CheckedFlow, WireError } from './action';
import { removal } from './arguments';
import {
  isHopeless,
  type NamedArgument,
  namedArguments,
  noteIgnoredValue,
  noteRepeated,
  rejectUnknown,
  valueSpan,
} from './named-arguments';
import { type NatRange, noRange, readNatRange } from './nat-range';
import { invalidWithMatch } from './needs';

const natFlags = ['persistent', 'hash', 'random'] as const;
export type NatFlag = (typeof natFlags)[number];

/** What `nat` says: bare, it keeps up the translation that a connection already has. */
export interface NatAction extends Action {
  readonly name: 'nat';
  readonly translates: 'src' | 'dst' | undefined;
  /** Addresses and ports to choose from; family 0 when Open vSwitch chooses by itself. */
  readonly range: NatRange;
  readonly flags: ReadonlySet<NatFlag>;
}

export function isNat(action: Action): action is NatAction {
  return action.name === 'nat';
}

/** Whether there is anything but the bare word: Open vSwitch wants a commit then. */
export function hasArguments({ translates, range, flags }: NatAction): boolean {
  return translates !== undefined || range.family !== 0 || flags.size > 0;
}

/** Reads `nat`, within `ct` or, where it is not allowed, alone. */
export function parseNat(argument: Omit<Argument, 'keyword'>, context: ActionContext): NatAction | undefined {
  const list = namedArguments(argument, context);
  const before = context.problems.rejections;
  const flags = new Set<NatFlag>();
  const last = new Map<string, NamedArgument>();
  let range = noRange;
  for (const each of list) {
    if (isHopeless(context, before)) {
      break;
    }
    const { name } = each;
    const earlier = last.get(name);
    last.set(name, each);
    if (isNatFlag(name)) {
      noteIgnoredValue(each, context);
      flags.add(name);
    } else if (name === 'src' || name === 'dst') {
      const next = readNatRange(each, range, context) ?? range;
      if (earlier && next.inherits) {
        noteInherited(earlier, each, context);
        range = next;
        continue;
      }
      range = next;
    } else {
      rejectUnknown(
        each,
        'nat',
        ['src', 'dst', ...natFlags],
        `invalid key "${name}" in "nat" argument`,
        'It takes src or dst, and persistent, hash and random.',
        context,
      );
      continue;
    }
    if (earlier) {
      noteRepeated(earlier, each, context);
    }
  }
  rejectCombination(last, context);
  if (context.problems.rejections > before) {
    return undefined;
  }
  const translates = last.has('src') ? 'src' : last.has('dst') ? 'dst' : undefined;
  const token = last.get('src') ?? last.get('dst');
  return natAction(argument.whole, token ? valueSpan(token) : argument.whole, { translates, range, flags });
}

/** Open vSwitch does not start anew when `src` or `dst` is given again: what is not overwritten stays. */
function noteInherited(
  earlier: NamedArgument,
  { name, whole }: NamedArgument,
  { text, problems }: ActionContext,
): void {
  problems.note(
    'action/repeated-argument',
    earlier.whole,
    `${name} is given again, but Open vSwitch keeps what only this one says: the last address, or the ports. Write ${name} once.`,
    {
      related: [{ span: whole, message: 'The address is taken from here.' }],
      fixes: () => [
        {
          title: `Remove this ${name}, and what is kept of it`,
          edits: [removal(text, earlier.whole)],
          keepsMeaning: false,
        },
      ],
    },
  );
}

function isNatFlag(name: string): name is NatFlag {
  return natFlags.some((flag) => flag === name);
}

/** What does not go together. */
function rejectCombination(given: ReadonlyMap<string, NamedArgument>, { problems }: ActionContext): void {
  const source = given.get('src');
  const destination = given.get('dst');
  if (source && destination) {
    const second = source.whole.start < destination.whole.start ? destination : source;
    problems.reject(
      'action/invalid-argument',
      second.nameSpan,
      'May only specify one of "src" or "dst".',
      'nat translates either the source or the destination. Write src or dst, not both; the other takes a ct of its own, in another table.',
    );
  }
  const flag = natFlags.map((name) => given.get(name)).find((each) => each !== undefined);
  if (flag && !source && !destination) {
    problems.reject(
      'action/missing-argument',
      flag.nameSpan,
      'Flags allowed only with "src" or "dst".',
      `${flag.name} says how an address or port is chosen. Write src or dst before it, as in nat(src=192.0.2.1-192.0.2.9,${flag.name}).`,
    );
  }
  const hash = given.get('hash');
  const random = given.get('random');
  if (hash && random) {
    const second = hash.whole.start < random.whole.start ? random : hash;
    problems.reject(
      'action/invalid-argument',
      second.nameSpan,
      'Both "hash" and "random" are not allowed.',
      'hash and random are two ways to choose a port: write one of them.',
    );
  }
}

type Said = Pick<NatAction, 'translates' | 'range' | 'flags'>;

function natAction(span: Span, token: Span, said: Said): NatAction {
  return {
    name: 'nat',
    span,
    ...said,
    check: (flow) => checkNat(said.range, token, flow),
    onWire: () => natOnWire(span, token, said),
    print: () => printNat(said),
  };
}

/** Whether the addresses are of the kind that the flow matches. */
export function suitsMatch({ family }: NatRange, match: Match): boolean {
  const { etherType } = match;
  return family === 0 || etherType === (family === 4 ? etherTypes.ipv4 : etherTypes.ipv6);
}

function checkNat(range: NatRange, token: Span, { match, problems }: CheckedFlow): void {
  if (isIp(match) && !suitsMatch(range, match)) {
    problems.reject(
      'action/needs-match',
      token,
      invalidWithMatch('OFPBAC_MATCH_INCONSISTENT'),
      `The address is IPv${range.family}, and the flow matches IPv${range.family === 4 ? 6 : 4} packets. Write an address of the other family, or match ${range.family === 4 ? 'ip' : 'ipv6'}.`,
    );
  }
}

/** Zeros are left out on the wire, and what is left may make no sense to the switch. */
function natOnWire(span: Span, token: Span, said: Said): readonly Action[] | WireError {
  const { range } = said;
  const fail = (message: string): WireError => ({ error: 'OFPBAC_BAD_ARGUMENT', message, span: token });
  const zero = range.family === 4 ? '0.0.0.0' : '::';
  if (range.family === 0) {
    return [natAction(span, token, { ...said, range: noRange })];
  }
  if (range.first === 0n && range.last !== 0n) {
    return fail(`No range of addresses can start at ${zero}. The switch refuses it.`);
  }
  if (range.first === 0n && (range.firstPort !== 0 || range.lastPort !== 0)) {
    return fail(`Ports need an address, and ${zero} counts as none: the switch refuses it.`);
  }
  if (range.first === 0n) {
    return [natAction(span, token, { ...said, range: noRange })];
  }
  if (range.last !== 0n && range.last < range.first) {
    return fail(
      `The last address left from an earlier ${said.translates} is lower than the first one here, and the switch refuses it. Write ${said.translates} once.`,
    );
  }
  if (range.firstPort === 0 && range.lastPort !== 0) {
    return fail('A range of ports cannot start at 0: the switch refuses it. Start at 1 or higher.');
  }
  if (range.lastPort !== 0 && range.lastPort < range.firstPort) {
    return fail(
      `The last port left from an earlier ${said.translates} is lower than the first one here, and the switch refuses it. Write ${said.translates} once.`,
    );
  }
  return [natAction(span, token, said)];
}

function printNat({ translates, range, flags }: Said): string {
  if (!translates) {
    return 'nat';
  }
  if (range.family === 0) {
    return `nat(${translates})`;
  }
  const given = natFlags.filter((flag) => flags.has(flag));
  return `nat(${[`${translates}=${printRange(range)}`, ...given].join(',')})`;
}

function printRange({ family, first, last, firstPort, lastPort }: NatRange): string {
  const bracketed = family === 6 && firstPort !== 0;
  const address = (value: bigint) =>
    family === 4 ? formatIpv4(value) : bracketed ? `[${formatIpv6(value)}]` : formatIpv6(value);
  const addresses = last !== 0n && last !== first ? `${address(first)}-${address(last)}` : address(first);
  const ports =
    firstPort === 0
      ? ''
      : lastPort !== 0 && lastPort !== firstPort
        ? `:${firstPort}-${lastPort}`
        : `:${firstPort}`;
  return `${addresses}${ports}`;
}
