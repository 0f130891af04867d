/** How jumps look: a line for the way, an arrow head, how many there are. */
import type { EdgeRoute, Point, Size } from './layout';
import type { EdgeKind, ShownEdge } from './shown-graph';
import { rounded, type SvgElement, svg } from './svg';
import { edgeDescription, edgeLabel } from './words';

export const edgeKinds: readonly EdgeKind[] = ['jump', 'ct', 'learn'];

/** The room that the label of an arrow takes. */
export function labelSize(edge: ShownEdge): Size {
  const text = edgeLabel(edge);
  return text === '' ? { width: 0, height: 0 } : { width: text.length * 7 + 6, height: 16 };
}

/** An arrow; its class and `data-id` tell it apart. */
export function drawEdge(edge: ShownEdge, route: EdgeRoute): SvgElement {
  const text = edgeLabel(edge);
  const { width, height } = labelSize(edge);
  const d = pathThrough(route.points);
  return svg(
    'g',
    { class: `edge edge-${edge.kind}`, 'data-id': edge.id },
    svg('title', {}, edgeDescription(edge)),
    // A wide one that is not seen, for the mouse.
    svg('path', { class: 'target', d }),
    svg('path', { class: 'line', d, 'marker-end': `url(#head-${edge.kind})` }),
    ...(text === ''
      ? []
      : [
          svg('rect', {
            class: 'label-back',
            x: route.label.x - width / 2,
            y: route.label.y - height / 2,
            width,
            height,
            rx: 3,
          }),
          svg(
            'text',
            { class: 'label', x: route.label.x, y: route.label.y + 4, 'text-anchor': 'middle' },
            text,
          ),
        ]),
  );
}

/** The arrow heads, one for each kind: not every program lets a head take the colour of its line. */
export function arrowHeads(): SvgElement {
  return svg(
    'defs',
    {},
    ...edgeKinds.map((kind) =>
      svg(
        'marker',
        {
          id: `head-${kind}`,
          class: `head head-${kind}`,
          viewBox: '0 0 10 10',
          refX: 9,
          refY: 5,
          markerWidth: 9,
          markerHeight: 9,
          markerUnits: 'userSpaceOnUse',
          orient: 'auto',
        },
        svg('path', { d: 'M0 1 L10 5 L0 9 Z' }),
      ),
    ),
  );
}

/** A smooth path that starts at the first point and ends at the last, and passes the others closely. */
function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first || rest.length === 0) {
    return '';
  }
  const at = ({ x, y }: Point) => `${rounded(x)} ${rounded(y)}`;
  const last = rest.pop()!;
  const curves = rest.map((point, index) => {
    const next = rest[index + 1];
    const end = next ? { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 } : last;
    return `Q${at(point)} ${at(end)}`;
  });
  return `M${at(first)} ${curves.length > 0 ? curves.join(' ') : `L${at(last)}`}`;
}
