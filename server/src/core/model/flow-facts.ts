/**
 * What the whole file needs to know of one flow: a compact summary, made once when its line changes. Offsets are those
 * of the line, in UTF-16 units.
 */
import { allStates, statesOf, tracked } from '../conntrack/state-set';
import type { FlowCommand } from '../facts/flow-keys';
import { matchFields } from '../facts/match-fields';
import { type FlowEvaluation, isPrinted } from '../flow/evaluate';
import { noTable } from '../flow/keys';
import type { Match } from '../flow/match';
import type { MatchTerm } from '../flow/match-term';
import type { FlowLine } from '../syntax/flow-line';
import type { Span } from '../syntax/span';
import { type FlowTraits, FlowWithTraits } from './flow-traits';
import { lastUpTo } from './lists';
import { isIp, layOut, type PacketSet, pack, packetSetOf, slotOf } from './packet-set';
import { type Step, stepsOf } from './steps';

/** A part of a conjunction: the dimension `index` of `count`. */
export interface Clause {
  readonly id: number;
  readonly index: number;
  readonly count: number;
  /** Where its action stands. */
  readonly span: Span;
}

/** What is kept of a flow. */
export interface FlowFacts extends FlowTraits {
  /** What it shares with other flows: the same object for all that are written alike. */
  readonly traits: FlowTraits;
  readonly priority: number;
  readonly cookie: bigint | undefined;
  /** The values of the bits that `signature` names, packed, from `at` on. */
  readonly words: Int32Array;
  readonly at: number;
  /** The packets it matches, their connection state apart; unpacked each time. */
  readonly packets: PacketSet;
  /** Where it matches on `ct_state`: the last such item; undefined where it does not. */
  readonly stateSpan: Span | undefined;
  /** Where it matches on another field that only tracked packets have. */
  readonly trackedSpan: Span | undefined;
  /** The clauses of conjunctions that it is. */
  readonly clauses: readonly Clause[];
  /** What it does; may be read from the text anew each time. `likeSteps` tells most of it. */
  readonly steps: readonly Step[];
  /** The list of actions in the text; undefined where there is none. */
  readonly actions: Span | undefined;
  /** The match and the keys in front of the actions; the place to point at for the flow as a whole. */
  readonly span: Span;
  /** From the first to the last character of the flow, its command and its actions included. */
  readonly whole: Span;
}

/** Sums up a flow that was parsed and evaluated. */
export function flowFacts(line: FlowLine, flow: FlowEvaluation): FlowFacts {
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
  const zone = slotOf(packets, 'ct_zone');
  const { steps, stepsKnown } = stepsWithNames(line, flow, firstAction);
  const actions = actionsSpan(line);
  const traits: FlowTraits = {
    command,
    accepted,
    printed: isPrinted(terms),
    table: !tableKnown ? undefined : keys.table !== noTable ? keys.table : adds ? 0 : undefined,
    tableKnown,
    temporary: keys.idleTimeout !== 0 || keys.hardTimeout !== 0,
    narrowed: keys.cookieMatch !== undefined || keys.outPort !== undefined || keys.outGroup !== undefined,
    signature: layOut(packets),
    states: asksForTracked ? states & tracked : states,
    stateKey: `${stateValue}/${stateMask}`,
    asksForState: stateMask !== 0,
    asksForTracked,
    zone: zone?.mask === 0xffffn ? Number(zone.value) : undefined,
    isIp: isIp(packets),
    matchKnown: hidden.every(({ span }) => span.start >= firstAction),
    likeSteps: steps,
    stepsKnown,
    isClause: steps.some(({ kind }) => kind === 'conjunction'),
    hasActions: actions !== undefined,
  };
  return new EvaluatedFlow(traits, {
    priority: keys.priority,
    cookie: keys.cookie,
    packets,
    stateSpan:
      stateMask === 0 ? undefined : itemSpan(terms.findLast(({ field }) => field?.name === 'ct_state')),
    trackedSpan: asksForTracked
      ? itemSpan(terms.findLast(({ field }) => (field?.impliesTracked ?? 'never') !== 'never'))
      : undefined,
    clauses: steps.flatMap((step) =>
      step.kind === 'conjunction'
        ? [{ id: step.id, index: step.index, count: step.count, span: step.span }]
        : [],
    ),
    steps,
    actions,
    span: spanOfMatch(line),
    whole: wholeSpan(line),
  });
}

/** What a flow does not share with others, the words of its packets apart. */
type OwnFacts = Omit<FlowFacts, keyof FlowTraits | 'traits' | 'words' | 'at'>;

/** The facts of a flow that was evaluated. */
class EvaluatedFlow extends FlowWithTraits implements FlowFacts {
  readonly traits: FlowTraits;
  readonly priority: number;
  readonly cookie: bigint | undefined;
  readonly words: Int32Array;
  readonly at = 0;
  readonly packets: PacketSet;
  readonly stateSpan: Span | undefined;
  readonly trackedSpan: Span | undefined;
  readonly clauses: readonly Clause[];
  readonly steps: readonly Step[];
  readonly actions: Span | undefined;
  readonly span: Span;
  readonly whole: Span;

  constructor(traits: FlowTraits, own: OwnFacts) {
    super();
    this.traits = traits;
    this.priority = own.priority;
    this.cookie = own.cookie;
    this.words = new Int32Array(traits.signature.length);
    pack(own.packets, traits.signature, this.words, 0);
    this.packets = own.packets;
    this.stateSpan = own.stateSpan;
    this.trackedSpan = own.trackedSpan;
    this.clauses = own.clauses;
    this.steps = own.steps;
    this.actions = own.actions;
    this.span = own.span;
    this.whole = own.whole;
  }
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
  const start = text.length - text.trimStart().length;
  return { start, end: Math.max(start, text.slice(0, comment?.start).trimEnd().length) };
}
