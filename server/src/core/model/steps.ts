/** What a list of actions does to packets, as far as the pipeline is concerned: where they go, what of them changes. */
import type { MatchField } from '../facts/match-fields';
import { controllerPort } from '../facts/ports';
import type { Action } from '../flow/actions/action';
import { isConnectionTracking } from '../flow/actions/connection-tracking';
import { isLearn, type LearnAction } from '../flow/actions/learn';
import { isResubmit } from '../flow/actions/resubmit';
import { formatSubfield } from '../flow/subfield';
import type { Span } from '../syntax/span';

/** One thing that happens to a packet, in the order of the actions. */
export type Step =
  | {
      readonly kind: 'jump';
      readonly how: 'resubmit' | 'goto_table';
      /** Undefined for the table that the flow is in. */
      readonly table: number | undefined;
      /** Whether the table sees the packet as it is: no other port, no other direction. */
      readonly unchanged: boolean;
      readonly span: Span;
      /** The text that names the table; the whole action where nothing does. */
      readonly tableSpan: Span;
    }
  | {
      readonly kind: 'ct';
      /** Where a copy of the packet goes on, tracked; undefined when none does. */
      readonly table: number | undefined;
      /** As Open vSwitch prints it: a number, or the bits of a field. */
      readonly zone: string;
      readonly commit: boolean;
      readonly force: boolean;
      readonly translates: boolean;
      readonly span: Span;
      readonly tableSpan: Span;
    }
  | { readonly kind: 'clear'; readonly span: Span }
  | { readonly kind: 'forward'; readonly span: Span }
  | { readonly kind: 'controller'; readonly span: Span }
  | { readonly kind: 'group'; readonly group: number; readonly span: Span }
  | { readonly kind: 'learn'; readonly learn: LearnAction; readonly span: Span }
  | {
      readonly kind: 'conjunction';
      readonly id: number;
      readonly index: number;
      readonly count: number;
      readonly span: Span;
    }
  /** A field that only tracked packets have is read. */
  | { readonly kind: 'read'; readonly field: MatchField; readonly span: Span }
  /** Bits of a field get a value that is known, or (`write` undefined) one that is not. */
  | {
      readonly kind: 'write';
      readonly field: MatchField;
      readonly write: { readonly value: bigint; readonly mask: bigint } | undefined;
      readonly span: Span;
    }
  /** The packet changes in a way that is not looked into. */
  | { readonly kind: 'change'; readonly span: Span }
  /** Copies of the packet go through these; what they do to it does not last. */
  | { readonly kind: 'copy'; readonly steps: readonly Step[]; readonly span: Span }
  /** As `copy`, once the packet has been through all tables. */
  | { readonly kind: 'action_set'; readonly steps: readonly Step[]; readonly span: Span };

/** Actions that send the packet out of the switch. */
const forwarding: ReadonlySet<string> = new Set([
  'output',
  'output_trunc',
  'output_reg',
  'enqueue',
  'bundle',
]);

/** Actions that leave the packet as it is, and send it nowhere. */
const harmless: ReadonlySet<string> = new Set([
  'note',
  'sample',
  'meter',
  'set_queue',
  'pop_queue',
  'fin_timeout',
  'exit',
  'push',
  'clear_actions',
  'debug_recirc',
  'debug_slow',
]);

/** What the actions do, in their order. */
export function stepsOf(actions: readonly Action[]): Step[] {
  return actions.flatMap((action) => [...readsOf(action), ...stepOf(action)]);
}

function readsOf({ reads = [] }: Action): Step[] {
  return reads.flatMap(({ field, span }) =>
    field.impliesTracked === 'never' ? [] : [{ kind: 'read' as const, field, span }],
  );
}

function stepOf(action: Action): Step[] {
  const { name, span, target } = action;
  const written = action.destination ?? action.result;
  if (isConnectionTracking(action)) {
    const { commit, force, zone, table, nat } = action;
    return [
      {
        kind: 'ct',
        table: table?.number,
        zone: typeof zone === 'number' ? String(zone) : formatSubfield(zone),
        commit,
        force,
        translates: nat !== undefined,
        span,
        tableSpan: table?.span ?? span,
      },
    ];
  }
  if (isLearn(action)) {
    const result = action.result ? [write(action.result, action)] : [];
    return [{ kind: 'learn', learn: action, span }, ...result];
  }
  if (isResubmit(action) || name === 'goto_table') {
    const unchanged = !isResubmit(action) || (action.port === undefined && !action.original);
    const how = isResubmit(action) ? 'resubmit' : 'goto_table';
    const { table } = action;
    return [{ kind: 'jump', how, table: table?.number, unchanged, span, tableSpan: table?.span ?? span }];
  }
  if (target?.what === 'group') {
    return [{ kind: 'group', group: target.number, span }];
  }
  if (target?.what === 'conjunction') {
    return [{ kind: 'conjunction', id: target.number, ...target.clause!, span }];
  }
  if (forwarding.has(name) && !written) {
    return [{ kind: action.outputPort === controllerPort ? 'controller' : 'forward', span }];
  }
  if (written) {
    return [write(written, action)];
  }
  switch (name) {
    case 'ct_clear':
      return [{ kind: 'clear', span }];
    case 'controller':
      return [{ kind: 'controller', span }];
    case 'clone':
      return [{ kind: 'copy', steps: stepsOf(action.nested ?? []), span }];
    case 'write_actions':
      return [{ kind: 'action_set', steps: stepsOf(action.nested ?? []), span }];
    default:
      return harmless.has(name) ? [] : [{ kind: 'change', span }];
  }
}

function write(field: MatchField, { write: known, span }: Action): Step {
  return { kind: 'write', field, write: known, span };
}

/** The steps, and those inside them, at any depth. */
export function* withNested(steps: readonly Step[]): Generator<Step> {
  for (const step of steps) {
    yield step;
    if (step.kind === 'copy' || step.kind === 'action_set') {
      yield* withNested(step.steps);
    }
  }
}

/** The same steps, packets being sent to another group. */
export function toGroup(steps: readonly Step[], group: number): readonly Step[] {
  return steps.map((step): Step => {
    switch (step.kind) {
      case 'group':
        return { ...step, group };
      case 'copy':
      case 'action_set':
        return { ...step, steps: toGroup(step.steps, group) };
      default:
        return step;
    }
  });
}
