/** The part of the pipeline that is shown: what was filtered out and folded away is left out of it. */

import { chainsAmong } from './chains';
import type { Pipeline, PipelineJump, PipelineTable } from './pipeline';
import { hiddenByFolding, neighbourhood, type Ways, waysOf } from './ways';

/** What the reader has chosen to see. */
export interface Choices {
  /** All tables, those that packets reach, or those around one table. */
  readonly show: 'all' | 'reached' | 'around';
  /** The table that is looked around from. */
  readonly centre: number | undefined;
  /** How many jumps around it. */
  readonly distance: number;
  /** Tables after which everything is folded away. */
  readonly folded: readonly number[];
  /** Whether tables that only pass packets on are drawn as one. */
  readonly foldChains: boolean;
  /** The first tables of such rows that are drawn in full all the same. */
  readonly openChains: readonly number[];
}

export const everything: Choices = {
  show: 'all',
  centre: undefined,
  distance: 1,
  folded: [],
  foldChains: false,
  openChains: [],
};

export interface TableNode {
  readonly kind: 'table';
  readonly id: string;
  readonly table: PipelineTable;
  /** Whether there is anything after it that could be folded away. */
  readonly foldable: boolean;
  readonly folded: boolean;
  /** How many tables are hidden because it is folded. */
  readonly hiddenAfter: number;
}

/** A row of tables, each the only way to the next. */
export interface ChainNode {
  readonly kind: 'chain';
  readonly id: string;
  readonly tables: readonly PipelineTable[];
}

export type ShownNode = TableNode | ChainNode;

/** How an arrow is drawn: `resubmit` and `goto_table` do the same to a packet. */
export type EdgeKind = 'jump' | 'ct' | 'learn';

export interface ShownEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly jumps: readonly PipelineJump[];
  readonly count: number;
}

export interface ShownGraph {
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly ShownEdge[];
  /** How many tables there are, and how many of them are drawn, alone or in a row. */
  readonly tables: number;
  readonly shown: number;
  /** How many arrows are left out because nobody could tell so many apart. */
  readonly omitted: number;
}

/** More arrows than these are not drawn. */
const mostEdges = 2_000;

/** The graph to draw. Linear in the pipeline for each folded table. */
export function shownGraph(pipeline: Pipeline, choices: Choices): ShownGraph {
  const chosen = choose(pipeline, choices);
  const inChosen = new Set(chosen.map(({ number }) => number));
  const ways = waysOf(inChosen, pipeline.jumps);
  const { hidden, hiddenAfter } = hiddenByFolding(ways, new Set(choices.folded));
  const visible = chosen.filter(({ number }) => !hidden.has(number));

  const rows = choices.foldChains ? rowsAmong(visible, pipeline, choices) : [];
  const nodes = nodesOf(visible, rows, (table) => {
    const foldable = ways.next.get(table.number)?.some((to) => to !== table.number) ?? false;
    const folded = foldable && choices.folded.includes(table.number);
    return {
      kind: 'table',
      id: `t${table.number}`,
      table,
      foldable,
      folded,
      hiddenAfter: hiddenAfter.get(table.number) ?? 0,
    };
  });
  const edges = edgesBetween(nodes, pipeline.jumps);
  return {
    nodes,
    edges: edges.slice(0, mostEdges),
    tables: pipeline.tables.length,
    shown: visible.length,
    omitted: Math.max(0, edges.length - mostEdges),
  };
}

/** The node that shows a table; undefined when the table is hidden. */
export function nodeOfTable(graph: ShownGraph, number: number): ShownNode | undefined {
  return graph.nodes.find((node) =>
    node.kind === 'table'
      ? node.table.number === number
      : node.tables.some((table) => table.number === number),
  );
}

/** The tables that a node shows. */
export function tablesOf(node: ShownNode): readonly PipelineTable[] {
  return node.kind === 'table' ? [node.table] : node.tables;
}

function choose({ tables, jumps }: Pipeline, { show, centre, distance }: Choices): readonly PipelineTable[] {
  if (show === 'reached') {
    return tables.filter(({ reached }) => reached);
  }
  if (show === 'around' && tables.some(({ number }) => number === centre)) {
    const ways = waysOf(new Set(tables.map(({ number }) => number)), jumps);
    const near = neighbourhood(ways, centre!, distance);
    return tables.filter(({ number }) => near.has(number));
  }
  return tables;
}

function rowsAmong(
  visible: readonly PipelineTable[],
  { jumps }: Pipeline,
  choices: Choices,
): PipelineTable[][] {
  const byNumber = new Map(visible.map((table) => [table.number, table]));
  const kept = new Set([0, ...choices.folded, ...(choices.centre === undefined ? [] : [choices.centre])]);
  const ways: Ways = waysOf(new Set(byNumber.keys()), jumps);
  return chainsAmong(ways, kept)
    .filter(([first]) => !choices.openChains.includes(first!))
    .map((row) => row.map((number) => byNumber.get(number)!));
}

function nodesOf(
  visible: readonly PipelineTable[],
  rows: readonly PipelineTable[][],
  single: (table: PipelineTable) => TableNode,
): ShownNode[] {
  const rowOf = new Map(rows.flatMap((row) => row.map(({ number }) => [number, row] as const)));
  return visible.flatMap((table): ShownNode[] => {
    const row = rowOf.get(table.number);
    if (!row) {
      return [single(table)];
    }
    return row[0] === table ? [{ kind: 'chain', id: `c${table.number}`, tables: row }] : [];
  });
}

function edgesBetween(nodes: readonly ShownNode[], jumps: readonly PipelineJump[]): ShownEdge[] {
  const idOf = new Map(
    nodes.flatMap((node) => tablesOf(node).map(({ number }) => [number, node.id] as const)),
  );
  const edges = new Map<string, ShownEdge & { jumps: PipelineJump[] }>();
  for (const jump of jumps) {
    const [from, to] = [idOf.get(jump.from), idOf.get(jump.to)];
    // Jumps inside a row are what makes it a row.
    if (from === undefined || to === undefined || (from === to && from.startsWith('c'))) {
      continue;
    }
    const kind = jump.kind === 'ct' || jump.kind === 'learn' ? jump.kind : 'jump';
    const id = `${from}-${kind}-${to}`;
    const edge = edges.get(id);
    edges.set(id, {
      id,
      from,
      to,
      kind,
      jumps: [...(edge?.jumps ?? []), jump],
      count: (edge?.count ?? 0) + jump.count,
    });
  }
  return [...edges.values()];
}
