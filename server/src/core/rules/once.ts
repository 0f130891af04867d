import type { FileRuleInput } from './file-rule';

/** What several rules look for in a file, looked for once: `find` is asked when the first of them does. */
export function oncePerFile<Found>(
  find: (input: FileRuleInput) => Iterable<Found>,
): (input: FileRuleInput) => readonly Found[] {
  const known = new WeakMap<FileRuleInput, readonly Found[]>();
  return (input) => {
    let found = known.get(input);
    if (!found) {
      found = [...find(input)];
      known.set(input, found);
    }
    return found;
  };
}
