import { noStates, statesOf } from '../../conntrack/state-set';
import { flagBit } from '../../facts/connection-state';
import { type FileFlow, isLive } from '../../model/flow-file';
import type { Commit } from '../../model/tracking/exits';
import { type Arrival, type Pipeline, statesThrough } from '../../model/tracking/pipeline';
import { meetings } from '../../model/tracking/walk';
import type { FileRule } from '../file-rule';
import { pathTo } from './ways';

const newStates = statesOf({ value: flagBit('new'), mask: flagBit('new') });

/** Packets that were tracked in one zone, and whose connections are committed in another. */
export const zoneMismatch: FileRule = {
  code: 'tracking/zone-mismatch',
  severity: 'warning',
  title: 'Tracked in one zone, committed in another',
  *check({ pipelines, textOf }) {
    for (const pipeline of pipelines) {
      for (const { number, flows } of pipeline.section.tables.values()) {
        for (const flow of pipeline.whole && !pipeline.tables.get(number)!.open ? flows.filter(isLive) : []) {
          const found = mismatch(flow, pipeline);
          if (found) {
            const { commit, arrivals } = found;
            const zones = [...new Set(arrivals.map(({ origin }) => origin.zone))];
            const tracked = zones.map(zoneName).join(' and ');
            yield {
              line: flow.line,
              span: zoneSpan(textOf(flow.line), commit),
              message: `The connection is committed in ${zoneName(commit.zone)}, and packets come here tracked in ${tracked}. Zones know nothing of each other: in ${tracked} the connection stays new for ever. Commit it in the zone in which it is tracked.`,
              related: arrivals.flatMap(pathTo).slice(0, 4),
              fixes: () =>
                zones.length === 1 ? inZone(flow.line, textOf(flow.line), commit, zones[0]!) : [],
            };
          }
        }
      }
    }
  },
};

const isNumber = (zone: string) => /^\d+$/.test(zone);

/** The first commit of a flow whose zone none of its packets was tracked in, and how they got here. */
function mismatch(flow: FileFlow, pipeline: Pipeline): { commit: Commit; arrivals: Arrival[] } | undefined {
  const { commits } = pipeline.exitsOf(flow);
  const commit = commits.find(({ zone, becomes }) => isNumber(zone) && becomes === 'same');
  if (!commit) {
    return undefined;
  }
  const visibility = pipeline.visibilityOf(flow);
  const arrivals = pipeline.tables
    .get(flow.facts.table!)!
    .arrivals.filter((arrival) => (statesThrough(arrival, flow, visibility) & newStates) !== noStates);
  const zones = new Set(arrivals.map(({ origin }) => origin.zone));
  const isSure =
    arrivals.length > 0 &&
    arrivals.every(({ origin }) => isNumber(origin.zone) && !origin.committed) &&
    commits.every(({ zone }) => isNumber(zone) && !zones.has(zone));
  return isSure && !isCommittedLater(flow, arrivals, pipeline) ? { commit, arrivals } : undefined;
}

/** Whether a flow further on may commit the connection in the zone in which it was tracked. */
function isCommittedLater(flow: FileFlow, arrivals: readonly Arrival[], pipeline: Pipeline): boolean {
  const visibility = pipeline.visibilityOf(flow);
  return arrivals.some((arrival) => {
    const states = statesThrough(arrival, flow, visibility);
    for (const meeting of meetings(pipeline, flow, states, arrival.origin)) {
      const { commits } = pipeline.exitsOf(meeting.flow);
      if (commits.some(({ zone }) => !isNumber(zone) || zone === arrival.origin.zone)) {
        return true;
      }
    }
    return false;
  });
}

function zoneName(zone: string): string {
  return zone === '0' ? 'zone 0 (none is written)' : `zone ${zone}`;
}

function zoneSpan(text: string, { span }: Commit): Commit['span'] {
  const found = /\bzone=\d+/.exec(text.slice(span.start, span.end));
  return found ? { start: span.start + found.index, end: span.start + found.index + found[0].length } : span;
}

/** Commits in the zone in which packets are tracked. */
function inZone(line: number, text: string, commit: Commit, zone: string) {
  const span = zoneSpan(text, commit);
  const written = span !== commit.span;
  const newText = `zone=${zone}`;
  if (written) {
    return [{ title: `Commit in zone ${zone}`, edits: [{ line, ...span, newText }] }];
  }
  const inside = /^ct\((?=.)/.exec(text.slice(span.start, span.end));
  return inside
    ? [
        {
          title: `Commit in zone ${zone}`,
          edits: [{ line, start: span.start + 3, end: span.start + 3, newText: `${newText},` }],
        },
      ]
    : [];
}
