/** From the core's plain data to the protocol's: folding, selection, links, colours, hints. */
import {
  type DocumentLink,
  type FoldingRange,
  type InlayHint,
  type Range,
  SelectionRange,
  type SemanticTokens,
  type SemanticTokensLegend,
} from 'vscode-languageserver';
import type { DocumentLink as CoreLink } from '../core/features/document-links';
import type { FoldingRange as CoreFoldingRange } from '../core/features/folding';
import type { InlayHint as CoreHint } from '../core/features/inlay-hints';
import {
  type SemanticToken,
  semanticTokens,
  tokenModifiers,
  tokenTypes,
} from '../core/features/semantic-tokens';
import type { Client } from './client';
import { toMarkup, toRange } from './convert';

/** What the numbers in the answers about colours stand for. */
export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: [...tokenTypes],
  tokenModifiers: [...tokenModifiers],
};

export function toFoldingRange({ start, end, kind }: CoreFoldingRange): FoldingRange {
  return { startLine: start, endLine: end, ...(kind !== undefined && { kind }) };
}

/** `ranges` are those around one position, the innermost first. */
export function toSelectionRange(ranges: readonly Range[]): SelectionRange {
  const outermost = ranges.at(-1)!;
  return ranges
    .slice(0, -1)
    .reduceRight((parent, range) => SelectionRange.create(range, parent), SelectionRange.create(outermost));
}

export function toDocumentLink({ line, target, tooltip, ...span }: CoreLink): DocumentLink {
  return { range: toRange(line, span), target, tooltip };
}

export function toInlayHint(line: number, { offset, label, tooltip }: CoreHint, client: Client): InlayHint {
  return {
    position: { line, character: offset },
    label,
    tooltip: toMarkup(tooltip, client),
    paddingLeft: true,
  };
}

/** Colours as the protocol packs them, five numbers each, the line counted from 0 and the rest from the one before. */
export class SemanticTokensPacker {
  /** Packed as if each line were the first; an edit leaves those of all other lines as they are. */
  readonly #kept = new WeakMap<object, readonly number[]>();

  /**
   * The colours of the lines from `first` up to but not including `end`. They are kept for the next time where
   * `keep` says that it will come.
   */
  pack(
    lines: readonly { readonly text: string }[],
    first: number,
    end: number,
    keep: boolean,
  ): SemanticTokens {
    const data: number[] = [];
    let lastLine = 0;
    for (let number = first; number < end; number++) {
      const line = lines[number]!;
      const packed = this.#kept.get(line) ?? packLine(line.text);
      if (keep) {
        this.#kept.set(line, packed);
      }
      for (const [index, value] of packed.entries()) {
        data.push(index === 0 ? number - lastLine : value);
      }
      lastLine = packed.length > 0 ? number : lastLine;
    }
    return { data };
  }
}

function packLine(text: string): readonly number[] {
  let lastStart = 0;
  return semanticTokens(text).flatMap((token) => {
    const packed = [0, token.start - lastStart, token.end - token.start, ...typeOf(token)];
    lastStart = token.start;
    return packed;
  });
}

function typeOf({ type, modifiers }: SemanticToken): [type: number, modifiers: number] {
  const bits = modifiers.reduce((sum, modifier) => sum | (1 << tokenModifiers.indexOf(modifier)), 0);
  return [tokenTypes.indexOf(type), bits];
}
