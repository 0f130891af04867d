/** How a table looks: its number and flows, the connection states that reach it, its marks. */
import type { Box, Size } from './layout';
import type { ShownNode, TableNode } from './shown-graph';
import { type SvgElement, svg } from './svg';
import { chipsOf, counted, type Mark, marksOf, nodeDescription, nodeTitle } from './words';

const width = 188;
const padding = 12;
const titleHeight = 30;
const chipHeight = 18;
const rowGap = 6;
const markHeight = 18;
/** How far the second outline of a row of tables stands out. */
const stackOffset = 4;

/** Letters are counted, not measured: the same drawing everywhere, with some room to spare. */
const letter = { chip: 6.3, mark: 6.4, title: 8, count: 6.4 };

interface Placed<Item> extends Size {
  readonly item: Item;
  readonly x: number;
  readonly y: number;
}

/** The size of a node. */
export function nodeSize(node: ShownNode): Size {
  return { width, height: node.kind === 'chain' ? 56 : contentOf(node).height };
}

/** A node at its place; its class and `data-id` tell it apart. */
export function drawNode(node: ShownNode, box: Box, withButtons: boolean): SvgElement {
  const states = node.kind === 'chain' ? ['chain'] : tableClasses(node);
  return svg(
    'g',
    {
      class: ['node', ...states].join(' '),
      'data-id': node.id,
      transform: `translate(${Math.round(box.x)} ${Math.round(box.y)})`,
    },
    svg('title', {}, nodeDescription(node)),
    ...(withButtons ? [ring(box)] : []),
    ...(node.kind === 'chain' ? drawChain(node, box) : drawTable(node, box, withButtons)),
    ...(withButtons ? fromAfar(node, box) : []),
  );
}

/** What is seen around the node that is selected. */
function ring({ height }: Box): SvgElement {
  return svg('rect', { class: 'ring', x: -5, y: -5, width: width + 10, height: height + 10, rx: 10 });
}

/** The arrow at the table of the cursor, and what can still be read when the drawing is small. */
function fromAfar(node: ShownNode, { height }: Box): SvgElement[] {
  const number =
    node.kind === 'chain'
      ? `${node.tables[0]!.number}…${node.tables.at(-1)!.number}`
      : String(node.table.number);
  const middle = height / 2;
  return [
    svg('path', { class: 'here', d: `M-20 ${middle - 8} L-7 ${middle} L-20 ${middle + 8} Z` }),
    svg('text', { class: 'far', x: width / 2, y: middle + 14, 'text-anchor': 'middle' }, number),
  ];
}

function tableClasses({ table, folded }: TableNode): string[] {
  return [
    ...(table.reached ? [] : ['unreached']),
    ...(table.flows === 0 ? ['missing'] : []),
    ...(table.dead.length > 0 ? ['has-dead'] : []),
    ...(folded ? ['folded'] : []),
  ];
}

function drawTable(node: TableNode, { height }: Box, withButtons: boolean): SvgElement[] {
  const { chips, marks } = contentOf(node);
  return [
    ...(node.folded ? [stack(height)] : []),
    svg('rect', { class: 'box', width, height, rx: 6 }),
    ...heading(nodeTitle(node), counted(node.table.flows, 'flow')),
    ...chips.map(drawChip),
    ...marks.map(drawMark),
    ...(node.folded || (node.foldable && withButtons) ? [foldButton(node, height)] : []),
  ];
}

function drawChain(node: ShownNode & { kind: 'chain' }, { height }: Box): SvgElement[] {
  const flows = node.tables.reduce((sum, table) => sum + table.flows, 0);
  return [
    stack(height),
    svg('rect', { class: 'box', width, height, rx: 6 }),
    svg('text', { class: 'title', x: padding, y: 22 }, nodeTitle(node)),
    svg(
      'text',
      { class: 'mark', x: padding, y: 42 },
      `${counted(node.tables.length, 'table')}, ${counted(flows, 'flow')}`,
    ),
  ];
}

