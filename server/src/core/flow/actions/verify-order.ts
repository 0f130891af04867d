/** The order of actions in a list, and which may stand together. Source: lib/ofp-actions.c, ofpacts_verify. */
import { withinConnectionTracking } from '../../facts/fields/field';
import type { OpenflowVersion } from '../../facts/flow-formats';
import type { Fix } from '../../syntax/fix';
import { type Action, type ActionContext, type Instruction, instructions } from './action';

/** An action that may not stand where it does. */
export interface Disorder {
  readonly action: Action;
  readonly code: string;
  /** What `ovs-ofctl` says. */
  readonly verdict: string;
  readonly message: string;
  /** The code with which a switch refuses it. */
  readonly error: string;
  /** The message when only the switch finds it. */
  readonly onWire: string;
}

/** Where a list stands. */
interface Place {
  /** The action around it. */
  readonly outer: string | undefined;
  readonly allowInstructions: boolean;
  readonly version: OpenflowVersion;
}

/** Reports the actions of a list that may not stand where they do. */
export function verifyOrder(
  actions: readonly Action[],
  { text, problems, within }: ActionContext,
  allowInstructions: boolean,
): void {
  // `ovs-ofctl` verifies as for OpenFlow 1.1, before it knows in which version the flow is sent.
  const place = { outer: within, allowInstructions, version: '1.1' } as const;
  for (const { code, action, verdict, message } of disorders(actions, place)) {
    const fixes = () => [sorting(actions, text)].filter((fix) => fix !== undefined);
    problems.reject(code, action.span, verdict, message, code === 'action/order' ? { fixes } : {});
  }
}

/** The first disorder that a switch finds in a list that it has received. */
export function disorderOf(actions: readonly Action[], version: OpenflowVersion): Disorder | undefined {
  for (const disorder of disorders(actions, { outer: undefined, allowInstructions: true, version })) {
    return disorder;
  }
  return undefined;
}

/** The actions in the order in which OpenFlow runs them; undefined when there are too many of some. */
function sorting(actions: readonly Action[], text: string): Fix | undefined {
  const ranked = actions.map((action) => ({
    span: action.span,
    rank: instructions.indexOf(instructionOf(action, '1.1')),
  }));
  const sorted = ranked.toSorted((one, other) => one.rank - other.rank);
  const plain = instructions.indexOf('apply_actions');
  if (sorted.some(({ rank }, index) => rank !== plain && sorted[index + 1]?.rank === rank)) {
    return undefined;
  }
  return {
    title: 'Put the actions into the order of OpenFlow',
    edits: [
      {
        start: actions[0]!.span.start,
        end: actions.at(-1)!.span.end,
        newText: sorted.map(({ span }) => text.slice(span.start, span.end)).join(','),
      },
    ],
    keepsMeaning: false,
  };
}

function* disorders(actions: readonly Action[], place: Place): Iterable<Disorder> {
  let before: Instruction | undefined;
  for (const action of actions) {
    if (action.name === 'conjunction') {
      yield* besidesConjunction(actions);
      return;
    }
    const next = instructionOf(action, place.version);
    const misplaced = misplacement(action, place.outer) ?? misorder(action, before, next, place);
    if (misplaced) {
      yield misplaced;
    }
    before = next;
  }
}

/** From OpenFlow 1.5 on, meters are ordinary actions. */
function instructionOf({ instruction }: Action, version: OpenflowVersion): Instruction {
  return instruction === undefined || (instruction === 'meter' && version === '1.5')
    ? 'apply_actions'
    : instruction;
}

