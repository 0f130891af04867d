/** What stands above the drawing: search, what to show, size, exports. */
import type { ExportFormat } from '../graph/messages';
import type { Choices } from '../graph/shown-graph';
import type { ShownPipeline } from '../graph/shown-pipeline';
import { counted } from '../graph/words';
import { button, html } from './elements';

export interface ToolbarEvents {
  readonly searched: (query: string) => void;
  /** The next table that was found; the one before with `back`. */
  readonly next: (back: boolean) => void;
  readonly leftSearch: () => void;
  readonly chose: (change: Partial<Choices>) => void;
  readonly zoomed: (out: boolean) => void;
  readonly fitted: () => void;
  readonly exported: (format: ExportFormat) => void;
}

/** Values of the list of what is shown; `around` comes with how far. */
const around = /^around-(\d)$/;

export class Toolbar {
  readonly element: HTMLElement;
  readonly #search: HTMLInputElement;
  readonly #found = html('span', { class: 'found-count', role: 'status' });
  readonly #shown = html('span', { class: 'shown-count', role: 'status' });
  readonly #show: HTMLSelectElement;
  readonly #aroundOptions: HTMLOptionElement[];
  readonly #chains: HTMLInputElement;

  constructor(events: ToolbarEvents) {
    this.#search = html('input', {
      type: 'search',
      class: 'search',
      placeholder: 'Find table, state',
      'aria-label': 'Find tables by number or connection state',
      title:
        'A number (10, 10-20), a state (new, +trk+est, untracked) or a mark (dead, drop). Press / to come here.',
      spellcheck: 'false',
    });
    this.#search.addEventListener('input', () => events.searched(this.#search.value));
    this.#search.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        events.next(event.shiftKey);
      } else if (event.key === 'Escape') {
        this.#search.value = '';
        events.searched('');
        events.leftSearch();
      } else if (event.key === 'ArrowDown') {
        events.leftSearch();
      } else {
        return;
      }
      event.preventDefault();
    });

    this.#aroundOptions = [1, 2, 3].map((distance) => html('option', { value: `around-${distance}` }));
    this.#show = html(
      'select',
      { 'aria-label': 'Show', title: 'Which tables are shown' },
      html('option', { value: 'all' }, 'All tables'),
      html('option', { value: 'reached' }, 'Reached tables'),
      ...this.#aroundOptions,
    );
    this.#show.addEventListener('change', () => {
      const distance = around.exec(this.#show.value)?.[1];
      events.chose(
        distance === undefined
          ? { show: this.#show.value === 'reached' ? 'reached' : 'all' }
          : { show: 'around', distance: Number(distance) },
      );
    });

    this.#chains = html('input', { type: 'checkbox' });
    this.#chains.addEventListener('change', () =>
      events.chose({ foldChains: this.#chains.checked, openChains: [] }),
    );

    this.element = html(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': 'Pipeline' },
      html('span', { class: 'group' }, this.#search, this.#found),
      html(
        'span',
        { class: 'group' },
        this.#show,
        html(
          'label',
          { title: 'Draw tables that only pass packets on to the next as one' },
          this.#chains,
          'Fold rows',
        ),
        this.#shown,
      ),
      html(
        'span',
        { class: 'group' },
        iconButton('−', 'Zoom out (-)', () => events.zoomed(true)),
        iconButton('+', 'Zoom in (+)', () => events.zoomed(false)),
        button({ title: 'Fit into the window (0)' }, events.fitted, 'Fit'),
      ),
      html(
        'span',
        { class: 'group' },
        button({ title: 'Save the drawing as an SVG file' }, () => events.exported('svg'), 'SVG'),
        button(
          { title: 'Open the drawing as a Mermaid flow chart' },
          () => events.exported('mermaid'),
          'Mermaid',
        ),
      ),
    );
  }

  /** Shows what is chosen, and how much of the pipeline that is. */
  show(pipeline: ShownPipeline, selected: string | undefined): void {
    const { choices, graph } = pipeline;
    const { shown, tables, omitted } = graph;
    const centre = pipeline.tableOf(selected) ?? choices.centre;
    this.#aroundOptions.forEach((option, index) => {
      const steps = index === 0 ? '1 jump' : `${index + 1} jumps`;
      option.textContent = `${steps} around ${centre === undefined ? 'a selected table' : `table ${centre}`}`;
      option.disabled = centre === undefined;
    });
    this.#show.value = choices.show === 'around' ? `around-${choices.distance}` : choices.show;
    this.#chains.checked = choices.foldChains;
    const part = shown === tables ? counted(tables, 'table') : `${shown} of ${counted(tables, 'table')}`;
    this.#shown.textContent = omitted > 0 ? `${part}, without ${counted(omitted, 'arrow')}` : part;
  }

  /** Says how many tables were found; undefined: nothing is looked for. */
  showFound(count: number | undefined): void {
    this.#found.textContent = count === undefined ? '' : count === 0 ? 'none found' : `${count} found`;
    this.#search.classList.toggle('in-vain', count === 0);
  }

  focusSearch(): void {
    this.#search.focus();
    this.#search.select();
  }
}

function iconButton(icon: string, label: string, does: () => void): HTMLButtonElement {
  return button({ class: 'icon-button', title: label, 'aria-label': label }, does, icon);
}
