/** Comments that silence diagnostics: `# ovs-flows-disable-line ct-state/exact-match`. */

/** Which codes a comment silences, and where. */
export interface Directive {
  readonly scope: 'line' | 'next-line' | 'file';
  /** Empty: all of them. */
  readonly codes: readonly string[];
}

const directive = /^\s*ovs-flows-disable-(line|next-line|file)(?![\w-]):?(.*)$/;
const none: readonly Directive[] = [];

/**
 * The directives in a line's comment: each starts the comment, or stands behind a further `#`. Codes follow,
 * separated by commas or white space, then perhaps `--` and a reason. With no word at all every code is
 * meant; where the words are no codes the comment is prose, or has a slip, and silences nothing.
 */
export function directivesIn(text: string): readonly Directive[] {
  if (!text.includes('ovs-flows-disable-') || !text.includes('#')) {
    return none;
  }
  return text
    .split('#')
    .slice(1)
    .flatMap((part) => {
      const match = directive.exec(part);
      const codes = match ? codesIn(match[2]!) : undefined;
      return codes ? [{ scope: match![1] as Directive['scope'], codes }] : [];
    });
}

/** The codes; empty for all of them; undefined when the text is something else. */
function codesIn(text: string): string[] | undefined {
  const words = text
    .split(/(?:^|\s)--(?:\s|$)/)[0]!
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const end = words.findIndex((word) => !/^[a-z][a-z-]*\/[a-z][a-z-]*$/.test(word));
  const codes = end < 0 ? words : words.slice(0, end);
  return words.length > 0 && codes.length === 0 ? undefined : codes;
}

/** Directives of one scope taken together, so that asking costs the same however many there are. */
export class Silence {
  readonly #codes = new Set<string>();
  #all = false;

  add(given: readonly Directive[], scope: Directive['scope']): void {
    for (const { codes } of given.filter((candidate) => candidate.scope === scope)) {
      this.#all ||= codes.length === 0;
      for (const code of codes) {
        this.#codes.add(code);
      }
    }
  }

  covers(code: string): boolean {
    return this.#all || this.#codes.has(code);
  }
}
