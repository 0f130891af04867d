import { stateList } from '../../conntrack/state-words';
import type { FileFlow } from '../../model/flow-file';
import { type Loop, loopFrom } from '../../model/tracking/loops';
import type { Pipeline } from '../../model/tracking/pipeline';
import type { FileFinding, FileFix, FileRule } from '../file-rule';

/** Packets that come back to the same flow for ever, through the connection tracker. */
export const endlessRecirculation: FileRule = {
  code: 'tracking/endless-recirculation',
  severity: 'warning',
  title: 'Packets come back to the same flow for ever',
  *check({ pipelines }) {
    for (const { flow, loop } of loopsIn(pipelines)) {
      if (loop.recirculates) {
        yield finding(flow, loop);
      }
    }
  },
};

/** Packets that are looked up in the same flow until Open vSwitch gives up. */
export const endlessResubmit: FileRule = {
  code: 'tracking/endless-resubmit',
  severity: 'warning',
  title: 'Packets are resubmitted to the same flow until they are dropped',
  *check({ pipelines }) {
    for (const { flow, loop } of loopsIn(pipelines)) {
      if (!loop.recirculates) {
        yield {
          ...finding(flow, loop),
          fixes: () => [],
          message: `Packets that hit this flow come back to it by ${wayOf(loop)}, unchanged. Open vSwitch gives up after 64 rounds and drops them. Lead them to another table, or change what the flow matches.`,
        };
      }
    }
  },
};

function* loopsIn(pipelines: readonly Pipeline[]): Generator<{ flow: FileFlow; loop: Loop }> {
  for (const pipeline of pipelines) {
    if (!pipeline.whole) {
      continue;
    }
    // A loop over several flows is told once, where it is met first.
    const told = new Set<FileFlow>();
    for (const { flows, number } of pipeline.section.tables.values()) {
      for (const flow of pipeline.isReached(number) ? flows : []) {
        const loop = told.has(flow) ? undefined : loopFrom(flow, pipeline);
        if (loop) {
          for (const { flow: on } of loop.path) {
            told.add(on);
          }
          yield { flow, loop };
        }
      }
    }
  }
}

function finding(flow: FileFlow, loop: Loop): FileFinding {
  const { path, states } = loop;
  const [first] = path;
  const tables = [...new Set(path.map(({ exit }) => exit.table))];
  const elsewhere =
    tables.length === 1 ? `another table than ${tables[0]}` : 'a table that is not on this way';
  return {
    line: flow.line,
    span: first!.exit.span,
    message: `Packets that come back ${stateList(states, 'or')} hit this flow again, by ${wayOf(loop)}, and are tracked again without end: Open vSwitch drops them only once they have been round too often. Send them to ${elsewhere}, or let the flow match untracked packets only (ct_state=-trk).`,
    related: path.slice(1).map(({ flow: on, exit }) => ({
      line: on.line,
      span: exit.span,
      message: `Then to table ${exit.table}`,
    })),
    fixes: () => (path.length === 1 && flow.facts.stateSpan === undefined ? untrackedOnly(flow) : []),
  };
}

/** Packets that have been through the tracker no longer hit the flow. */
function untrackedOnly({ line, facts: { span } }: FileFlow): FileFix[] {
  const { start } = span;
  return [
    {
      title: 'Match packets only that have not been tracked: add ct_state=-trk',
      edits: [{ line, start, end: start, newText: 'ct_state=-trk,' }],
    },
  ];
}

function wayOf({ path }: Loop): string {
  return path
    .map(({ exit }) => `${exit.kind === 'ct' ? 'ct' : exit.kind} to table ${exit.table}`)
    .join(', then ');
}
