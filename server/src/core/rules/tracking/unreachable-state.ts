import { noStates } from '../../conntrack/state-set';
import { type FileFlow, isLive } from '../../model/flow-file';
import type { Step } from '../../model/steps';
import type { Pipeline, TableTraffic } from '../../model/tracking/pipeline';
import type { FileFinding, FileFix, FileRule, FileRuleInput } from '../file-rule';
import { arrivingStates, placesOnTheWay, wayIn } from './ways';

/** A flow that asks for a connection state in which no packet gets to its table. */
export const unreachableState: FileRule = {
  code: 'tracking/unreachable-state',
  severity: 'warning',
  title: 'No packet reaches the table in this connection state',
  *check(input) {
    for (const { flow, traffic, pipeline } of flowsOutOfReach(input)) {
      const span = flow.facts.stateSpan;
      if (span && !flow.facts.trackedSpan) {
        yield finding(flow, span, traffic, pipeline, input);
      }
    }
  },
};

/** A flow whose match no state has that packets have when they get to its table. */
export interface OutOfReach {
  readonly flow: FileFlow;
  readonly traffic: TableTraffic;
  readonly pipeline: Pipeline;
}

/** All such flows, in tables of which it is known how packets get there. */
export function* flowsOutOfReach({ pipelines }: FileRuleInput): Generator<OutOfReach> {
  for (const pipeline of pipelines) {
    for (const { number, flows } of pipeline.section.tables.values()) {
      const traffic = pipeline.tables.get(number)!;
      if (traffic.open || traffic.states === noStates) {
        continue;
      }
      for (const flow of flows) {
        const { states } = flow.facts;
        // Of a state that does not exist at all another rule speaks.
        if (isLive(flow) && states !== noStates && (states & traffic.states) === noStates) {
          yield { flow, traffic, pipeline };
        }
      }
    }
  }
}

function finding(
  flow: FileFlow,
  span: { readonly start: number; readonly end: number },
  traffic: TableTraffic,
  pipeline: Pipeline,
  { textOf }: FileRuleInput,
): FileFinding {
  const { line } = flow;
  const written = textOf(line).slice(span.start, span.end);
  const commits = commitsBefore(traffic);
  const advice = commits
    ? ` The packet that goes on after ct(commit) in line ${commits.line + 1} stays as it was: only the copy that ct(…,table=${traffic.number}) sends on is tracked.`
    : untrackedOnly(traffic)
      ? ` Only ct(…,table=${traffic.number}) sends tracked packets here.`
      : '';
  return {
    line,
    span,
    message: `Packets reach table ${traffic.number} ${arrivingStates(traffic)} only, so ${written} never matches. ${wayIn(traffic, pipeline)}${advice}`,
    related: placesOnTheWay(traffic),
    fixes: () => (commits ? fixesOf(commits, traffic.number, textOf) : []),
  };
}

function untrackedOnly({ arrivals }: TableTraffic): boolean {
  return arrivals.every(({ origin }) => origin.zone === 'untracked');
}

/** A way in on which a `ct` without a table stands right before the jump, which looks as if it tracked the packet. */
interface CommitBefore {
  readonly line: number;
  readonly ct: Extract<Step, { kind: 'ct' }>;
  readonly jump: Extract<Step, { kind: 'jump' }>;
}

function commitsBefore({ ways, number }: TableTraffic): CommitBefore | undefined {
  for (const { flow, line } of ways) {
    const steps = flow?.facts.steps ?? [];
    for (const [index, jump] of steps.entries()) {
      const ct = steps[index - 1];
      if (jump.kind === 'jump' && jump.table === number && ct?.kind === 'ct' && ct.table === undefined) {
        return { line, ct, jump };
      }
    }
  }
  return undefined;
}

/** `ct(commit),resubmit(,1)` becomes `ct(commit,table=1)`. */
function fixesOf(
  { line, ct, jump }: CommitBefore,
  table: number,
  textOf: (line: number) => string,
): FileFix[] {
  const text = textOf(line).slice(ct.span.start, ct.span.end);
  const inside = /^ct\((.*)\)$/s.exec(text)?.[1];
  const between = textOf(line).slice(ct.span.end, jump.span.start);
  if (inside === undefined || !jump.unchanged || !/^[\s,]*$/.test(between)) {
    return [];
  }
  const newText = `ct(${inside === '' ? '' : `${inside},`}table=${table})`;
  return [
    {
      title: `Let packets come back from the tracker to table ${table}: ${newText}`,
      edits: [{ line, start: ct.span.start, end: jump.span.end, newText }],
    },
  ];
}
