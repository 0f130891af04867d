/** What the lines, marks and words of the drawing mean. */
import { edgeKinds } from '../graph/edge-drawing';
import { icons } from '../graph/node-drawing';
import type { EdgeKind } from '../graph/shown-graph';
import { type SvgElement, svg } from '../graph/svg';
import type { Mark } from '../graph/words';
import { html, real } from './elements';

const lines: Record<EdgeKind, string> = {
  jump: 'resubmit, goto_table',
  ct: 'ct: back from the tracker',
  learn: 'learn: flows are learned',
};

const marks: readonly [Mark['icon'], string][] = [
  ['dead', 'dead: no packet hits the flow'],
  ['unreached', 'not reached from table 0'],
  ['missing', 'no flows in the file'],
  ['output', 'sends packets out'],
  ['drop', 'drops packets'],
];

export function legend(): HTMLElement {
  return html(
    'details',
    { class: 'legend', open: true },
    html('summary', {}, 'Legend'),
    html(
      'dl',
      {},
      ...edgeKinds.map((kind) => entry(lineSample(kind), lines[kind])),
      entry(chipSample(), 'connection state on arrival'),
      ...marks.map(([icon, meaning]) => entry(markSample(icon), meaning)),
    ),
  );
}

function entry(sample: SvgElement, meaning: string): HTMLElement {
  return html('div', {}, html('dt', { 'aria-hidden': 'true' }, real(sample)), html('dd', {}, meaning));
}

function lineSample(kind: EdgeKind): SvgElement {
  const line = svg('path', { class: 'line', d: 'M1 7 H34', 'marker-end': `url(#head-${kind})` });
  return sample(36, svg('g', { class: `edge edge-${kind}` }, line));
}

function markSample(icon: Mark['icon']): SvgElement {
  const path = svg('path', { class: 'icon', transform: 'translate(1 1)', d: icons[icon] });
  return sample(14, svg('g', { class: `mark mark-${icon}` }, path));
}

function chipSample(): SvgElement {
  return sample(
    36,
    svg(
      'g',
      { class: 'chip chip-new' },
      svg('rect', { x: 1, y: 0.5, width: 34, height: 13, rx: 6.5 }),
      svg('text', { x: 18, y: 10.5, 'text-anchor': 'middle' }, 'new'),
    ),
  );
}

function sample(width: number, content: SvgElement): SvgElement {
  return svg('svg', { class: 'drawing', width, height: 14, viewBox: `0 0 ${width} 14` }, content);
}
