/** The graph as a Mermaid flow chart. */
import type { EdgeKind, ShownEdge, ShownGraph, ShownNode } from './shown-graph';
import { chipsOf, counted, marksOf, nodeTitle } from './words';

const names: Record<EdgeKind, string> = { jump: '', ct: 'ct', learn: 'learn' };

/** What sets the kinds of arrows apart, beside their names. */
const linkStyles: Record<Exclude<EdgeKind, 'jump'>, string> = {
  ct: 'stroke:#2f7fd1,stroke-dasharray:7 4',
  learn: 'stroke:#8a5bd1,stroke-dasharray:2 4',
};

/** The graph in Mermaid's language, with a line end after each line. */
export function mermaidOf(graph: ShownGraph): string {
  const styled = (['ct', 'learn'] as const).flatMap((kind) => {
    const links = graph.edges.flatMap((edge, index) => (edge.kind === kind ? [index] : []));
    return links.length > 0 ? [`linkStyle ${links.join(',')} ${linkStyles[kind]}`] : [];
  });
  const body = [
    ...graph.nodes.map(nodeLine),
    ...graph.edges.map(edgeLine),
    'classDef unreached stroke-dasharray:5 4',
    'classDef dead stroke:#c27d0e,stroke-width:2px',
    ...styled,
  ];
  return `${['flowchart TD', ...body.map((line) => `  ${line}`)].join('\n')}\n`;
}

function nodeLine(node: ShownNode): string {
  if (node.kind === 'chain') {
    return `${node.id}[["${lines(nodeTitle(node), counted(node.tables.length, 'table'))}"]]`;
  }
  const { table, hiddenAfter } = node;
  const marks = marksOf(table).map(({ text }) => text);
  const label = lines(
    nodeTitle(node),
    counted(table.flows, 'flow'),
    chipsOf(table).join(' '),
    marks.join(', '),
    hiddenAfter > 0 ? `${counted(hiddenAfter, 'table')} folded` : '',
  );
  const style = table.dead.length > 0 ? ':::dead' : table.reached ? '' : ':::unreached';
  return `${node.id}["${label}"]${style}`;
}

function edgeLine({ from, to, kind, count }: ShownEdge): string {
  const label = [names[kind], count > 1 ? `×${count}` : ''].filter((part) => part !== '').join(' ');
  const arrow = kind === 'jump' ? '-->' : '-.->';
  return `${from} ${arrow}${label === '' ? '' : `|"${escaped(label)}"|`} ${to}`;
}

function lines(...parts: string[]): string {
  return parts
    .filter((part) => part !== '')
    .map(escaped)
    .join('<br/>');
}

/** Mermaid writes characters that mean something to it, or to HTML, as `#name;`. */
function escaped(text: string): string {
  return text
    .replace(/[#&<>"|[\]{}()`\\;]/g, (character) => `#${character.charCodeAt(0)};`)
    .replace(/\s+/g, ' ');
}
