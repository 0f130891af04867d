/** Comments that silence diagnostics: `# ovs-flows-disable-line ct-state/exact-match`. */

/** Which codes a comment silences, and where. */
export interface Directive {
  readonly scope: 'line' | 'next-line' | 'file';
  /** Empty: all of them. */
  readonly codes: readonly string[];
}

const directive = /ovs-flows-disable-(line|next-line|file)\b([^#]*)/;

/** The directive in a line's comment, if there is one. Codes are separated by commas or white space. */
export function directiveIn(text: string): Directive | undefined {
  if (!text.includes('ovs-flows-disable-')) {
    return undefined;
  }
  const match = directive.exec(text.slice(text.indexOf('#') + 1));
  if (!match || !text.includes('#')) {
    return undefined;
  }
  const codes = match[2]!.split(/[\s,]+/).filter((code) => code.includes('/'));
  return { scope: match[1] as Directive['scope'], codes };
}

/** Whether the directive silences a code. */
export function silences(given: Directive | undefined, scope: Directive['scope'], code: string): boolean {
  return given?.scope === scope && (given.codes.length === 0 || given.codes.includes(code));
}
