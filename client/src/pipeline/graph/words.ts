/** What is said of tables and jumps: on the drawing, in tooltips, to screen readers. */
import type { PipelineJump, PipelineTable } from './pipeline';
import type { ShownEdge, ShownNode } from './shown-graph';

/** A number and its noun: `1 flow`, `2 flows`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The flags that a state can be told by, in the order in which people name them. */
const flags = ['new', 'est', 'rel', 'rpl', 'inv', 'snat', 'dnat'];

/**
 * The connection states of a table in as few words as fit on it: `untracked`, the flags that some of the states have,
 * `tracked` for a state that is told by none of them, `any` where nothing is known, `none` where no packet arrives.
 */
export function chipsOf({ states }: Pick<PipelineTable, 'states'>): string[] {
  if (states === undefined || states === null) {
    return ['any'];
  }
  const found = new Set(states.flatMap(chipsOfState));
  const known = ['any', 'untracked', 'tracked', ...flags, 'none'].filter((chip) => found.has(chip));
  return known.length > 0 ? known : ['none'];
}

function chipsOfState(state: string): string[] {
  if (state === 'untracked' || state.includes('-trk')) {
    return ['untracked'];
  }
  if (state === '' || state === 'any') {
    return ['any'];
  }
  const set = flags.filter((flag) => state.includes(`+${flag}`));
  return set.length > 0 ? set : ['tracked'];
}

/** A mark on a table, with its icon and its words. */
export interface Mark {
  readonly icon: 'dead' | 'unreached' | 'missing' | 'output' | 'drop';
  readonly text: string;
}

/** The marks of a table, warnings first. */
export function marksOf(
  table: Pick<PipelineTable, 'flows' | 'reached' | 'dead' | 'outputs' | 'drops'>,
): Mark[] {
  const marks: Mark[] = [];
  if (table.dead.length > 0) {
    marks.push({ icon: 'dead', text: `${table.dead.length} dead` });
  }
  if (!table.reached) {
    marks.push({ icon: 'unreached', text: 'not reached' });
  }
  if (table.flows === 0) {
    marks.push({ icon: 'missing', text: 'no flows' });
  }
  if (table.outputs) {
    marks.push({ icon: 'output', text: 'output' });
  }
  if (table.drops) {
    marks.push({ icon: 'drop', text: 'drop' });
  }
  return marks;
}

/** One sentence or two on the connection states of a table. */
export function statesSentence({ states }: Pick<PipelineTable, 'states'>): string {
  if (states === undefined || states === null) {
    return 'Connection states on arrival: any, as far as the file tells.';
  }
  return states.length === 0
    ? 'No packet arrives here.'
    : `Connection states on arrival: ${states.join(', ')}.`;
}

/** Everything about a node, one thing a line. */
export function nodeDescription(node: ShownNode): string {
  if (node.kind === 'chain') {
    return [
      `${nodeTitle(node)}: ${counted(node.tables.length, 'table')} one after the other`,
      counted(
        node.tables.reduce((sum, { flows }) => sum + flows, 0),
        'flow',
      ),
    ].join('\n');
  }
  const { table, hiddenAfter } = node;
  return [
    `${nodeTitle(node)}: ${counted(table.flows, 'flow')}`,
    statesSentence(table),
    ...(table.dead.length > 0 ? [`Never hit: ${counted(table.dead.length, 'flow')}.`] : []),
    ...(table.reached ? [] : ['No packet gets here from table 0.']),
    ...(table.outputs ? ['Sends packets out.'] : []),
    ...(table.drops ? ['Drops packets.'] : []),
    ...(hiddenAfter > 0
      ? [`Folded: ${counted(hiddenAfter, 'table')} after it ${hiddenAfter === 1 ? 'is' : 'are'} hidden.`]
      : []),
  ].join('\n');
}

/** The name of a node. */
export function nodeTitle(node: ShownNode): string {
  return node.kind === 'chain'
    ? `Tables ${node.tables[0]!.number} … ${node.tables.at(-1)!.number}`
    : `Table ${node.table.number}`;
}

const verbs: Record<PipelineJump['kind'], string> = {
  resubmit: 'resubmit',
  goto_table: 'goto_table',
  ct: 'ct, tracked',
  learn: 'learn, as flows',
};

/** The name of an arrow. */
export function edgeTitle({ jumps }: ShownEdge): string {
  return `Table ${jumps[0]!.from} to table ${jumps[0]!.to}`;
}

/** What an arrow stands for: `Table 0 to table 1: 2 × ct, tracked`. */
export function edgeDescription({ jumps }: ShownEdge): string {
  const parts = jumps.map(
    ({ from, to, kind, count }) => `Table ${from} to table ${to}: ${count} × ${verbs[kind]}`,
  );
  return parts.join('\n');
}

/** What is written on an arrow: nothing for a single jump. */
export function edgeLabel({ count }: ShownEdge): string {
  return count > 1 ? `×${count}` : '';
}
