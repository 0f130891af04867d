import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, parseRawGrammar, Registry, type StateStack } from 'vscode-textmate';

/** A stretch of text with the scopes that the grammar gives it, outermost first, without the language's suffix. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly scopes: readonly string[];
}

export interface TokenLine {
  readonly tokens: readonly Token[];
  /** What the next line starts with. */
  readonly state: StateStack;
}

const require = createRequire(import.meta.url);

export const grammarUrl = new URL('../../syntaxes/ovs-flows.tmLanguage.json', import.meta.url);

export async function loadFlowGrammar(): Promise<IGrammar> {
  await loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async () => parseRawGrammar(readFileSync(grammarUrl, 'utf8'), 'ovs-flows.tmLanguage.json'),
  });
  const grammar = await registry.loadGrammar('source.ovs-flows');
  if (!grammar) throw new Error('the grammar does not load');
  return grammar;
}

/** One line, from the state that the line before it left. */
export function tokenizeLine(grammar: IGrammar, line: string, state: StateStack = INITIAL): TokenLine {
  const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
  return {
    state: ruleStack,
    tokens: tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      start: startIndex,
      scopes: scopes
        .slice(1)
        .flatMap((names) => names.split(' '))
        .map((name) => name.replace(/\.ovs-flows$/, '')),
    })),
  };
}

/** Each line with its tokens drawn under it. Text that has no scope of its own is left blank. */
export function drawTokens(grammar: IGrammar, text: string): string {
  const drawing: string[] = [];
  let state: StateStack = INITIAL;
  for (const line of text.split('\n')) {
    const result = tokenizeLine(grammar, line, state);
    state = result.state;
    drawing.push(line && `>${line}`);
    for (const token of result.tokens) {
      if (token.scopes.length && token.text.trim()) {
        drawing.push(` ${' '.repeat(token.start)}${'^'.repeat(token.text.length)} ${token.scopes.join(' ')}`);
      }
    }
  }
  return `${drawing.join('\n').trimEnd()}\n`;
}
