import { noStates, tracked, untracked } from '../../conntrack/state-set';
import type { FileFlow } from '../../model/flow-file';
import type { Step } from '../../model/steps';
import type { FlowGroup } from '../../model/table-groups';
import type { TableTraffic } from '../../model/tracking/pipeline';
import { excerpt } from '../../syntax/excerpt';
import type { FileFix, FileRule } from '../file-rule';
import { handledStates, usualStates } from '../handled-states';
import { flowsOutOfReach } from '../out-of-reach';
import { isUntrackedOnly, placesOnTheWay, sourceOf, statesInWords } from '../ways-to-tables';

/** A flow that asks for a connection state in which no packet gets to its table. */
export const unreachableState: FileRule = {
  code: 'tracking/unreachable-state',
  severity: 'warning',
  title: 'No packet reaches the table in this connection state',
  *check(input) {
    const { textOf } = input;
    for (const { flows, traffic, pipeline } of flowsOutOfReach(input)) {
      const asking = flows.filter((flow) => asksByState(flow, traffic));
      const why = asking.length > 0 ? whyNot(traffic, pipeline.groupsOf(traffic.number), textOf) : undefined;
      for (const { line, facts } of why ? asking : []) {
        const written = excerpt(textOf(line), facts.stateSpan!);
        yield {
          line,
          span: facts.stateSpan!,
          message: `${why!.arriving}, so ${written} never matches. ${why!.advice}`,
          related: why!.places,
          fixes: why!.fixes,
        };
      }
    }
  },
};

/** Of other fields that only tracked packets have, where none is tracked, another rule speaks. */
function asksByState({ facts }: FileFlow, traffic: TableTraffic): boolean {
  const { asksForState, asksForTracked } = facts.traits;
  return asksForState && !(asksForTracked && isUntrackedOnly(traffic));
}

interface Reasons {
  readonly arriving: string;
  readonly advice: string;
  readonly places: ReturnType<typeof placesOnTheWay>;
  readonly fixes: () => FileFix[];
}

/** Why packets come to the table as they do: the same for all its flows. */
function whyNot(
  traffic: TableTraffic,
  groups: readonly FlowGroup[],
  textOf: (line: number) => string,
): Reasons {
  const { number, states } = traffic;
  const source = sourceOf(traffic);
  const from = source === undefined ? '' : ` (from ${source})`;
  const places = placesOnTheWay(traffic);
  if ((states & untracked) === 0n) {
    const arriving = isAllTracked(traffic)
      ? `Every packet that gets to table ${number} has been through the connection tracker${from}`
      : `Packets get to table ${number} as ${statesInWords(states)} only${from}`;
    const advice = 'Remove the flow, or let such packets get here.';
    return { arriving, advice, places, fixes: () => [] };
  }
  if (!isUntrackedOnly(traffic)) {
    const arriving = `Packets get to table ${number} as ${statesInWords(states)} only${from}`;
    return { arriving, advice: 'Remove the flow, or let such packets get here.', places, fixes: () => [] };
  }
  if (source === undefined) {
    return {
      arriving: `Packets enter table ${number} before they have been through the connection tracker`,
      advice: 'Send them through it with ct(table=N), and match their state in table N.',
      places,
      fixes: () => [],
    };
  }
  const before = trackerBefore(traffic);
  return {
    arriving: `Packets get to table ${number} untracked only${from}`,
    advice: before
      ? `The packet that goes on behind ${excerpt(textOf(before.line), before.ct.span)} is not tracked; only ct(...,table=${number}) sends on a tracked one.`
      : `To get tracked packets here, send them by ct(...,table=${number}).`,
    places,
    fixes: () => (before && takesTracked(groups) ? fixesOf(before, number, textOf) : []),
  };
}

/** Whether nothing is left out when all packets come tracked: no flow that asks for others, no state without a flow. */
function takesTracked(groups: readonly FlowGroup[]): boolean {
  const asksForOthers = groups.some(({ traits }) => (traits.states & tracked) === noStates);
  return !asksForOthers && (usualStates & tracked & ~handledStates(groups)) === noStates;
}

function isAllTracked({ arrivals }: TableTraffic): boolean {
  return arrivals.every(({ by }) => by?.way.exit.kind === 'ct');
}

/** A way in on which a `ct` without a table stands right before the jump: it looks as if it tracked the packet. */
interface TrackerBefore {
  readonly line: number;
  readonly ct: Extract<Step, { kind: 'ct' }>;
  readonly jump: Extract<Step, { kind: 'jump' }>;
}

function trackerBefore({ ways, number }: TableTraffic): TrackerBefore | undefined {
  for (const { flow, line } of ways.of(({ traits }) => findTracker(traits.likeSteps, number) !== undefined)) {
    const found = flow && findTracker(flow.facts.steps, number);
    if (found) {
      return { line, ...found };
    }
  }
  return undefined;
}

function findTracker(steps: readonly Step[], table: number): Omit<TrackerBefore, 'line'> | undefined {
  for (const [index, jump] of steps.entries()) {
    const ct = steps[index - 1];
    if (jump.kind === 'jump' && jump.table === table && ct?.kind === 'ct') {
      return { ct, jump };
    }
  }
  return undefined;
}

/** `ct(commit),resubmit(,1)` becomes `ct(commit,table=1)`. */
function fixesOf(
  { line, ct, jump }: TrackerBefore,
  table: number,
  textOf: (line: number) => string,
): FileFix[] {
  const text = textOf(line);
  const inside = /^ct\((.*?),*\)$/s.exec(text.slice(ct.span.start, ct.span.end))?.[1];
  const between = text.slice(ct.span.end, jump.span.start);
  if (inside === undefined || ct.table !== undefined || !jump.unchanged || !/^[\s,]*$/.test(between)) {
    return [];
  }
  const newText = `ct(${inside === '' ? '' : `${inside},`}table=${table})`;
  return [
    {
      title: `Send on what the tracker returns: ${newText}`,
      edits: [{ line, start: ct.span.start, end: jump.span.end, newText }],
    },
  ];
}
