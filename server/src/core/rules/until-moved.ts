import type { FileFlow } from '../model/flow-file';
import type { FileFinding } from './file-rule';

/**
 * Makes a finding of something that stays what it is, and once only: again when one of the flows that it names has moved. Where a few
 * flows hide thousands, there would be as many messages to write after each keystroke.
 */
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
