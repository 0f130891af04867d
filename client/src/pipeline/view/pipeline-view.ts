/** Puts the parts of the view together: what is shown, what is selected, where the cursor is. */
import { standaloneSvg } from '../graph/drawing';
import { mermaidOf } from '../graph/mermaid';
import type { ExportFormat, ToView } from '../graph/messages';
import { type Direction, neighbourIn } from '../graph/navigation';
import type { PipelinePlace } from '../graph/pipeline';
import { type Choices, everything, tablesOf } from '../graph/shown-graph';
import { ShownPipeline } from '../graph/shown-pipeline';
import { firstChoices, type Viewport, type ViewState } from '../graph/view-state';
import { Canvas, type CanvasPart } from './canvas';
import { Details } from './details';
import { html } from './elements';
import { tell } from './host';
import { actionOf } from './keys';
import { legend } from './legend';
import { Memory } from './memory';
import { currentColours } from './theme';
import { Toolbar } from './toolbar';
import { atFirst, holding } from './viewport';

const nothing = { version: 0, first: 0, last: 0, tables: [], jumps: [] };
const zoomStep = 1.25;

export class PipelineView {
  readonly #canvas: Canvas;
  readonly #toolbar: Toolbar;
  readonly #details: Details;
  readonly #memory: Memory;
  readonly #message = html('p', { class: 'message', role: 'status' }, 'Reading the flows …');
  #shown = new ShownPipeline('', '', nothing, everything);
  #selected: string | undefined;
  #current: number | undefined;
  #query = '';
  /** The place that was gone to last, of several that an arrow or a mark stands for. */
  #step = { id: '', index: 0 };

