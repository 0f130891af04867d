/**
 * What the whole file needs to know of one line: a compact summary, made once when the line changes. Offsets are
 * those of the line, in UTF-16 units.
 */
import { allStates, type StateSet, statesOf, tracked } from '../conntrack/state-set';
import type { FlowCommand } from '../facts/flow-keys';
import { allGroups } from '../facts/group-keys';
import { matchFields } from '../facts/match-fields';
import { type FlowEvaluation, isPrinted } from '../flow/evaluate';
import type { LineEvaluation } from '../flow/evaluate-line';
import { noTable } from '../flow/keys';
import type { Match } from '../flow/match';
import type { MatchTerm } from '../flow/match-term';
import type { FlowLine, LineKind } from '../syntax/flow-line';
import { keyText } from '../syntax/items';
import type { Span } from '../syntax/span';
import { lastUpTo } from './lists';
import { type Mention, mentionsIn } from './mentions';
import { keyOf, type PacketSet, packetSetOf } from './packet-set';
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
  readonly bundleWord?: Span;
  /** Of a packet-out: what happens to the packet. */
  readonly steps?: readonly Step[];
  /** Of a packet-out: whether `steps` is all that happens, and the packet begins as others do. */
  readonly stepsKnown?: boolean;
}

/** What is kept of a flow. */
export interface FlowFacts {
  readonly command: FlowCommand;
  /** Whether `ovs-ofctl` and the switch take it. */
  readonly accepted: boolean;
  /** Whether a switch has printed it, with its statistics. */
  readonly printed: boolean;
  /** The table; for commands that act on all tables, and tables known by name only, undefined. */
  readonly table: number | undefined;
  /** Whether the table is known: it has a number, or the command acts on all tables. */
  readonly tableKnown: boolean;
  readonly priority: number;
  readonly cookie: bigint | undefined;
  /** Whether it goes away by itself, after a timeout. */
  readonly temporary: boolean;
  /** Narrows modify and delete to certain flows, in ways that are not looked into. */
  readonly narrowed: boolean;
  /** The packets it matches, their connection state apart. */
  readonly packets: PacketSet;
  /** The states that its match covers: on `ct_state`, and on fields that only tracked packets have. */
  readonly states: StateSet;
  /** Where it matches on `ct_state`: the last such item; undefined where it does not. */
  readonly stateSpan: Span | undefined;
  /** Where it matches on another field that only tracked packets have. */
  readonly trackedSpan: Span | undefined;
  /** Equal texts mean the same match: of the same priority and table, one flow to Open vSwitch. */
  readonly matchKey: string;
  /** Whether `packets` is all there is to the match: false where names or errors hide some of it. */
  readonly matchKnown: boolean;
  readonly steps: readonly Step[];
  /** Whether `steps` is all that happens: false where names or errors hide some of it. */
  readonly stepsKnown: boolean;
  /** The list of actions in the text; undefined where there is none. */
  readonly actions: Span | undefined;
  /** The match and the keys in front of the actions; the place to point at for the flow as a whole. */
  readonly span: Span;
  /** From the first to the last character of the flow, its command and its actions included. */
  readonly whole: Span;
}

