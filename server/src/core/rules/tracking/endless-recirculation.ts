import { allStates, noStates, tracked } from '../../conntrack/state-set';
import type { FileFlow } from '../../model/flow-file';
import type { Pipeline } from '../../model/tracking/pipeline';
import type { FileFix, FileRule } from '../file-rule';
import { handledStates, usualStates } from '../handled-states';
import { loopsIn, wayOf } from '../loops-in';
import { placesAlong, statesInWords } from '../ways-to-tables';

/** Packets that come back to the same flow for ever, through the connection tracker. */
export const endlessRecirculation: FileRule = {
  code: 'tracking/endless-recirculation',
  severity: 'warning',
  title: 'Packets come back to the same flow for ever',
  *check(input) {
    for (const { flow, loop, pipeline } of loopsIn(input)) {
      if (loop.recirculates) {
        const isAll = (tracked & usualStates & ~loop.states) === noStates;
        const packets = isAll ? 'Packets' : `Packets that are ${statesInWords(loop.states & usualStates)}`;
        const alone = loop.path.length === 1;
        yield {
          line: flow.line,
          span: loop.path[0]!.place.span,
          message: `${packets} come back to this flow (by ${wayOf(loop)}) and go round and round, until Open vSwitch drops them. Send them to ${alone ? 'another table' : 'a table that does not lead back'}, or let this flow match untracked packets only: ct_state=-trk.`,
          related: placesAlong(loop.path).slice(alone ? 1 : 0),
          fixes: () => (canBeUntrackedOnly(flow, pipeline) ? untrackedOnly(flow) : []),
        };
      }
    }
  },
};

/** Only where the flow does not ask for a state yet, and other flows take what it would leave. */
function canBeUntrackedOnly(flow: FileFlow, { groupsOf }: Pipeline): boolean {
  const { states, asksForState, printed, table } = flow.facts.traits;
  const others = groupsOf(table!).filter(
    ({ traits, first, count }) => traits.accepted && (first !== flow || count > 1),
  );
  const left = usualStates & tracked & ~handledStates(others);
  return !printed && !asksForState && states === allStates && left === noStates;
}

/** Packets that have been through the tracker no longer hit the flow. */
function untrackedOnly({ line, facts: { span } }: FileFlow): FileFix[] {
  const { end } = span;
  return [
    {
      title: 'Match packets only that have not been tracked: add ct_state=-trk',
      edits: [{ line, start: end, end, newText: ',ct_state=-trk' }],
    },
  ];
}
