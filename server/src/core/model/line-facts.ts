/**
 * What the whole file needs to know of one line: a compact summary, made once when the line changes. Offsets are
 * those of the line, in UTF-16 units.
 */
import { allGroups } from '../facts/group-keys';
import type { LineEvaluation } from '../flow/evaluate-line';
import type { FlowLine, LineKind } from '../syntax/flow-line';
import { keyText } from '../syntax/items';
import type { Span } from '../syntax/span';
import { type FlowFacts, flowFacts } from './flow-facts';
import { type Mention, mentionsIn } from './mentions';
import { type Step, stepsOf } from './steps';

/** What is kept of any line. */
export interface LineFacts {
  readonly kind: LineKind;
  /** The tables, groups, meters, conjunctions and cookies that it names, in the order of the text. */
  readonly mentions: readonly Mention[];
  readonly flow?: FlowFacts;
  readonly group?: GroupFacts;
  readonly meter?: { readonly number: number | undefined; readonly defines: boolean };
  /** The word in front that only `ovs-ofctl bundle` reads: `flow`, `group`, `packet-out`. */
  readonly bundleWord?: Span | undefined;
  readonly packetOut?: PacketOutFacts;
}

/** What is kept of a packet-out. */
export interface PacketOutFacts {
  /** What happens to the packet. */
  readonly steps: readonly Step[];
  /** Whether `steps` is all that happens, and the packet begins as others do. */
  readonly stepsKnown: boolean;
}

/** What is kept of a group. */
export interface GroupFacts {
  /** Undefined for all groups, and where it cannot be read. */
  readonly number: number | undefined;
  readonly command: string;
  /** What they do. Of groups that are written alike it is the same list, with the places of one of them. */
  readonly buckets: readonly (readonly Step[])[];
  /** Whether `buckets` is all that happens: false where names or errors hide some of it. */
  readonly bucketsKnown: boolean;
}

/** Sums up a line that was parsed and evaluated. */
export function factsOf(line: FlowLine, evaluation: LineEvaluation): LineFacts {
  const facts = factsByKind(line, evaluation);
  return line.bundleWord && evaluation.kind !== 'none' ? { ...facts, bundleWord: line.bundleWord } : facts;
}

function factsByKind(line: FlowLine, evaluation: LineEvaluation): LineFacts {
  const { kind } = line;
  switch (evaluation.kind) {
    case 'flow':
      return { kind, mentions: mentionsIn(line, evaluation), flow: flowFacts(line, evaluation) };
    case 'group': {
      const { groupId } = evaluation.head;
      const number = groupId === allGroups ? undefined : groupId;
      const buckets = evaluation.buckets.map(({ actions }) => stepsOf(actions));
      return {
        kind,
        mentions: mentionsIn(line, evaluation),
        group: { number, command: evaluation.command, buckets, bucketsKnown: isKnown(evaluation) },
      };
    }
    case 'meter':
      return {
        kind,
        mentions: mentionsIn(line, evaluation),
        meter: { number: evaluation.meter, defines: evaluation.defines },
      };
    case 'packet-out':
      return {
        kind,
        mentions: mentionsIn(line, evaluation),
        packetOut: {
          steps: stepsOf(evaluation.actions),
          stepsKnown: isKnown(evaluation) && !setsConnection(line),
        },
      };
    case 'none':
      return noFacts[kind];
  }
}

/** Whether nothing of a line is hidden behind an error or a name that only a switch knows. */
function isKnown({ accepted, problems }: Pick<LineEvaluation, 'accepted' | 'problems'>): boolean {
  return accepted && problems.every(({ nameOf }) => nameOf === undefined);
}

/** Whether a packet-out says what its packet was tracked as. */
function setsConnection({ match, text }: FlowLine): boolean {
  return match.some((item) => /^(?:nxm_nx_)?ct_/i.test(keyText(text, item)));
}

const kinds: readonly LineKind[] = [
  'blank',
  'comment',
  'header',
  'output',
  'flow',
  'group',
  'meter',
  'packet-out',
];

/** Lines that say nothing share their facts. */
const noFacts = Object.fromEntries(
  kinds.map((kind) => [kind, { kind, mentions: [] }]),
) as unknown as Readonly<Record<LineKind, LineFacts>>;
