import { describe, expect, test } from 'vitest';
import { arrange, standaloneSvg } from '../../../client/src/pipeline/graph/drawing';
import { mermaidOf } from '../../../client/src/pipeline/graph/mermaid';
import { type Choices, everything, shownGraph } from '../../../client/src/pipeline/graph/shown-graph';
import { type Colours, colourNames } from '../../../client/src/pipeline/graph/style';
import { svg, svgText } from '../../../client/src/pipeline/graph/svg';
import { pipeline, table } from './sample';

const colours = Object.fromEntries(colourNames.map((name) => [name, '#123456'])) as unknown as Colours;
const dead = [{ place: { line: 0, start: 0, end: 1 }, reason: 'covered' }];
const jumps = ['0 > 1', '0 ct 2 x3', '1 learn 2', '2 > 3'];
const sample = pipeline(jumps, [
  table(0, { states: ['untracked'], outputs: true }),
  table(1, { states: undefined, drops: true, dead }),
  table(3, { reached: false, flows: 0, states: [] }),
]);
const graphOf = (choices: Partial<Choices> = {}) => shownGraph(sample, { ...everything, ...choices });

describe('Mermaid', () => {
  test('the whole pipeline', () => {
    expect(mermaidOf(graphOf())).toMatchInlineSnapshot(`
      "flowchart TD
        t0["Table 0<br/>1 flow<br/>untracked<br/>output"]
        t1["Table 1<br/>1 flow<br/>any<br/>1 dead, drop"]:::dead
        t2["Table 2<br/>1 flow<br/>new"]
        t3["Table 3<br/>0 flows<br/>none<br/>not reached, no flows"]:::unreached
        t0 --> t1
        t0 -.->|"ct ×3"| t2
        t1 -.->|"learn"| t2
        t2 --> t3
        classDef unreached stroke-dasharray:5 4
        classDef dead stroke:#c27d0e,stroke-width:2px
        linkStyle 1 stroke:#2f7fd1,stroke-dasharray:7 4
        linkStyle 2 stroke:#8a5bd1,stroke-dasharray:2 4
      "
    `);
  });

  test('what is folded away is left out, and said', () => {
    const text = mermaidOf(graphOf({ folded: [2] }));
    expect(text).not.toMatch(/^\s*t3\[/m);
    expect(text).toContain('1 table folded');
  });

  test('text cannot end its label or start another line', () => {
    const hostile = 'x"] --> y["<b>\n&#|`';
    const text = mermaidOf(shownGraph(pipeline([], [table(0, { states: [hostile] })]), everything));
    expect(text.split('\n').filter((line) => line.includes('-->'))).toEqual([]);
    const label = /t0\["(.*)"\]/.exec(text)?.[1] ?? '';
    expect(label.replaceAll('<br/>', '').replace(/#\d+;/g, '')).not.toMatch(/[#&<>"|[\]`]/);
  });
});

describe('SVG', () => {
  const graph = graphOf({ folded: [2] });
  const text = standaloneSvg(graph, arrange(graph), 'Pipeline of a & b <c>', colours);

  test('stands for itself', () => {
    expect(text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/,
    );
    expect(text).not.toContain('var(');
    expect(text.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|@import|<script|href/);
    expect(text).toContain('<title>Pipeline of a &amp; b &lt;c&gt;</title>');
  });

  test('is well formed', () => {
    const open: string[] = [];
    for (const [, end, name, , empty] of text.matchAll(
      /<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>/gi,
    )) {
      if (end) {
        expect(open.pop()).toBe(name);
      } else if (!empty) {
        open.push(name!);
      }
    }
    expect(open).toEqual([]);
    expect(text.replace(/<[^<>]*>/g, '').replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[<&]/);
  });

  test('shows what was folded, and no button that could not be pressed', () => {
    expect(text).toContain('>+1<');
    expect(text).not.toContain('>−<');
  });

  test('text is escaped, in elements and in attributes', () => {
    const element = svg('text', { title: `"<&'` }, '</text><script>&\u0000\ud800');
    expect(svgText(element)).toBe(
      '<text title="&quot;&lt;&amp;&#39;">&lt;/text&gt;&lt;script&gt;&amp; \ufffd</text>',
    );
  });
});
