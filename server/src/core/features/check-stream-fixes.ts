/** Mends a text of any size that comes in pieces, as *Fix all* does in an editor. */
import { lengthWithoutEnd } from '../model/flow-document';
import { fixLine } from '../rules/check';
import { EndlessChecker, lineBatches, Shown, type TextCheck, unreadLine } from './check-stream';

/** A stretch of the mended text. */
export interface FixedPart {
  /** Joined, the parts are the text; what is not mended stays as it is, line ends included. */
  readonly text: string;
  /** How many lines of this stretch were mended. */
  readonly fixed: number;
}

/**
 * Makes every fix that cannot change what a flow matches, of what neither settings nor comments silence: `silenced` has to
 * say what comments silence for the file. Lines that are too long to be checked stay as they are.
 */
export async function* fixText(
  pieces: AsyncIterable<string>,
  { rules, formats, silenced }: Pick<TextCheck, 'rules' | 'formats' | 'silenced'>,
): AsyncGenerator<FixedPart, void, undefined> {
  const lines = new EndlessChecker(formats);
  const shown = new Shown(rules, silenced);
  let line = 0;
  for await (const batch of lineBatches(pieces)) {
    let text = '';
    let fixed = 0;
    for (const { raw, kind } of batch) {
      const length = lengthWithoutEnd(raw);
      const mended = kind === 'line' ? mend(raw.slice(0, length)) : undefined;
      text += mended === undefined ? raw : mended + raw.slice(length);
      fixed += mended === undefined ? 0 : 1;
      if (kind === 'last') {
        shown.of(line, unreadLine);
      }
      line += kind === 'part' ? 0 : 1;
    }
    yield { text, fixed };
  }

  function mend(text: string): string | undefined {
    const codes = new Set(shown.of(line, lines.summaryOf(text)).map(({ finding }) => finding.rule.code));
    return codes.size === 0 ? undefined : fixLine(text, (code) => codes.has(code), formats);
  }
}