  constructor(root: HTMLElement, kept: ViewState | undefined) {
    this.#memory = new Memory(kept);
    this.#canvas = new Canvas({
      clicked: (id, part, twice) => this.#clicked(id, part, twice),
      clickedBeside: () => this.#select(undefined),
      pressed: (event) => this.#pressed(event),
      moved: () => this.#keep(),
    });
    this.#toolbar = new Toolbar({
      searched: (query) => this.#search(query),
      next: (back) => this.#nextFound(back),
      leftSearch: () => this.#stepTo(this.#selected ?? this.#shown.graph.nodes[0]?.id),
      chose: (change) => this.#choose(change),
      zoomed: (out) => this.#canvas.zoom(out ? 1 / zoomStep : zoomStep),
      fitted: () => this.#canvas.fit(),
      exported: (format) => this.#export(format),
    });
    this.#details = new Details({
      revealed: (place, focus) => this.#reveal(place, focus),
      revealedLine: (line) => this.#reveal({ line, start: 0, end: 0 }, true),
      explained: (rule) => tell({ type: 'explainRule', rule }),
      went: (table) => this.#goTo(table),
      lookedAround: (centre) => this.#choose({ show: 'around', centre }),
      opened: (chain) => this.#fold(`c${chain}`),
      closed: () => this.#select(undefined),
    });
    this.#canvas.element.append(this.#message);
    root.append(this.#toolbar.element, this.#canvas.element, legend(), this.#details.element);
    root.addEventListener('keydown', (event) => {
      if (actionOf(event) === 'search') {
        event.preventDefault();
        this.#toolbar.focusSearch();
      }
    });
  }

  /** Does what the extension says. */
  receive(message: ToView): void {
    switch (message.type) {
      case 'pipeline':
        this.#show(message);
        break;
      case 'cursor':
        if (message.uri === this.#shown.uri) {
          this.#current = message.table;
          this.#markCurrent(true);
        }
        break;
      case 'connectionState':
        if (message.uri === this.#shown.uri) {
          this.#details.showText(message.markdown);
        }
        break;
      case 'export':
        this.#export(message.format);
    }
  }

  #show({ uri, name, pipeline = nothing, problem }: ToView & { type: 'pipeline' }): void {
    this.#message.hidden = pipeline.tables.length > 0;
    this.#message.textContent = problem ?? 'There are no flows in this file.';
    if (uri === this.#shown.uri) {
      this.#draw(this.#shown.after(pipeline), true);
      return;
    }
    const kept = this.#memory.of(uri);
    this.#current = undefined;
    this.#selected = kept?.selected;
    this.#details.close();
    const choices = kept?.choices ?? firstChoices(pipeline.tables.length);
    this.#draw(new ShownPipeline(uri, name, pipeline, choices), false);
    this.#canvas.viewport = kept?.viewport ?? this.#firstViewport();
  }

  #firstViewport(): Viewport {
    const { graph, layout } = this.#shown;
    const found = this.#shown.found(this.#query)?.[0];
    const first = this.#selected ?? found ?? this.#shown.nodeOf(this.#current)?.id ?? graph.nodes[0]?.id;
    return atFirst(layout, this.#canvas.window, layout.nodes.get(first ?? ''));
  }

  /** Draws anew. What the reader looks at stays where it is, if it is still there. */
  #draw(shown: ShownPipeline, keepsPlace: boolean): void {
    const before = this.#shown.layout;
    this.#shown = shown;
    this.#canvas.show(shown.graph, shown.layout);
    const isThere = shown.node(this.#selected) ?? shown.edge(this.#selected);
    this.#select(isThere && this.#selected, this.#details.showsSelection);
    this.#search(this.#query, false);
    this.#markCurrent(false);
    if (keepsPlace) {
      const { viewport, window } = this.#canvas;
      this.#canvas.viewport =
        holding(viewport, before, shown.layout, window, this.#selected) ?? this.#firstViewport();
    }
  }

  #choose(change: Partial<Choices>): void {
    const { choices } = this.#shown;
    const centre =
      change.centre ??
      this.#shown.tableOf(this.#selected) ??
      choices.centre ??
      this.#shown.tableOf(this.#shown.graph.nodes[0]?.id);
    this.#draw(this.#shown.with({ ...choices, ...change, centre }), true);
    if (change.show !== undefined || this.#selected === undefined) {
      this.#canvas.viewport = this.#firstViewport();
    }
    this.#keep();
  }

  #select(id: string | undefined, withDetails = true): void {
    this.#selected = id;
    this.#canvas.select(id, this.#shown.edgesAt(id));
    const [node, edge] = [this.#shown.node(id), this.#shown.edge(id)];
    if (withDetails && node) {
      this.#details.showNode(node, this.#shown.pipeline);
    } else if (withDetails && edge) {
      this.#details.showEdge(edge);
    } else if (withDetails) {
      this.#details.close();
    }
    this.#toolbar.show(this.#shown, id);
    this.#keep();
  }

  #clicked(id: string, part: CanvasPart, twice: boolean): void {
    const [node, edge] = [this.#shown.node(id), this.#shown.edge(id)];
    if (part === 'fold' || (node?.kind === 'chain' && twice)) {
      this.#fold(id);
      return;
    }
    this.#select(id);
    if (edge) {
      const places = edge.jumps.flatMap((jump) => jump.places);
      this.#revealNext(id, places, twice);
    } else if (node) {
      this.#canvas.focus(id);
      // The details have taken some of the room.
      this.#canvas.reveal(id);
      const table = tablesOf(node)[0]!;
      if (part === 'dead' && table.dead.length > 0) {
        const places = table.dead.map(({ place }) => place);
        this.#revealNext(`dead ${id}`, places, twice);
      } else {
        this.#reveal(table.place, twice);
      }
    }
  }

  /** Goes to the first of several places, and with each further click to the next. */
  #revealNext(id: string, places: readonly PipelinePlace[], isSecondOfTwo: boolean): void {
    const index = this.#step.id === id ? this.#step.index + (isSecondOfTwo ? 0 : 1) : 0;
    this.#step = { id, index: index % places.length };
    this.#reveal(places[this.#step.index]!, isSecondOfTwo);
  }

  #reveal(place: PipelinePlace, focus: boolean): void {
    tell({ type: 'reveal', uri: this.#shown.uri, place, focus });
  }

  #pressed(event: KeyboardEvent): void {
    const action = actionOf(event);
    if (action === undefined || action === 'search') {
      return;
    }
    event.preventDefault();
    const id = this.#selected ?? this.#shown.graph.nodes[0]?.id;
    const node = this.#shown.node(id);
    if (action === 'zoomIn' || action === 'zoomOut') {
      this.#canvas.zoom(action === 'zoomIn' ? zoomStep : 1 / zoomStep);
    } else if (action === 'fit') {
      this.#canvas.fit();
    } else if (action === 'leave') {
      this.#leave();
    } else if (action === 'goTo' && node) {
      this.#reveal(tablesOf(node)[0]!.place, true);
    } else if (action === 'fold' && node) {
      this.#fold(node.id);
    } else if (node) {
      this.#stepFrom(node.id, action as Direction);
    }
  }

  /** Along an arrow. The first press of a key only makes visible where the keyboard is. */
  #stepFrom(id: string, direction: Direction): void {
    const { graph, layout } = this.#shown;
    this.#stepTo(this.#selected === undefined ? id : neighbourIn(graph, layout, id, direction));
  }

  #stepTo(id: string | undefined): void {
    if (id !== undefined) {
      this.#select(id);
      this.#canvas.focus(id);
      this.#canvas.reveal(id);
    }
  }

  /** Step by step back to the whole: first what is selected, then what is filtered out. */
  #leave(): void {
    if (this.#selected !== undefined || this.#details.isOpen) {
      this.#select(undefined);
    } else if (this.#shown.choices.show !== 'all') {
      this.#choose({ show: 'all' });
    }
  }

  /** Goes to a table, out of the fold if it is in one. */
  #goTo(table: number): void {
    if (!this.#shown.nodeOf(table)) {
      this.#choose({ show: 'all', folded: [] });
    }
    this.#stepTo(this.#shown.nodeOf(table)?.id);
  }

  #fold(id: string): void {
    this.#draw(this.#shown.with(this.#shown.foldedAt(id)), true);
  }

  #search(query: string, moves = true): void {
    this.#query = query;
    const found = this.#shown.found(query);
    this.#canvas.markFound(found && new Set(found));
    this.#toolbar.showFound(found?.length);
    if (moves && found?.[0] !== undefined) {
      this.#canvas.reveal(found[0]);
    }
  }

  #nextFound(back: boolean): void {
    const found = this.#shown.found(this.#query) ?? [];
    const next = found.indexOf(this.#selected ?? '') + (back ? -1 : 1);
    const id = found.at(next >= found.length ? 0 : next);
    if (id !== undefined) {
      this.#select(id);
      this.#canvas.reveal(id, true);
    }
  }

  #markCurrent(bringsIntoView: boolean): void {
    const id = this.#shown.nodeOf(this.#current)?.id;
    this.#canvas.markCurrent(id);
    if (id !== undefined && bringsIntoView) {
      this.#canvas.reveal(id);
    }
  }

  #export(format: ExportFormat): void {
    const { uri, name, graph, layout } = this.#shown;
    const text =
      format === 'mermaid'
        ? mermaidOf(graph)
        : standaloneSvg(graph, layout, `Pipeline of ${name}`, currentColours());
    tell({ type: 'exported', uri, format, text });
  }

  /** Remembers where the reader is. */
  #keep(): void {
    const { uri, choices } = this.#shown;
    if (uri !== '') {
      this.#memory.keep({ uri, choices, viewport: this.#canvas.viewport, selected: this.#selected });
    }
  }
}
