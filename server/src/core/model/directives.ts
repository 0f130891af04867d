/** Comments that silence diagnostics: `# ovs-flows-disable-line ct-state/exact-match`. */

/** Which codes a comment silences, and where. */
export interface Directive {
  readonly scope: 'line' | 'next-line' | 'file';
  /** Empty: all of them. */
  readonly codes: readonly string[];
}

const directives = /ovs-flows-disable-(line|next-line|file)(?![\w-])/g;

/**
 * The directives in a line's comment. The codes follow, separated by commas or white space; the first word
 * that is no code ends them, so that a reason may follow.
 */
export function directivesIn(text: string): readonly Directive[] {
  if (!text.includes('ovs-flows-disable-') || !text.includes('#')) {
    return none;
  }
  const comment = text.slice(text.indexOf('#') + 1);
  return [...comment.matchAll(directives)].map((match) => ({
    scope: match[1] as Directive['scope'],
    codes: leadingCodes(comment.slice(match.index + match[0].length)),
  }));
}

const none: readonly Directive[] = [];

function leadingCodes(text: string): string[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const end = words.findIndex((word) => !/^[a-z][a-z-]*\/[a-z][a-z-]*$/.test(word));
  return end < 0 ? words : words.slice(0, end);
}

/** Whether one of the directives silences a code. */
export function silences(given: readonly Directive[], scope: Directive['scope'], code: string): boolean {
  return given.some((directive) => {
    return directive.scope === scope && (directive.codes.length === 0 || directive.codes.includes(code));
  });
}
