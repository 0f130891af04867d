import { describe, expect, test } from 'vitest';
import { type Block, readMarkdown, targetOf } from '../../../client/src/pipeline/graph/markdown';

const inline = (text: string) => (readMarkdown(text)[0] as Block & { kind: 'paragraph' }).content;

describe('blocks', () => {
  test('headings, paragraphs, lists, tables and code', () => {
    const text = [
      '# Title',
      '',
      'One',
      'paragraph.',
      '',
      '- item',
      '  - deeper',
      '1. first',
      '| a | b |',
      '|:--|--:|',
      '| 1 | 2 |',
      '```',
      '# no heading',
      '```',
    ].join('\n');
    expect(readMarkdown(text)).toMatchInlineSnapshot(`
      [
        {
          "content": [
            {
              "kind": "text",
              "text": "Title",
            },
          ],
          "kind": "heading",
          "level": 1,
        },
        {
          "content": [
            {
              "kind": "text",
              "text": "One paragraph.",
            },
          ],
          "kind": "paragraph",
        },
        {
          "content": [
            {
              "kind": "text",
              "text": "item",
            },
          ],
          "depth": 0,
          "kind": "item",
          "marker": "•",
        },
        {
          "content": [
            {
              "kind": "text",
              "text": "deeper",
            },
          ],
          "depth": 1,
          "kind": "item",
          "marker": "•",
        },
        {
          "content": [
            {
              "kind": "text",
              "text": "first",
            },
          ],
          "depth": 0,
          "kind": "item",
          "marker": "1.",
        },
        {
          "kind": "table",
          "rows": [
            [
              [
                {
                  "kind": "text",
                  "text": "a",
                },
              ],
              [
                {
                  "kind": "text",
                  "text": "b",
                },
              ],
            ],
            [
              [
                {
                  "kind": "text",
                  "text": "1",
                },
              ],
              [
                {
                  "kind": "text",
                  "text": "2",
                },
              ],
            ],
          ],
        },
        {
          "kind": "code",
          "text": "# no heading",
        },
      ]
    `);
  });

  test('a fence that is never closed reaches to the end', () => {
    expect(readMarkdown('```\na\nb')).toEqual([{ kind: 'code', text: 'a\nb' }]);
  });
});

describe('inside a line', () => {
  test.each([
    ['a `b` c', ['text:a ', 'code:b', 'text: c']],
    ['`` a`b ``', ['code:a`b']],
    ['`a', ['text:`a']],
    ['**strong** *soft*', ['strong:strong', 'text: ', 'emphasis:soft']],
    ['**packets in `+new` hit** it', ['strong:packets in ', 'code:+new', 'strong: hit', 'text: it']],
    ['2 * 3 * 4', ['text:2 * 3 * 4']],
    ['`**` [x](#L2)', ['code:**', 'text: ', 'link:x']],
    ['\\*plain\\*', ['text:*plain*']],
    ['<b onclick="x">', ['text:<b onclick="x">']],
    ['[x]', ['text:[x]']],
  ])('%s', (text, parts) => {
    expect(inline(text).map(({ kind, text: shown }) => `${kind}:${shown}`)).toEqual(parts);
  });

  test('long hostile lines take no longer than others', () => {
    for (const part of ['`', '``', '*', '**', '[', '](', '\\', '|', '[a](']) {
      expect(readMarkdown(part.repeat(100_000)).length).toBeGreaterThan(0);
    }
  });
});

describe('links lead to', () => {
  test.each([
    ['#L12', { line: 11 }],
    ['file:///a/b.flows#L3', { line: 2 }],
    [
      'command:ovsFlows.explainRule?%5B%22tracking/never-committed%22%5D',
      { rule: 'tracking/never-committed' },
    ],
  ])('%s', (link, target) => {
    expect(targetOf(link)).toEqual(target);
  });

  test.each([
    '#L0',
    'https://example.org/',
    'command:workbench.action.terminal.new',
    'command:ovsFlows.explainRule?%5B%22../x%22%5D',
    'command:ovsFlows.explainRule?%',
    'javascript:alert(1)',
  ])('%s is nowhere', (link) => {
    expect(targetOf(link)).toBeUndefined();
  });
});