/** A second outline behind the first: there is more than one table here. */
function stack(height: number): SvgElement {
  return svg('rect', { class: 'box stack', x: stackOffset, y: stackOffset, width, height, rx: 6 });
}

function heading(title: string, count: string): SvgElement[] {
  return [
    svg('text', { class: 'title', x: padding, y: 20 }, title),
    svg('text', { class: 'count', x: width - padding, y: 20, 'text-anchor': 'end' }, count),
  ];
}

/** What stands below the heading, and how high all is. */
function contentOf({ table }: TableNode): {
  chips: Placed<string>[];
  marks: Placed<Mark>[];
  height: number;
} {
  const chips = flowing(chipsOf(table), (chip) => chip.length * letter.chip + 10, 4, chipHeight, titleHeight);
  const below = bottomOf(chips, titleHeight) + rowGap;
  const marks = flowing(marksOf(table), ({ text }) => text.length * letter.mark + 20, 8, markHeight, below);
  return { chips, marks, height: bottomOf(marks, below - rowGap) + padding - 2 };
}

function bottomOf(placed: readonly Placed<unknown>[], none: number): number {
  const last = placed.at(-1);
  return last ? last.y + last.height : none;
}

/** Sets items side by side, in as many rows as they need. */
function flowing<Item>(
  items: readonly Item[],
  widthOf: (item: Item) => number,
  gap: number,
  height: number,
  top: number,
): Placed<Item>[] {
  let [x, y] = [padding, top];
  return items.map((item) => {
    const itemWidth = Math.ceil(widthOf(item));
    if (x > padding && x + itemWidth > width - padding) {
      x = padding;
      y += height + 4;
    }
    const placed = { item, x, y, width: itemWidth, height };
    x += itemWidth + gap;
    return placed;
  });
}

function drawChip({ item, x, y, width: chipWidth, height }: Placed<string>): SvgElement {
  return svg(
    'g',
    { class: `chip chip-${item}` },
    svg('rect', { x, y, width: chipWidth, height, rx: height / 2 }),
    svg('text', { x: x + chipWidth / 2, y: y + 13, 'text-anchor': 'middle' }, item),
  );
}

function drawMark({ item, x, y }: Placed<Mark>): SvgElement {
  return svg(
    'g',
    { class: `mark mark-${item.icon}` },
    svg('path', { class: 'icon', transform: `translate(${x} ${y + 3})`, d: icons[item.icon] }),
    svg('text', { x: x + 17, y: y + 13 }, item.text),
  );
}

/** Drawn within 12 by 12. */
export const icons: Readonly<Record<Mark['icon'], string>> = {
  // A triangle with an exclamation mark.
  dead: 'M6 1 L11.5 11 H0.5 Z M6 4.5 V7.5 M6 9 V9.6',
  // A circle of dashes, struck through.
  unreached: 'M6 1 A5 5 0 1 1 5.99 1 M2.5 9.5 L9.5 2.5',
  // An empty box.
  missing: 'M1.5 2.5 H10.5 V9.5 H1.5 Z',
  // An arrow that leaves.
  output: 'M1 6 H10.5 M6.8 2.3 L10.5 6 L6.8 9.7',
  // A cross.
  drop: 'M2 2 L10 10 M10 2 L2 10',
};

/** The button at the lower edge that folds what comes after, and unfolds it again. */
function foldButton({ folded, hiddenAfter, id }: TableNode, height: number): SvgElement {
  const text = folded ? `+${hiddenAfter}` : '−';
  const buttonWidth = Math.max(18, text.length * 7 + 10);
  const x = width - padding - buttonWidth;
  return svg(
    'g',
    { class: 'fold', 'data-fold': id },
    svg('title', {}, folded ? `Unfold ${counted(hiddenAfter, 'table')}` : 'Fold what comes after'),
    svg('rect', { x, y: height - 9, width: buttonWidth, height: 18, rx: 9 }),
    svg('text', { x: x + buttonWidth / 2, y: height + 4, 'text-anchor': 'middle' }, text),
  );
}
