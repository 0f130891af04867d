import { noStates, statesWith } from '../../conntrack/state-set';
import { flagBit } from '../../facts/connection-state';
import type { FileFlow } from '../../model/flow-file';
import type { FlowGroup } from '../../model/table-groups';
import { type Outcome, Outcomes } from '../../model/tracking/outcomes';
import { type Pipeline, statesThrough, type TableTraffic } from '../../model/tracking/pipeline';
import { awaitedZones } from '../awaited-zones';
import type { FileFinding, FileFix, FileRule, RelatedPlace } from '../file-rule';
import { placesAlong, placesOnTheWay } from '../ways-to-tables';

const newStates = statesWith(flagBit('new'));

/** New connections that are let through and never committed, in a file that waits for them to be established. */
export const neverCommitted: FileRule = {
  code: 'tracking/never-committed',
  severity: 'warning',
  title: 'New connections are forwarded and never committed',
  *check(input) {
    for (const pipeline of input.flowSets) {
      const zones = pipeline.whole ? awaitedZones(pipeline) : new Set<string>();
      const outcomes = new Outcomes(pipeline);
      for (const { number, groups } of zones.size > 0 ? pipeline.section.tables.values() : []) {
        const traffic = pipeline.tables.get(number);
        const asking = traffic && !traffic.open ? groups.all.filter(asksForNew) : [];
        const told = asking.filter((group) =>
          forwardedUncommitted(group.first, traffic!, pipeline, zones, outcomes),
        );
        for (const { flow } of groups.membersOf(told)) {
          const found = forwardedUncommitted(flow, traffic!, pipeline, zones, outcomes);
          if (found) {
            yield finding(flow, found, traffic!);
          }
        }
      }
    }
  },
};

function asksForNew({ traits, isUncertain }: FlowGroup): boolean {
  const { states, asksForState, temporary, accepted } = traits;
  const isAsked = asksForState && states !== noStates && (states & ~newStates) === noStates;
  return isAsked && accepted && !temporary && !isUncertain;
}

/** Where packets leave the switch whose connection nobody has committed. */
interface Uncommitted {
  readonly forwarded: NonNullable<Outcome['forwarded']>;
  /** What they are tracked in. */
  readonly zones: readonly string[];
}

/** Undefined when that does not happen, or not for sure. */
function forwardedUncommitted(
  flow: FileFlow,
  { arrivals }: TableTraffic,
  pipeline: Pipeline,
  awaited: ReadonlySet<string>,
  outcomes: Outcomes,
): Uncommitted | undefined {
  let forwarded: Outcome['forwarded'];
  const zones: string[] = [];
  for (const arrival of arrivals) {
    const states = statesThrough(arrival, flow, pipeline);
    if (states === noStates || arrival.origin.committed || !awaited.has(arrival.origin.zone)) {
      continue;
    }
    const outcome = outcomes.of(flow, states, arrival.origin);
    if (!outcome || outcome.commits.size > 0 || outcome.toController) {
      return undefined;
    }
    forwarded ??= outcome.forwarded;
    zones.push(arrival.origin.zone);
  }
  return forwarded && { forwarded, zones };
}

function finding(flow: FileFlow, { forwarded, zones }: Uncommitted, traffic: TableTraffic): FileFinding {
  const { flow: last, path } = forwarded;
  const related: RelatedPlace[] = placesAlong(path);
  if (last !== flow) {
    related.push({
      line: last.line,
      span: last.facts.actions ?? last.facts.span,
      message: 'Sent out here, not committed',
    });
  }
  const [zone = '0'] = zones;
  const commit = zone === '0' ? 'ct(commit)' : `ct(commit,zone=${zone})`;
  const where =
    last === flow
      ? 'New connections leave the switch here, and nothing commits them'
      : `New connections go from here to line ${last.line + 1} and leave the switch, and nothing on the way commits them`;
  return {
    line: flow.line,
    span: flow.facts.stateSpan!,
    message: `${where}: they stay new for ever, and no packet of theirs is ever +est. Put ${commit} in front of ${last === flow ? 'the' : 'that'} output.`,
    related: [...related, ...placesOnTheWay(traffic)],
    fixes: () => (last === flow && new Set(zones).size === 1 ? commitFirst(flow, commit) : []),
  };
}

/** Only where no table looks at the packet after the output: behind a commit it is not tracked. */
function commitFirst({ line, facts }: FileFlow, commit: string): FileFix[] {
  const output = facts.steps.find(({ kind }) => kind === 'forward');
  const isPlain = facts.steps.every(
    ({ kind }) => kind === 'forward' || kind === 'write' || kind === 'change',
  );
  if (!output || !isPlain || facts.traits.isIp !== true || !/^[\w(),=]+$/.test(commit)) {
    return [];
  }
  const { start } = output.span;
  return [
    {
      title: `Commit the connection: ${commit}`,
      edits: [{ line, start, end: start, newText: `${commit},` }],
    },
  ];
}