function misorder(
  action: Action,
  before: Instruction | undefined,
  next: Instruction,
  { allowInstructions, outer }: Place,
): Disorder | undefined {
  const rank = before === undefined ? -1 : instructions.indexOf(before);
  const nextRank = instructions.indexOf(next);
  if (nextRank < rank) {
    return {
      action,
      code: 'action/order',
      verdict: `invalid instruction ordering: ${next} must appear before ${before}, for OpenFlow 1.1+ compatibility`,
      message:
        next === 'apply_actions'
          ? `${action.name} must stand before ${before}: OpenFlow runs ordinary actions first.`
          : `${next} must stand before ${before === 'apply_actions' ? 'all ordinary actions' : before}: OpenFlow runs them in that order.`,
      error: 'OFPBAC_UNSUPPORTED_ORDER',
      onWire: `OpenFlow 1.0 has no goto_table: it is sent as ${action.name}, which cannot stand behind ${before}, so the switch refuses the flow. Send the flow with -O OpenFlow13.`,
    };
  }
  if (nextRank === rank && next !== 'apply_actions') {
    return {
      action,
      code: 'action/order',
      verdict: `duplicate ${next} instruction not allowed, for OpenFlow 1.1+ compatibility`,
      message: `A flow can have one ${next} only.`,
      error: 'OFPBAC_UNSUPPORTED_ORDER',
      onWire: `A flow can have one ${next} only.`,
    };
  }
  return allowInstructions || next === 'apply_actions' || next === 'meter'
    ? undefined
    : {
        action,
        code: 'action/not-allowed-here',
        verdict: `${next} instruction not allowed here`,
        message: `${next} is an instruction of the flow as a whole; it cannot stand inside ${outer ?? 'another action'}.`,
        error: 'OFPBIC_UNSUP_INST',
        onWire: `${next} cannot stand here.`,
      };
}

/** Fields of connection tracking are written inside `ct`, and nothing else is. */
function misplacement(action: Action, outer: string | undefined): Disorder | undefined {
  const field = action.destination;
  const ofConnection = field?.writable === withinConnectionTracking;
  const refuse = (verdict: string, error: string, message: string): Disorder => ({
    action,
    code: 'action/not-allowed-here',
    verdict,
    message,
    error,
    onWire: message,
  });
  if (ofConnection && outer !== 'ct') {
    return refuse(
      'cannot set CT fields outside of ct action',
      'OFPBAC_BAD_SET_ARGUMENT',
      `${field!.name} belongs to the connection: it can be written inside ct(commit,exec(...)) only.`,
    );
  }
  if (action.name === 'nat') {
    return outer === 'ct'
      ? undefined
      : refuse(
          'Cannot have NAT action outside of "ct" action',
          'OFPBAC_BAD_SET_ARGUMENT',
          'nat translates connections: it must stand inside ct(...).',
        );
  }
  if (outer === 'ct' && !field) {
    return refuse(
      `ct action doesn't support nested action ${action.name}`,
      'OFPBAC_BAD_ARGUMENT',
      `Inside ct(exec(...)) only ct_mark and ct_label can be written; ${action.name} cannot stand there. Put it before or behind ct(...).`,
    );
  }
  if (outer === 'ct' && !ofConnection) {
    return refuse(
      `ct action doesn't support nested modification of ${field!.name}`,
      'OFPBAC_BAD_ARGUMENT',
      `Inside ct(exec(...)) only ct_mark and ct_label can be written, not ${field!.name}. Put the action before or behind ct(...).`,
    );
  }
  return outer !== undefined && action.name === 'meter'
    ? refuse(
        `${outer} action doesn't support nested action meter`,
        'OFPBAC_BAD_ARGUMENT',
        `meter cannot stand inside ${outer}: put it first in the flow.`,
      )
    : undefined;
}

function* besidesConjunction(actions: readonly Action[]): Iterable<Disorder> {
  const other = actions.find(({ name }) => name !== 'conjunction' && name !== 'note');
  if (other) {
    const message = `A flow with conjunction has no other actions (but note): it only says that one dimension matched. Put ${other.name} into the flow that matches conj_id.`;
    yield {
      action: other,
      code: 'action/not-allowed-here',
      verdict: `"conjunction" actions may be used along with "note" but not any other kind of action (such as the "${other.name}" action used here)`,
      message,
      error: 'NXBAC_BAD_CONJUNCTION',
      onWire: message,
    };
  }
}
