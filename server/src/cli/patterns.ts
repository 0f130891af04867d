/** Patterns for the names of files, for shells that do not expand them. */

/** More alternatives than anybody writes. */
const mostAlternatives = 1_000;

/** Whether a name is a pattern. */
export function isPattern(name: string): boolean {
  return /[*?[{]/.test(name);
}

/** The patterns that `{a,b}` stands for; undefined where there are too many. */
export function alternatives(pattern: string): string[] | undefined {
  let patterns = [pattern];
  for (;;) {
    const braces = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(patterns[0]!);
    if (!braces) {
      return patterns;
    }
    // All have the same braces in the same places, but for what stands in front.
    patterns = patterns.flatMap((each) => {
      const [, before, within, behind] = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(each)!;
      return within!.split(',').map((part) => `${before}${part}${behind}`);
    });
    if (patterns.length > mostAlternatives) {
      return undefined;
    }
  }
}

type Part =
  | { readonly kind: 'any' }
  | { readonly kind: 'one'; readonly fits: (character: string) => boolean };

/**
 * Whether a name is one that the pattern stands for: `*` for any characters, `?` for one, `[a-z]` and `[!a-z]` for one that
 * is or is not among those. A name that starts with a dot has to be asked for. Takes time as the product of both lengths.
 */
export function matches(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) {
    return false;
  }
  const parts = partsOf(pattern);
  const characters = [...name];
  let part = 0;
  let at = 0;
  let lastAny = -1;
  let retry = 0;
  while (at < characters.length) {
    const current = parts[part];
    if (current?.kind === 'one' && current.fits(characters[at]!)) {
      part++;
      at++;
    } else if (current?.kind === 'any') {
      lastAny = part++;
      retry = at;
    } else if (lastAny >= 0) {
      // The last `*` takes one more; those before it need not change.
      part = lastAny + 1;
      at = ++retry;
    } else {
      return false;
    }
  }
  return parts.slice(part).every(({ kind }) => kind === 'any');
}

function partsOf(pattern: string): Part[] {
  const words = pattern.match(/\[[!^]?\]?[^\]]*\]|./gsu) ?? [];
  return words.map((word): Part => {
    if (word === '*') {
      return { kind: 'any' };
    }
    if (word === '?') {
      return { kind: 'one', fits: () => true };
    }
    const set = /^\[([!^]?)(.+)\]$/su.exec(word);
    return { kind: 'one', fits: set ? among(set[2]!, set[1] !== '') : (character) => character === word };
  });
}

function among(set: string, isOther: boolean): (character: string) => boolean {
  const ranges = [...set.matchAll(/(.)-(.)|(.)/gsu)].map(([, from, to, one]) => [from ?? one!, to ?? one!]);
  return (character) => ranges.some(([from, to]) => from! <= character && character <= to!) !== isOther;
}
