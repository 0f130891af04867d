/** All rules. A rule stands in its own file; this list only gathers them. */
import { emptyActions } from './action/empty';
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
import { emptyTable } from './file/empty-table';
import { incompleteConjunction } from './file/incomplete-conjunction';
import { mixedFormats } from './file/mixed-formats';
import { overlap } from './file/overlap';
import { redundant } from './file/redundant';
import { repeatedGroup } from './file/repeated-group';
import { replaced } from './file/replaced';
import { shadowed } from './file/shadowed';
import { unknownGroup } from './file/unknown-group';
import { unknownMeter } from './file/unknown-meter';
import { unreachedTable } from './file/unreached-table';
import { unwrittenRegister } from './file/unwritten-register';
import type { FileRule } from './file-rule';
import { ignoredValue } from './flow/ignored-value';
import { misspeltActions } from './flow/misspelt-actions';
import { repeatedKey } from './flow/repeated-key';
import { conflictingProtocols } from './match/conflicting-protocols';
import { maskNotKept } from './match/mask-not-kept';
import { matchesEverything } from './match/matches-everything';
import { missingPrerequisite } from './match/missing-prerequisite';
import { nonContiguousMask } from './match/non-contiguous-mask';
import { otherProtocol } from './match/other-protocol';
import { portRange } from './match/port-range';
import { repeatedField as repeatedMatchField } from './match/repeated-field';
import { valueOutsideMask as valueOutsideFieldMask } from './match/value-outside-mask';
import { valueTruncated } from './match/value-truncated';
import { vlanWithoutTag } from './match/vlan-without-tag';
import { reportedRules } from './reported';
import type { Rule, Severity, WrittenRule } from './rule';
import { endlessRecirculation } from './tracking/endless-recirculation';
import { endlessResubmit } from './tracking/endless-resubmit';
import { neverCommitted } from './tracking/never-committed';
import { unhandledStates } from './tracking/unhandled-states';
import { unreachableState } from './tracking/unreachable-state';
import { untrackedField } from './tracking/untracked-field';
import { zoneMismatch } from './tracking/zone-mismatch';
import { actionDiffers } from './version/action-differs';
import { actionLost } from './version/action-lost';
import { keyLost } from './version/key-lost';

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** The rules that stand in files of their own, in the order in which findings on the same line are given: what Open vSwitch rejects first. */
export const writtenRules: readonly WrittenRule[] = [
  unknownFlag,
  repeatedFlag,
  malformedMatch,
  undefinedBits,
  malformedSubfield,
  nameWithoutBrackets,
  readOnly,
  learnedMatch,
  portRange,
  commitOfInvalid,
  neverMatches,
  repeatedField,
  valueOutsideMask,
  emptyMatch,
  ignoredPart,
  exactMatch,
  matchesUntracked,
  redundantFlag,
  missingPrerequisite,
  otherProtocol,
  conflictingProtocols,
  repeatedMatchField,
  valueOutsideFieldMask,
  valueTruncated,
  matchesEverything,
  maskNotKept,
  vlanWithoutTag,
  nonContiguousMask,
  ignoredValue,
  misspeltActions,
  repeatedKey,
  emptyActions,
  actionLost,
  keyLost,
  actionDiffers,
];

/** Those that may have something to say of a line that does not name ct_state. */
export const rulesBesideState: readonly WrittenRule[] = writtenRules.filter(
  ({ code }) => !code.startsWith('ct-state/'),
);

/** The rules about the whole file. */
export const fileRules: readonly FileRule[] = [
  replaced,
  shadowed,
  redundant,
  overlap,
  emptyTable,
  unreachedTable,
  unknownGroup,
  unknownMeter,
  repeatedGroup,
  incompleteConjunction,
  unwrittenRegister,
  mixedFormats,
  unreachableState,
  untrackedField,
  endlessRecirculation,
  endlessResubmit,
  neverCommitted,
  zoneMismatch,
  unhandledStates,
];

/** All diagnostics: errors first, then by how much they matter. */
export const catalogue: readonly Rule[] = [...writtenRules, ...reportedRules, ...fileRules].sort(
  (left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity),
);

const byCode = new Map(catalogue.map((rule) => [rule.code, rule]));

/** The rule of that code. */
export function ruleOf(code: string): Rule | undefined {
  return byCode.get(code);
}
