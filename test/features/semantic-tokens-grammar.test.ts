import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { INITIAL } from 'vscode-textmate';
import { type SemanticToken, semanticTokens } from '../../server/src/core/features/semantic-tokens';
import { loadFlowGrammar, type Token, tokenizeLine } from '../grammar/tokens';

/** What the scopes of the grammar are to us: the first that fits. */
const meanings: readonly [scope: RegExp, type: string][] = [
  [/statistics|reply/, 'printed'],
  [/directive/, 'keyword.documentation'],
  [/comment/, 'comment'],
  [/storage\.type/, 'keyword.command'],
  [/storage\.modifier/, 'modifier'],
  [/keyword\.control/, 'keyword'],
  [/flag\.set/, 'enumMember.set'],
  [/flag\.clear/, 'enumMember.clear'],
  [/constant\.language/, 'enumMember.defaultLibrary'],
  [/enummember/, 'enumMember'],
  [/other\.field/, 'field'],
  [/parameter/, 'field'],
  [/numeric/, 'number'],
  [/string/, 'string'],
  [/keyword\.operator/, 'operator'],
  [/entity\.name\.function/, 'function'],
  [/support\.type/, 'type'],
];

/** What semantic colours know and the grammar cannot, or say better. */
const better = [
  // Names that do not exist, and what no switch gets to see.
  /-> unknown$/,
  /dropped$/,
  // The words of an argument are what it can be, and switch nothing on.
  'modifier -> enumMember',
  // A value behind a protocol word, which Open vSwitch does not look at.
  'field -> type',
  'string -> nothing',
  // A command cut short: any leading part will do.
  'type -> keyword.command',
  // A sign that no flag can have.
  'operator -> nothing',
];

const meaningOf = ({ scopes }: Token) =>
  meanings.find(([scope]) => scope.test(scopes.join(' ')))?.[1] ?? 'nothing';

/** Fields, registers, keys of flows and arguments look alike in the grammar. */
const alike: Readonly<Record<string, string>> = { property: 'field', variable: 'field', parameter: 'field' };

function typeOf({ type, modifiers }: SemanticToken): string {
  if (modifiers.includes('printed')) {
    return 'printed';
  }
  const told = modifiers.filter((modifier) => modifier !== 'readonly' && modifier !== 'table');
  return [alike[type] ?? type, ...told].join('.');
}

let grammar: Awaited<ReturnType<typeof loadFlowGrammar>>;
beforeAll(async () => {
  grammar = await loadFlowGrammar();
});

const folder = new URL('../../examples/', import.meta.url);

describe('semantic colours are those of the grammar, or better', () => {
  test.each(readdirSync(folder).filter((name) => !name.endsWith('.md')))('%s', (name) => {
    const differences = new Set<string>();
    let state = INITIAL;
    for (const line of readFileSync(new URL(name, folder), 'utf8').split('\n')) {
      const { tokens, state: next } = tokenizeLine(grammar, line, state);
      state = next;
      const ours = semanticTokens(line);
      for (const [offset, character] of [...line].entries()) {
        const theirs = tokens.findLast(({ start }) => start <= offset)!;
        const here = ours.find(({ start, end }) => start <= offset && offset < end);
        const pair = `${meaningOf(theirs)} -> ${here ? typeOf(here) : 'nothing'}`;
        const [one, other] = pair.split(' -> ');
        if (/\S/.test(character) && one !== other && !better.some((each) => pair.match(each))) {
          differences.add(`${pair}: ${line.slice(offset, offset + 20)}`);
        }
      }
    }
    expect([...differences]).toEqual([]);
  });
});
