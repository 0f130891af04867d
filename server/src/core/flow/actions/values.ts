/** Values of match fields that stand in actions. */
import type { MatchField } from '../../facts/match-fields';
import type { Fix } from '../../syntax/fix';
import type { Span } from '../../syntax/span';
import type { Problems } from '../problem';
import { noteSwitchName } from '../switch-names';
import { readFieldValue } from '../values/read';
import type { FieldValue, Remark, Replacement } from '../values/reading';

/**
 * Reads a text as a value of the field, and reports what is to say about it: `span` is where the text stands
 * in the line. Undefined when Open vSwitch rejects it.
 */
export function readValueInAction(
  text: string,
  field: MatchField,
  span: Span,
  problems: Problems,
): FieldValue | undefined {
  const reading = readFieldValue(text, field);
  if (reading.rejected) {
    if (field.format === 'port' && noteSwitchName('port', text, span, problems)) {
      return undefined;
    }
    const { verdict, message } = reading.rejected;
    const { code, place, details } = placed(reading.rejected, span.start);
    return problems.reject(code, place, verdict, message, details);
  }
  reportRemarks(reading.remarks, span.start, problems);
  return { value: reading.value, mask: reading.mask };
}

/** Reports what is to say about a text that stands at `start` in the line. */
export function reportRemarks(remarks: readonly Remark[], start: number, problems: Problems): void {
  for (const remark of remarks) {
    const { code, place, details } = placed(remark, start);
    problems.note(code, place, remark.message, details);
  }
}

/** Replacements within a text that stands at `start` in the line, as fixes. */
export function fixesAt(start: number, replacements: readonly Replacement[]): Fix[] {
  return replacements.map(({ title, newText, keepsMeaning, ...at }) => ({
    title,
    keepsMeaning,
    edits: [{ start: start + at.start, end: start + at.end, newText }],
  }));
}

/** What matches have codes of their own for. */
const codesInActions: Readonly<Record<string, string>> = {
  'match/invalid-value': 'action/invalid-argument',
  'match/address-wraps': 'action/value-wraps',
  'match/ignored-text': 'action/ignored-argument',
};

/** The code of what is to say about a value that stands in an action. */
export function codeInAction(code: string): string {
  return codesInActions[code] ?? code.replace(/^match\//, 'action/');
}

function placed(remark: Remark, start: number) {
  const { replacements = [] } = remark;
  return {
    code: codeInAction(remark.code),
    place: { start: start + remark.start, end: start + remark.end },
    details: replacements.length > 0 ? { fixes: () => fixesAt(start, replacements) } : {},
  };
}
