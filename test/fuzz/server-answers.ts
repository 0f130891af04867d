/** What must hold of any answer of the server. */
import type { Answer } from './server-process';
import type { Request } from './server-requests';
import { hold } from './target';

/** Errors of the protocol that say what is wrong. That something went wrong inside is not among them. */
const properErrors = new Map([
  [-32600, 'invalid request'],
  [-32601, 'no such method'],
  [-32602, 'invalid parameters'],
  [-32002, 'not initialized'],
  [-32800, 'cancelled'],
  [-32801, 'content modified'],
  [-32802, 'cancelled by the server'],
  [-32803, 'request failed'],
]);

export function checkError({ method, params }: Request, error: NonNullable<Answer['error']>): void {
  // Parameters are an object or a list, or JSON-RPC itself has been broken: that is for the library to refuse.
  const isMessage = params === undefined || (typeof params === 'object' && params !== null);
  const isProper = (properErrors.has(error.code) || !isMessage) && error.message !== '';
  hold(isProper, `${method} is not answered with a failure inside`, () => `${error.code}: ${error.message}`);
}

/** The length of each line of a document; undefined where it is not known. */
export type LinesOf = (uri: string) => readonly string[] | undefined;

/** Every position in the answer is inside the document that it is about. */
export function checkPositions(method: string, result: unknown, about: string, linesOf: LinesOf): void {
  const visit = (value: unknown, uri: string): void => {
    if (typeof value !== 'object' || value === null) {
      return;
    }
    const { line, character } = value as { line?: unknown; character?: unknown };
    if (typeof line === 'number' && typeof character === 'number') {
      holdPosition(method, line, character, linesOf(uri));
    }
    const here = addressIn(value) ?? uri;
    for (const [key, part] of Object.entries(value)) {
      visit(part, key.startsWith('file:') ? key : here);
    }
  };
  visit(result, about);
}

function addressIn(value: object): string | undefined {
  const { uri, targetUri, textDocument } = value as {
    uri?: unknown;
    targetUri?: unknown;
    textDocument?: { uri?: unknown } | null;
  };
  return [uri, targetUri, textDocument?.uri].find((each) => typeof each === 'string');
}

function holdPosition(
  method: string,
  line: number,
  character: number,
  lines: readonly string[] | undefined,
): void {
  if (lines) {
    const text = lines[line]?.replace(/[\r\n]+$/, '');
    const isInside = text !== undefined && character >= 0 && character <= text.length;
    hold(
      isInside,
      `positions in answers to ${method} are inside the document`,
      () => `line ${line}, character ${character}, of ${lines.length} lines, ${text?.length} characters`,
    );
  }
}

/** Semantic tokens: by five numbers each, relative to the one before. */
export function checkTokens(method: string, result: unknown, lines: readonly string[] | undefined): void {
  const { data } = (result ?? {}) as { data?: readonly number[] };
  if (!data || !lines || !method.includes('semanticTokens')) {
    return;
  }
  let line = 0;
  let start = 0;
  for (let index = 0; index < data.length; index += 5) {
    const [lineDelta, startDelta, length] = [data[index]!, data[index + 1]!, data[index + 2]!];
    line += lineDelta;
    start = lineDelta === 0 ? start + startDelta : startDelta;
    holdPosition(method, line, start + length, lines);
  }
}
