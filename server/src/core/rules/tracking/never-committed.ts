import { noStates, type StateSet, statesOf } from '../../conntrack/state-set';
import { flagBit } from '../../facts/connection-state';
import { type FileFlow, isLive } from '../../model/flow-file';
import { type Pipeline, statesThrough, type TableTraffic } from '../../model/tracking/pipeline';
import { type Meeting, meetings } from '../../model/tracking/walk';
import type { FileFinding, FileRule, RelatedPlace } from '../file-rule';
import { placesOnTheWay } from './ways';

const newBit = flagBit('new');
const newStates = statesOf({ value: newBit, mask: newBit });
const establishedBit = flagBit('est');
const establishedStates = statesOf({ value: establishedBit, mask: establishedBit });

/** New connections that are let through and never committed, in a file that waits for them to be established. */
export const neverCommitted: FileRule = {
  code: 'tracking/never-committed',
  severity: 'warning',
  title: 'New connections are forwarded and never committed',
  *check({ pipelines }) {
    for (const pipeline of pipelines) {
      if (!pipeline.whole || !waitsForEstablished(pipeline)) {
        continue;
      }
      for (const { number, flows } of pipeline.section.tables.values()) {
        const traffic = pipeline.tables.get(number)!;
        for (const flow of traffic.open ? [] : flows) {
          const found =
            isLive(flow) && asksForNew(flow) ? forwardedUncommitted(flow, traffic, pipeline) : undefined;
          if (found) {
            yield finding(flow, found, traffic);
          }
        }
      }
    }
  },
};

/** Whether some flow matches established connections: else nobody minds that they stay new. */
function waitsForEstablished({ section }: Pipeline): boolean {
  return [...section.tables.values()].some(({ flows }) =>
    flows.some(
      ({ facts: { states, stateSpan } }) =>
        stateSpan && states !== noStates && (states & ~establishedStates) === noStates,
    ),
  );
}

function asksForNew({ facts: { states, stateSpan } }: FileFlow): boolean {
  return stateSpan !== undefined && states !== noStates && (states & ~newStates) === noStates;
}

/** Where packets leave the switch whose connection nobody has committed; undefined when that does not happen. */
function forwardedUncommitted(
  flow: FileFlow,
  traffic: TableTraffic,
  pipeline: Pipeline,
): Meeting | undefined {
  const uncommitted = traffic.arrivals.filter(({ origin }) => !origin.committed);
  let forwarded: Meeting | undefined;
  for (const arrival of uncommitted) {
    const states: StateSet = statesThrough(arrival, flow, pipeline.visibilityOf(flow));
    if (states === noStates) {
      continue;
    }
    for (const meeting of meetings(pipeline, flow, states, arrival.origin)) {
      const { commits, forwards, toController } = pipeline.exitsOf(meeting.flow);
      if (commits.length > 0 || toController) {
        return undefined;
      }
      forwarded ??= forwards && meeting;
    }
  }
  return forwarded;
}

function finding(flow: FileFlow, { flow: last, path }: Meeting, traffic: TableTraffic): FileFinding {
  const way = path.map(({ exit }) => `table ${exit.table}`);
  const through = way.length > 0 ? `, by way of ${way.join(' and ')},` : '';
  const related: RelatedPlace[] = path.map(({ flow: { line }, exit }) => ({
    line,
    span: exit.span,
    message: `Goes on to table ${exit.table}`,
  }));
  if (last !== flow) {
    related.push({
      line: last.line,
      span: last.facts.actions ?? last.facts.span,
      message: 'Sent out here, not committed',
    });
  }
  const where = last === flow ? 'sends them out' : `sends them out in line ${last.line + 1}`;
  return {
    line: flow.line,
    span: flow.facts.stateSpan!,
    message: `Packets of new connections hit this flow, which${through} ${where}, and no ct(commit) is on their way: these connections stay new for ever, and no flow for established ones (+est) sees them. Commit them, as in ct(commit) before the output.`,
    related: [...related, ...placesOnTheWay(traffic)],
  };
}
