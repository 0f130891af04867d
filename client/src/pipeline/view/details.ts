/** What stands below the drawing: everything about the table or arrow that is selected, or about a flow. */
import type { Block, Inline } from '../graph/markdown';
import { readMarkdown, targetOf } from '../graph/markdown';
import type { Pipeline, PipelineJump, PipelinePlace, PipelineTable } from '../graph/pipeline';
import type { ShownEdge, ShownNode } from '../graph/shown-graph';
import { counted, edgeTitle, marksOf, nodeTitle, statesSentence } from '../graph/words';
import { button, html } from './elements';

/** So many places are listed of one jump. */
const mostListed = 12;

export interface DetailsEvents {
  readonly revealed: (place: PipelinePlace, focus: boolean) => void;
  readonly revealedLine: (line: number) => void;
  readonly explained: (rule: string) => void;
  /** Go to another table of the drawing. */
  readonly went: (table: number) => void;
  readonly lookedAround: (table: number) => void;
  readonly opened: (chain: number) => void;
  readonly closed: () => void;
}

export class Details {
  readonly element = html('section', { class: 'details', 'aria-label': 'Details', hidden: true });
  readonly #events: DetailsEvents;

  constructor(events: DetailsEvents) {
    this.#events = events;
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.preventDefault();
        events.closed();
      }
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Whether it tells of a table or an arrow, and not of a flow. */
  get showsSelection(): boolean {
    return this.isOpen && !this.element.querySelector('.text');
  }

  close(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  showNode(node: ShownNode, pipeline: Pipeline): void {
    if (node.kind === 'chain') {
      this.#show(
        nodeTitle(node),
        [button({}, () => this.#events.opened(node.tables[0]!.number), 'Show each table')],
        html('p', {}, 'Each of these tables leads only to the next one.'),
        html('ul', {}, ...node.tables.map((table) => this.#tableItem(table))),
      );
    } else {
      this.#showTable(node.table, pipeline);
    }
  }

  showEdge(edge: ShownEdge): void {
    this.#show(
      edgeTitle(edge),
      [],
      html('ul', {}, ...edge.jumps.map((jump) => this.#jumpItem(jump, false, true))),
    );
  }

  /** Shows Markdown about the flow on a line. */
  showText(markdown: string): void {
    const blocks = readMarkdown(markdown);
    const first = blocks[0];
    const hasTitle = first?.kind === 'heading';
    const title = hasTitle ? first.content.map(({ text }) => text).join('') : 'Connection state of this flow';
    const content = (hasTitle ? blocks.slice(1) : blocks).map((block) => this.#block(block));
    this.#show(title, [], html('div', { class: 'text', tabindex: '0' }, ...content));
    this.element.scrollTop = 0;
  }

  #show(title: string, actions: readonly HTMLElement[], ...content: readonly HTMLElement[]): void {
    const close = button(
      { class: 'icon-button', title: 'Close (Escape)', 'aria-label': 'Close details' },
      this.#events.closed,
      '×',
    );
    this.element.replaceChildren(
      html('header', {}, html('h2', {}, title), ...actions, close),
      html('div', { class: 'content' }, ...content),
    );
    this.element.hidden = false;
  }

  #showTable(table: PipelineTable, { jumps }: Pipeline): void {
    const { number, flows, place, dead } = table;
    const into = jumps.filter(({ to }) => to === number);
    const outOf = jumps.filter(({ from }) => from === number);
    const marks = marksOf(table)
      .filter(({ icon }) => icon !== 'dead')
      .map(({ text }) => text);
    const goTo = flows > 0 ? 'Go to first flow' : 'Go to first jump';
    this.#show(
      `Table ${number}`,
      [
        button({}, () => this.#events.revealed(place, true), goTo),
        button(
          { title: 'Show only this table and its neighbours' },
          () => this.#events.lookedAround(number),
          'Only around',
        ),
      ],
      html('p', {}, [counted(flows, 'flow'), ...marks].join(' · ')),
      html('p', {}, statesSentence(table)),
      ...(dead.length > 0
        ? [
            html('h3', {}, `Never hit: ${counted(dead.length, 'flow')}`),
            html(
              'ul',
              {},
              ...dead.map((flow) => html('li', {}, this.#placeButton(flow.place), ` ${flow.reason}`)),
            ),
          ]
        : []),
      ...this.#jumps('Packets come from', into, true),
      ...this.#jumps('Packets go on to', outOf, false),
    );
  }

  #jumps(title: string, jumps: readonly PipelineJump[], incoming: boolean): HTMLElement[] {
    return jumps.length === 0
      ? []
      : [
          html('h3', {}, title),
          html('ul', {}, ...jumps.map((jump) => this.#jumpItem(jump, incoming, false))),
        ];
  }

  #jumpItem(jump: PipelineJump, incoming: boolean, ofEdge: boolean): HTMLElement {
    const { from, to, kind, places, count } = jump;
    const other = incoming ? from : to;
    const lines = places.slice(0, mostListed).flatMap((place) => [' ', this.#placeButton(place)]);
    const rest = count - Math.min(places.length, mostListed);
    return html(
      'li',
      {},
      ...(ofEdge ? [] : [button({ class: 'link' }, () => this.#events.went(other), `table ${other}`), ' ']),
      html('span', { class: `kind kind-${kind}` }, kind),
      ...lines,
      ...(rest > 0 ? [` and ${rest} more`] : []),
    );
  }

  #tableItem(table: PipelineTable): HTMLElement {
    const about = [counted(table.flows, 'flow'), ...marksOf(table).map(({ text }) => text)].join(', ');
    return html(
      'li',
      {},
      button({ class: 'link' }, () => this.#events.revealed(table.place, true), `Table ${table.number}`),
      ` ${about}`,
    );
  }

  #placeButton(place: PipelinePlace): HTMLElement {
    return button({ class: 'link' }, () => this.#events.revealed(place, true), `line ${place.line + 1}`);
  }

  #block(block: Block): HTMLElement {
    switch (block.kind) {
      case 'heading':
        return html('h3', {}, ...this.#inline(block.content));
      case 'code':
        return html('pre', {}, html('code', {}, block.text));
      case 'item':
        return html(
          'div',
          { class: `item depth-${block.depth}` },
          html('span', { class: 'marker' }, block.marker),
          html('span', {}, ...this.#inline(block.content)),
        );
      case 'paragraph':
        return html('p', {}, ...this.#inline(block.content));
      case 'table':
        return html(
          'table',
          {},
          ...block.rows.map((cells, row) =>
            html('tr', {}, ...cells.map((cell) => html(row === 0 ? 'th' : 'td', {}, ...this.#inline(cell)))),
          ),
        );
    }
  }

  #inline(parts: readonly Inline[]): (Node | string)[] {
    const tags = { code: 'code', strong: 'strong', emphasis: 'em' } as const;
    return parts.map((part) => {
      if (part.kind === 'link') {
        return this.#link(part.text, part.target);
      }
      return part.kind === 'text' ? part.text : html(tags[part.kind], {}, part.text);
    });
  }

  /** A link that leads where the view can go; any other is only its text. */
  #link(text: string, link: string): Node | string {
    const target = targetOf(link);
    if (!target) {
      return text;
    }
    const follow = () =>
      'line' in target ? this.#events.revealedLine(target.line) : this.#events.explained(target.rule);
    return button({ class: 'link' }, follow, text);
  }
}
