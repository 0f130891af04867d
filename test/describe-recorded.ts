import { describe } from 'vitest';

/**
 * Tests on such files. Where the files are not there, as in every checkout of a user, the tests do not exist
 * either: that is no fault of the machine, so it does not count as skipped.
 */
export function describeRecorded(there: boolean, name: string, tests: () => void): void {
  if (there) {
    describe(name, tests);
  } else {
    console.info(`Left out, because its files are not beside the repository: ${name}.`);
  }
}
