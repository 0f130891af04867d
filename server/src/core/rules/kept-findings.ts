/**
 * Findings that are made once, and again only when flows that they name have moved. Where a few flows hide thousands, there would
 * be as many messages to write after each keystroke.
 */
import type { FileFlow } from '../model/flow-file';
import type { FileFinding, FileRuleInput } from './file-rule';

/** Finds what there is to say of a part of the file. */
type FindIn<Part> = (part: Part, input: FileRuleInput) => readonly FileFinding[];

/** Finds what there is to say of a part of the file that never changes, as long as no line has moved. */
export function whileInPlace<Part extends object>(find: FindIn<Part>): FindIn<Part> {
  const known = new WeakMap<
    Part,
    { readonly numbering: FileRuleInput['file']['numbering']; readonly findings: readonly FileFinding[] }
  >();
  return (part, input) => {
    const { numbering } = input.file;
    const before = known.get(part);
    if (before?.numbering === numbering) {
      return before.findings;
    }
    const findings = find(part, input);
    known.set(part, { numbering, findings });
    return findings;
  };
}

/** Makes a finding of something that stays what it is, and names the same flows as long as it does. */
export function untilMoved<Subject extends object>(
  namedBy: (subject: Subject) => readonly FileFlow[],
  make: (subject: Subject) => FileFinding,
): (subject: Subject) => FileFinding {
  const known = new WeakMap<Subject, { readonly lines: readonly number[]; readonly finding: FileFinding }>();
  return (subject) => {
    const flows = namedBy(subject);
    const before = known.get(subject);
    if (before && flows.every(({ line }, index) => line === before.lines[index])) {
      return before.finding;
    }
    const finding = make(subject);
    known.set(subject, { lines: flows.map(({ line }) => line), finding });
    return finding;
  };
}
