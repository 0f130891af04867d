import { noStates, statesWith } from '../../conntrack/state-set';
import { flagBit } from '../../facts/connection-state';
import type { FileFlow } from '../../model/flow-file';
import type { FlowGroup } from '../../model/table-groups';
import type { PlacedCommit } from '../../model/tracking/exit';
import { Outcomes } from '../../model/tracking/outcomes';
import { type Arrival, type Pipeline, statesThrough } from '../../model/tracking/pipeline';
import type { Span } from '../../syntax/span';
import { awaitedZones } from '../awaited-zones';
import type { FileFix, FileRule } from '../file-rule';
import { firstJoined, pathTo } from '../ways-to-tables';

const newStates = statesWith(flagBit('new'));

/** Packets that were tracked in one zone, and whose connections are committed in another. */
export const zoneMismatch: FileRule = {
  code: 'tracking/zone-mismatch',
  severity: 'warning',
  title: 'Tracked in one zone, committed in another',
  *check(input) {
    const { textOf } = input;
    for (const pipeline of input.flowSets) {
      const awaited = pipeline.whole ? awaitedZones(pipeline) : new Set<string>();
      const outcomes = new Outcomes(pipeline);
      for (const { groups } of awaited.size > 0 ? pipeline.section.tables.values() : []) {
        const told = groups.all.filter((group) => mismatch(group, group.first, pipeline, awaited, outcomes));
        for (const { flow, group } of groups.membersOf(told)) {
          const found = mismatch(group, flow, pipeline, awaited, outcomes);
          if (found) {
            const { arrivals } = found;
            const commit = pipeline.exitsOf(flow).commits[found.nth]!;
            const { line } = flow;
            const zones = [...new Set(arrivals.map(({ origin }) => origin.zone))];
            const tracked = zones.length === 1 ? `zone ${zones[0]}` : `zones ${firstJoined(zones, 'and')}`;
            yield {
              line,
              span: zoneSpan(textOf(line), commit) ?? commit.span,
              message: `Packets come here tracked in ${tracked}, and their connections are committed in ${zoneName(commit, textOf(line))}. Zones know nothing of each other: in ${tracked} they stay new for ever and are never +est. Commit them where they are tracked.`,
              related: arrivals.flatMap(pathTo).slice(0, mostPlaces),
              fixes: () => (zones.length === 1 ? inZone(line, textOf(line), commit, zones[0]!) : []),
            };
          }
        }
      }
    }
  },
};

const mostPlaces = 4;

const isNumber = (zone: string) => /^\d+$/.test(zone);

/** Which commit of a flow is the first, where no packet of it was tracked in a zone that the flow commits in; and how they came. */
function mismatch(
  { traits, isUncertain }: FlowGroup,
  flow: FileFlow,
  pipeline: Pipeline,
  awaited: ReadonlySet<string>,
  outcomes: Outcomes,
): { nth: number; arrivals: Arrival[] } | undefined {
  const traffic = pipeline.tables.get(traits.table!);
  const { commits } = pipeline.exitsAlike(traits);
  const nth = commits.findIndex(({ zone, becomes }) => isNumber(zone) && becomes === 'same');
  if (nth < 0 || !traffic || traffic.open || !traits.accepted || isUncertain) {
    return undefined;
  }
  const arrivals = traffic.arrivals.filter(
    (arrival) => (statesThrough(arrival, flow, pipeline) & newStates) !== noStates,
  );
  const isSure = arrivals.every((arrival) => {
    const { zone, committed } = arrival.origin;
    const outcome = outcomes.of(flow, statesThrough(arrival, flow, pipeline), arrival.origin);
    const elsewhere =
      outcome !== undefined && [...outcome.commits].every((each) => isNumber(each) && each !== zone);
    return isNumber(zone) && !committed && awaited.has(zone) && elsewhere && !outcome.toController;
  });
  return arrivals.length > 0 && isSure ? { nth, arrivals } : undefined;
}

function zoneName({ zone, span }: PlacedCommit, text: string): string {
  return /\bzone=/.test(text.slice(span.start, span.end))
    ? `zone ${zone}`
    : `zone ${zone}, as none is written`;
}

/** Where the zone of a `ct` is written; undefined where it is not, or stands on another line. */
function zoneSpan(text: string, { span }: PlacedCommit): Span | undefined {
  const found = /\bzone=\d+/.exec(text.slice(span.start, span.end));
  return found
    ? { start: span.start + found.index, end: span.start + found.index + found[0].length }
    : undefined;
}

/** Commits in the zone in which packets are tracked. */
function inZone(line: number, text: string, commit: PlacedCommit, zone: string): FileFix[] {
  const title = `Commit in zone ${zone}`;
  const written = zoneSpan(text, commit);
  if (written) {
    return [{ title, edits: [{ line, ...written, newText: `zone=${zone}` }] }];
  }
  const word = /\bcommit\b/.exec(text.slice(commit.span.start, commit.span.end));
  const end = commit.span.start + (word ? word.index + word[0].length : 0);
  return word ? [{ title, edits: [{ line, start: end, end, newText: `,zone=${zone}` }] }] : [];
}
