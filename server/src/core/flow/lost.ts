/** What a line asks for and a switch is not asked for: items of the match that disappear on the way. */

import type { Match } from './match';
import type { MatchTerm } from './match-term';

/** A match as it is written, and as it gets to the switch. */
export interface InstalledMatch {
  readonly terms: readonly MatchTerm[];
  readonly match: Match;
  readonly installed: Match | undefined;
}

/**
 * The items of the match that ask for something of which nothing, or not all, is installed. Empty for flows
 * that are rejected: then nothing is installed at all.
 */
export function lostTerms({ terms, match, installed }: InstalledMatch): MatchTerm[] {
  if (!installed) {
    return [];
  }
  return terms.filter(({ field, value, result }) => {
    if (!field || !value || !result || (value.mask & result.mask) === 0n) {
      return false;
    }
    // An item that a later one overwrote is lost for another reason.
    const asked = match.get(field);
    return asked.mask !== 0n && (installed.get(field).mask & asked.mask) !== asked.mask;
  });
}
