/** Moving and zooming the drawing within its window. */
import type { Box, Layout, Point } from '../graph/layout';
import type { Viewport } from '../graph/view-state';

const smallest = 0.05;
const largest = 3;
/** What is shown at first is never smaller than this: rather a part that can be read than a whole that cannot. */
const readable = 0.6;
const margin = 24;

/** Where the drawing stands when all of it is to be seen. */
export function fitting(layout: Layout, window: DOMRect): Viewport {
  const scale = clamp(
    Math.min((window.width - 8) / layout.width, (window.height - 8) / layout.height),
    smallest,
    1.25,
  );
  return {
    scale,
    x: (window.width - layout.width * scale) / 2,
    y: Math.max(4, (window.height - layout.height * scale) / 2),
  };
}

/** Where the drawing stands at first: all of it, or what is around a box in a size that can be read. */
export function atFirst(layout: Layout, window: DOMRect, around: Box | undefined): Viewport {
  const all = fitting(layout, window);
  if (all.scale >= readable || !around) {
    return all;
  }
  const scale = 0.85;
  return {
    scale,
    x: window.width / 2 - (around.x + around.width / 2) * scale,
    y: Math.min(margin, window.height / 3 - around.y * scale),
  };
}

/** Where the drawing stands to read what is in a box. */
export function centred(box: Box, window: DOMRect): Viewport {
  const scale = 0.85;
  return {
    scale,
    x: window.width / 2 - (box.x + box.width / 2) * scale,
    y: window.height / 2 - (box.y + box.height / 2) * scale,
  };
}

/** Zooms, and keeps what stands at a point of the window there. */
export function zoomed({ x, y, scale }: Viewport, factor: number, at: Point): Viewport {
  const next = clamp(scale * factor, smallest, largest);
  const ratio = next / scale;
  return { scale: next, x: at.x - (at.x - x) * ratio, y: at.y - (at.y - y) * ratio };
}

/** Moves no further than needed to see a box. */
export function showing(viewport: Viewport, box: Box, window: DOMRect): Viewport {
  const { scale } = viewport;
  const shift = (start: number, length: number, room: number) => {
    if (length + 2 * margin > room) {
      return (room - length) / 2 - start;
    }
    return Math.max(margin - start, 0) + Math.min(room - margin - (start + length), 0);
  };
  return {
    scale,
    x: viewport.x + shift(box.x * scale + viewport.x, box.width * scale, window.width),
    y: viewport.y + shift(box.y * scale + viewport.y, box.height * scale, window.height),
  };
}

/**
 * Where the drawing stands after it was laid out anew: so that one table stays where it was, the preferred one or else the
 * one nearest to the middle. Undefined when all tables are others.
 */
export function holding(
  { x, y, scale }: Viewport,
  before: Layout,
  after: Layout,
  { width, height }: DOMRect,
  preferred: string | undefined,
): Viewport | undefined {
  const offCentre = ({ x: left, y: top }: Point) =>
    Math.hypot(left * scale + x - width / 2, top * scale + y - height / 2);
  const candidates = [...before.nodes].filter(([id]) => after.nodes.has(id));
  const [id, was] =
    candidates.find(([each]) => each === preferred) ??
    candidates.sort(([, one], [, other]) => offCentre(one) - offCentre(other))[0] ??
    [];
  const is = after.nodes.get(id ?? '');
  return was && is && { scale, x: x + (was.x - is.x) * scale, y: y + (was.y - is.y) * scale };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
