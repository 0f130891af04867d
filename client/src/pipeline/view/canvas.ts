/** The drawing in its window: shows it, marks parts of it, and tells what is done to it with mouse and keyboard. */
import { draw } from '../graph/drawing';
import type { Layout, Point } from '../graph/layout';
import type { ShownGraph } from '../graph/shown-graph';
import type { Viewport } from '../graph/view-state';
import { nodeDescription } from '../graph/words';
import { html, real } from './elements';
import { centred, fitting, showing, zoomed } from './viewport';

/** Smaller than this, only the numbers of tables are drawn, large. */
const farAway = 0.45;
/** How far the mouse may move in a click, in pixels. */
const steady = 4;

/** What of a node or an arrow was clicked. */
export type CanvasPart = 'node' | 'edge' | 'fold' | 'dead';

export interface CanvasEvents {
  /** A node or an arrow was clicked; `twice` for a double click. */
  readonly clicked: (id: string, part: CanvasPart, twice: boolean) => void;
  readonly clickedBeside: () => void;
  readonly pressed: (event: KeyboardEvent) => void;
  readonly moved: () => void;
}

export class Canvas {
  readonly element: HTMLElement;
  readonly #svg = real({ tag: 'svg', attributes: { class: 'canvas' }, children: [] });
  readonly #drawing = real({
    tag: 'g',
    attributes: { class: 'drawing', role: 'group', 'aria-label': 'Tables' },
    children: [],
  });
  readonly #events: CanvasEvents;
  #layout: Layout | undefined;
  #viewport: Viewport = { x: 0, y: 0, scale: 1 };

  constructor(events: CanvasEvents) {
    this.#events = events;
    this.#svg.append(this.#drawing);
    this.element = html('div', { class: 'stage' }, this.#svg);
    this.#listen();
  }

  get viewport(): Viewport {
    return this.#viewport;
  }

  set viewport(viewport: Viewport) {
    this.#viewport = viewport;
    const { x, y, scale } = viewport;
    this.#drawing.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
    this.#svg.classList.toggle('from-afar', scale < farAway);
    this.#events.moved();
  }

  get window(): DOMRect {
    return this.element.getBoundingClientRect();
  }

  /** Shows another drawing in place of the one before. */
  show(graph: ShownGraph, layout: Layout): void {
    this.#layout = layout;
    const { heads, edges, nodes } = draw(graph, layout, true);
    const hadFocus = this.#drawing.contains(document.activeElement);
    const focused = hadFocus ? document.activeElement?.getAttribute('data-id') : undefined;
    this.#drawing.replaceChildren(...[heads, ...edges, ...nodes].map(real));
    for (const node of graph.nodes) {
      const element = this.#element(node.id)!;
      element.setAttribute('role', 'button');
      element.setAttribute('tabindex', '-1');
      element.setAttribute('aria-label', nodeDescription(node));
    }
    for (const element of this.#drawing.querySelectorAll('.edge')) {
      // The details of a table list its arrows, in an order and in words.
      element.setAttribute('aria-hidden', 'true');
    }
    if (typeof focused === 'string') {
      this.focus(focused);
    }
  }

  /** Marks one node or arrow, and the arrows at it, and lets the keyboard in there. */
  select(id: string | undefined, edges: ReadonlySet<string>): void {
    for (const element of this.#drawing.querySelectorAll('.node, .edge')) {
      const own = element.getAttribute('data-id') === id;
      element.classList.toggle('selected', own);
      if (element.classList.contains('node')) {
        element.setAttribute('tabindex', own ? '0' : '-1');
        element.setAttribute('aria-pressed', String(own));
      }
    }
    if (!this.#drawing.querySelector('[tabindex="0"]')) {
      this.#drawing.querySelector('.node')?.setAttribute('tabindex', '0');
    }
    this.#toggle('.edge', 'at-selected', (edge) => edges.has(edge));
  }

  /** Marks the table of the cursor. */
  markCurrent(current: string | undefined): void {
    for (const element of this.#drawing.querySelectorAll('.node')) {
      const own = element.getAttribute('data-id') === current;
      element.classList.toggle('current', own);
      own ? element.setAttribute('aria-current', 'true') : element.removeAttribute('aria-current');
    }
  }

  /** Lets all but what was found step back; undefined: nothing is looked for. */
  markFound(found: ReadonlySet<string> | undefined): void {
    this.#svg.classList.toggle('searching', found !== undefined);
    this.#toggle('.node', 'found', (id) => found?.has(id) ?? false);
  }

  /** Gives a node the keyboard. */
  focus(id: string): void {
    (this.#element(id) as SVGGElement | undefined)?.focus({ preventScroll: true });
  }

  /** Moves a node into the window; large enough to be read, if asked. */
  reveal(id: string, readably = false): void {
    const box = this.#layout?.nodes.get(id);
    if (!box) {
      return;
    }
    if (readably && this.#viewport.scale < farAway) {
      this.viewport = centred(box, this.window);
    } else {
      this.viewport = showing(this.#viewport, box, this.window);
    }
  }

  fit(): void {
    if (this.#layout) {
      this.viewport = fitting(this.#layout, this.window);
    }
  }

  /** Zooms around a point of the window, its middle where none is given. */
  zoom(factor: number, at?: Point): void {
    const { width, height } = this.window;
    this.viewport = zoomed(this.#viewport, factor, at ?? { x: width / 2, y: height / 2 });
  }

  #element(id: string): Element | undefined {
    return this.#drawing.querySelector(`[data-id="${CSS.escape(id)}"]`) ?? undefined;
  }

  #toggle(selector: string, name: string, has: (id: string) => boolean): void {
    for (const element of this.#drawing.querySelectorAll(selector)) {
      element.classList.toggle(name, has(element.getAttribute('data-id') ?? ''));
    }
  }

  #listen(): void {
    this.element.addEventListener('keydown', this.#events.pressed);
    this.element.addEventListener('wheel', (event) => this.#turned(event), { passive: false });
    this.element.addEventListener('click', (event) => this.#clicked(event, false));
    this.element.addEventListener('dblclick', (event) => this.#clicked(event, true));
    this.#listenToDragging();
  }

  #turned(event: WheelEvent): void {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      const { left, top } = this.window;
      this.zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top });
    } else {
      const { x, y, scale } = this.#viewport;
      const [dx, dy] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY];
      this.viewport = { scale, x: x - dx, y: y - dy };
    }
  }

  #clicked(event: MouseEvent, twice: boolean): void {
    const target = event.target as Element;
    const owner = target.closest('[data-id]');
    const id = owner?.getAttribute('data-id');
    if (!owner || !id) {
      this.#events.clickedBeside();
    } else if (target.closest('.fold')) {
      if (!twice) {
        this.#events.clicked(id, 'fold', false);
      }
    } else {
      const part = target.closest('.mark-dead') ? 'dead' : owner.classList.contains('edge') ? 'edge' : 'node';
      this.#events.clicked(id, part, twice);
    }
  }

  #listenToDragging(): void {
    let last: (Point & { dragged: boolean }) | undefined;
    this.element.addEventListener('pointerdown', (event) => {
      last = event.button === 0 ? { x: event.clientX, y: event.clientY, dragged: false } : undefined;
    });
    this.element.addEventListener('pointermove', (event) => {
      if (!last || event.buttons === 0) {
        last = undefined;
        return;
      }
      const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
      if (last.dragged || Math.hypot(dx, dy) > steady) {
        // Only now: a captured pointer would make every click one on the canvas.
        this.element.setPointerCapture(event.pointerId);
        this.element.classList.add('dragged');
        const { x, y, scale } = this.#viewport;
        this.viewport = { scale, x: x + dx, y: y + dy };
        last = { x: event.clientX, y: event.clientY, dragged: true };
      }
    });
    this.element.addEventListener('pointerup', () => {
      this.element.classList.remove('dragged');
    });
    this.element.addEventListener(
      'click',
      (event) => {
        // The click that ends a drag is none.
        if (last?.dragged) {
          event.stopImmediatePropagation();
        }
        last = undefined;
      },
      { capture: true },
    );
  }
}