/** What is kept of a group. */
export interface GroupFacts {
  /** Undefined for all groups, and where it cannot be read. */
  readonly number: number | undefined;
  readonly command: string;
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
        steps: stepsOf(evaluation.actions),
        stepsKnown: isKnown(evaluation) && !setsConnection(line),
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

function flowFacts(line: FlowLine, flow: FlowEvaluation): FlowFacts {
  const { command, keys, terms, problems, accepted, usesNames } = flow;
  const match = flow.installed ?? flow.match;
  const packets = packetSetOf(match);
  const adds = command === 'add';
  const tableTerm = terms.find(({ kind, key }) => kind === 'key' && key === 'table');
  const tableKnown =
    !tableTerm || (keys.table !== noTable && !namedAt(flow, tableTerm.item.valueStart)) || !usesNames;
  const firstAction = line.actions?.word.start ?? Number.MAX_SAFE_INTEGER;
  const hidden = problems.filter(
    ({ code, rejectedBy }) => rejectedBy !== undefined || code === 'flow/switch-name',
  );
  const stateMask = Number(match.mask('ct_state'));
  const stateValue = Number(match.value('ct_state'));
  const states = stateMask === 0 ? allStates : statesOf({ value: stateValue, mask: stateMask });
  const asksForTracked = isTrackedByOtherField(match);
  return {
    command,
    accepted,
    printed: isPrinted(terms),
    table: !tableKnown ? undefined : keys.table !== noTable ? keys.table : adds ? 0 : undefined,
    tableKnown,
    priority: keys.priority,
    cookie: keys.cookie,
    temporary: keys.idleTimeout !== 0 || keys.hardTimeout !== 0,
    narrowed: keys.cookieMatch !== undefined || keys.outPort !== undefined || keys.outGroup !== undefined,
    packets,
    states: asksForTracked ? states & tracked : states,
    stateSpan:
      stateMask === 0 ? undefined : itemSpan(terms.findLast(({ field }) => field?.name === 'ct_state')),
    trackedSpan: asksForTracked
      ? itemSpan(terms.findLast(({ field }) => (field?.impliesTracked ?? 'never') !== 'never'))
      : undefined,
    matchKey: `${keyOf(packets)};${stateValue}/${stateMask}`,
    matchKnown: hidden.every(({ span }) => span.start >= firstAction),
    ...stepsWithNames(line, flow, firstAction),
    actions: actionsSpan(line),
    span: spanOfMatch(line),
    whole: wholeSpan(line),
  };
}

/** Whether a name that only a switch knows stands at the offset. */
function namedAt({ problems }: FlowEvaluation, offset: number): boolean {
  return problems.some(({ code, span }) => code === 'flow/switch-name' && span.start === offset);
}

/** The slots of fields that say of a packet that it has been tracked, and whether only a bit that is set does. */
const trackedSlots = matchFields.flatMap(({ impliesTracked, storage }) =>
  impliesTracked === 'never'
    ? []
    : storage.map(({ slot }) => ({ slot, whenSet: impliesTracked === 'when-non-zero' })),
);

function isTrackedByOtherField(match: Match): boolean {
  return trackedSlots.some(({ slot, whenSet }) => (whenSet ? match.value(slot) : match.mask(slot)) !== 0n);
}

/** The steps, those that send packets to ports known by name only among them. */
function stepsWithNames(
  line: FlowLine,
  { command, actions, problems }: FlowEvaluation,
  firstAction: number,
): Pick<FlowFacts, 'steps' | 'stepsKnown'> {
  const steps = stepsOf(actions);
  // A flow without actions is half typed, or comes from a dump that was cut.
  let stepsKnown = !line.isWrapped && (line.actions !== undefined || !writesActions(command));
  for (const { span, rejectedBy, nameOf } of problems) {
    const isInActions = span.start >= firstAction;
    if (isInActions && nameOf !== undefined) {
      const item = lastUpTo(line.actions?.items ?? [], span.start, ({ keyStart }) => keyStart);
      const isPort = nameOf === 'port' && item !== undefined && item.delimiter !== '(';
      stepsKnown &&= isPort && !line.text.startsWith('resubmit', item.keyStart);
      steps.push({ kind: 'forward', span });
    } else if (isInActions && rejectedBy !== undefined) {
      stepsKnown = false;
    }
  }
  return { steps, stepsKnown };
}

function writesActions(command: FlowCommand): boolean {
  return command !== 'delete' && command !== 'delete_strict';
}

function itemSpan(term: MatchTerm | undefined): Span | undefined {
  return term && { start: term.item.keyStart, end: term.item.end };
}

function actionsSpan({ actions }: FlowLine): Span | undefined {
  const last = actions?.items.at(-1);
  return actions?.equals === undefined
    ? undefined
    : { start: actions.equals + 1, end: last?.end ?? actions.equals + 1 };
}

function spanOfMatch({ commands, match, actions, text }: FlowLine): Span {
  const first = match[0] ?? commands[0];
  const last = match.at(-1);
  const start = first ? ('keyStart' in first ? first.keyStart : first.start) : (actions?.word.start ?? 0);
  return { start, end: last?.end ?? commands.at(-1)?.end ?? actions?.word.end ?? text.length };
}

function wholeSpan(line: FlowLine): Span {
  const { text, comment } = line;
  const end = text.slice(0, comment?.start).trimEnd().length;
  return { start: text.length - text.trimStart().length, end };
}
