/** All rules. A rule stands in its own file; this list only gathers them. */
import { commitOfInvalid } from './ct-state/commit-of-invalid';
import { emptyMatch } from './ct-state/empty-match';
import { exactMatch } from './ct-state/exact-match';
import { ignoredPart } from './ct-state/ignored-part';
import { learnedMatch } from './ct-state/learned-match';
import { malformedMatch } from './ct-state/malformed-match';
import { malformedSubfield } from './ct-state/malformed-subfield';
import { matchesUntracked } from './ct-state/matches-untracked';
import { nameWithoutBrackets } from './ct-state/name-without-brackets';
import { neverMatches } from './ct-state/never-matches';
import { readOnly } from './ct-state/read-only';
import { redundantFlag } from './ct-state/redundant-flag';
import { repeatedField } from './ct-state/repeated-field';
import { repeatedFlag } from './ct-state/repeated-flag';
import { undefinedBits } from './ct-state/undefined-bits';
import { unknownFlag } from './ct-state/unknown-flag';
import { valueOutsideMask } from './ct-state/value-outside-mask';
import type { Rule } from './rule';

/** In the order in which findings on the same line are given: what Open vSwitch rejects first. */
export const catalogue: readonly Rule[] = [
  unknownFlag,
  repeatedFlag,
  malformedMatch,
  undefinedBits,
  malformedSubfield,
  nameWithoutBrackets,
  readOnly,
  learnedMatch,
  commitOfInvalid,
  neverMatches,
  repeatedField,
  valueOutsideMask,
  emptyMatch,
  ignoredPart,
  exactMatch,
  matchesUntracked,
  redundantFlag,
];

const byCode = new Map(catalogue.map((rule) => [rule.code, rule]));

/** The rule of that code. */
export function ruleOf(code: string): Rule | undefined {
  return byCode.get(code);
}
