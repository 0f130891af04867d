/** Our answer on a flow, held against the judge's. */
import {
  any,
  type FormatSet,
  formatsOf,
  type OpenflowVersion,
} from '../../server/src/core/facts/flow-formats';
import { evaluateFlow } from '../../server/src/core/flow/evaluate';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import type { FlowAnswer, Versions } from './judge-flows';

export interface Difference {
  readonly flow: string;
  readonly versions: Versions;
  /** What differs first: who takes the flow; how it is sent; how it is printed. */
  readonly kind: 'verdict' | 'format' | 'canonical';
  readonly ours: OurAnswer;
  readonly theirs: FlowAnswer;
}

/** The formats that the versions allow. */
export function formatsFor(versions: Versions): FormatSet {
  return versions === 'any' ? any : formatsOf(versions satisfies OpenflowVersion);
}

/** Our answer, in the judge's terms. */
export interface OurAnswer extends FlowAnswer {
  /** Whether it is given on condition that the switch knows the names of ports and tables in the flow. */
  readonly usesNames: boolean;
}

export function ourAnswer(flow: string, versions: Versions): OurAnswer {
  const evaluation = evaluateFlow(parseFlowLine(flow), formatsFor(versions));
  const { usesNames } = evaluation;
  if (evaluation.accepted) {
    return {
      usesNames,
      verdict: 'accepted',
      text: evaluation.canonical() ?? '',
      format: evaluation.format?.name ?? '',
    };
  }
  const rejection =
    evaluation.problems.find(({ rejectedBy }) => rejectedBy === 'ovs-ofctl') ??
    evaluation.problems.find(({ rejectedBy }) => rejectedBy === 'switch');
  return {
    usesNames,
    verdict: rejection?.rejectedBy === 'switch' ? 'refused' : 'rejected',
    text: rejection?.verdict ?? '',
  };
}

/** Whether what the judge says of a flow that it turns down is among what we say of it. */
export function saysTheSame(flow: string, versions: Versions, reason: string): boolean {
  const { problems } = evaluateFlow(parseFlowLine(flow), formatsFor(versions));
  return problems.some(({ verdict }) => verdict?.trim() === reason);
}

/** Where our answer on a flow differs from the judge's; undefined when it does not. */
export function differenceOf(flow: string, versions: Versions, theirs: FlowAnswer): Difference | undefined {
  const ours = ourAnswer(flow, versions);
  const kind = kindOf(ours, theirs);
  return kind && { flow, versions, kind, ours, theirs };
}

/** What the judge says when it finds no port or table of that name: asked for nothing but the flow, it knows none. */
const unknownName = new RegExp(
  [
    '\\S+: (?:invalid or unknown port for in_port|port value out of range for \\w+|unknown port|bad port number)',
    '\\S+: (?:output|enqueue|resubmit) to unknown (?:port|table)',
    'output to unknown truncate port: .*',
    'unknown (?:action|table) \\S+',
  ]
    .map((text) => `^${text}$`)
    .join('|'),
);

/** Whether a flow is turned down because of a name that we leave to the switch. */
export function hangsOnNames(ours: OurAnswer, theirs: FlowAnswer): boolean {
  return (
    ours.usesNames &&
    ours.verdict !== 'rejected' &&
    theirs.verdict === 'rejected' &&
    unknownName.test(theirs.text)
  );
}

function kindOf(ours: OurAnswer, theirs: FlowAnswer): Difference['kind'] | undefined {
  if (hangsOnNames(ours, theirs)) {
    return undefined;
  }
  if (ours.verdict !== theirs.verdict) {
    return 'verdict';
  }
  if (ours.verdict !== 'accepted') {
    return undefined;
  }
  if (ours.text !== theirs.text) {
    return 'canonical';
  }
  return ours.format === theirs.format ? undefined : 'format';
}

/** The difference for people to read: the flow, and both answers. */
export function describeDifference({ flow, versions, kind, ours, theirs }: Difference): string {
  return `${kind} under ${versions}: ${JSON.stringify(flow)}\n    we:    ${describeAnswer(ours)}\n    judge: ${describeAnswer(theirs)}`;
}

function describeAnswer({ verdict, format, text }: FlowAnswer): string {
  return `${verdict}${format ? ` (${format})` : ''}: ${text}`;
}

/** `12 of 13 (92.31 %)`. */
export function share(part: number, whole: number): string {
  const percent = whole === 0 ? 100 : (100 * part) / whole;
  // Rounded down: 100 % is all of them.
  return `${part} of ${whole} (${(Math.floor(percent * 100) / 100).toFixed(2)} %)`;
}
