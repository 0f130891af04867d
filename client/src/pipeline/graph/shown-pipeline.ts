/** A pipeline as it is shown: what is chosen of it, where it stands, and the questions that the view asks about it. */
import { arrange, arrangementKey } from './drawing';
import type { Layout } from './layout';
import type { Pipeline } from './pipeline';
import { search } from './search';
import {
  type Choices,
  nodeOfTable,
  type ShownEdge,
  type ShownGraph,
  type ShownNode,
  shownGraph,
} from './shown-graph';

export class ShownPipeline {
  readonly uri: string;
  readonly name: string;
  readonly pipeline: Pipeline;
  readonly choices: Choices;
  readonly graph: ShownGraph;
  readonly layout: Layout;

  readonly #arrangement: string;

  /** What was shown `before` lends its layout where only things like line numbers have changed since. */
  constructor(uri: string, name: string, pipeline: Pipeline, choices: Choices, before?: ShownPipeline) {
    this.uri = uri;
    this.name = name;
    this.pipeline = pipeline;
    this.choices = choices;
    this.graph = shownGraph(pipeline, choices);
    this.#arrangement = arrangementKey(this.graph);
    const isAsBefore = before !== undefined && before.#arrangement === this.#arrangement;
    this.layout = isAsBefore ? before.layout : arrange(this.graph);
  }

  /** The same pipeline with other choices. */
  with(choices: Choices): ShownPipeline {
    return new ShownPipeline(this.uri, this.name, this.pipeline, choices, this);
  }

  /** The same choices with what has become of the pipeline. */
  after(pipeline: Pipeline): ShownPipeline {
    return new ShownPipeline(this.uri, this.name, pipeline, this.choices, this);
  }

  node(id: string | undefined): ShownNode | undefined {
    return this.graph.nodes.find((node) => node.id === id);
  }

  edge(id: string | undefined): ShownEdge | undefined {
    return this.graph.edges.find((edge) => edge.id === id);
  }

  /** The node that shows a table; undefined when it is hidden. */
  nodeOf(table: number | undefined): ShownNode | undefined {
    return table === undefined ? undefined : nodeOfTable(this.graph, table);
  }

  /** The number of the table that a node shows, where it is a single one. */
  tableOf(id: string | undefined): number | undefined {
    const node = this.node(id);
    return node?.kind === 'table' ? node.table.number : undefined;
  }

  /** The arrows that start or end at a node. */
  edgesAt(id: string | undefined): ReadonlySet<string> {
    return new Set(
      this.graph.edges.filter(({ from, to }) => from === id || to === id).map((edge) => edge.id),
    );
  }

  /** The nodes that show what is looked for, the best first; undefined when nothing is looked for. */
  found(query: string): string[] | undefined {
    if (query.trim() === '') {
      return undefined;
    }
    const ids = search(this.pipeline.tables, query).flatMap((number) => this.nodeOf(number)?.id ?? []);
    return [...new Set(ids)];
  }

  /** The choices after a node was folded, or unfolded if it was. */
  foldedAt(id: string): Choices {
    const node = this.node(id);
    const { folded, openChains } = this.choices;
    if (node?.kind === 'chain') {
      return { ...this.choices, openChains: [...openChains, node.tables[0]!.number] };
    }
    if (!node?.foldable) {
      return this.choices;
    }
    const { number } = node.table;
    const others = folded.filter((table) => table !== number);
    return { ...this.choices, folded: node.folded ? others : [...others, number] };
  }
}
