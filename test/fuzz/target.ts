/** What the fuzz throws random input at, and what must hold of each input. */
import type { Chance } from '../conformance/chance';

/** One part of the product under random input. Inputs are plain data: JSON keeps them as they are. */
export interface Target<Input = unknown> {
  readonly name: string;
  /** One line for people. */
  readonly about: string;
  /** What part of the time of a run it gets, beside the shares of the others. */
  readonly share: number;
  /** How much longer than others one of its inputs may take before it counts as hanging, in milliseconds. */
  readonly patience?: number;
  /** How often a failing input is tried in a simpler form, at most. */
  readonly attempts: number;
  /** The input that chance makes: the same for the same chance. */
  generate(chance: Chance): Input;
  /**
   * Feeds the input in and checks all that must hold; throws `BrokenInvariant`, or whatever the product throws. Gives
   * how many inputs that was, as the product sees them: lines, edits, messages.
   */
  check(input: Input): number | Promise<number>;
  /** Simpler inputs, the boldest simplification first. */
  simpler(input: Input): Iterable<Input>;
  /** Ends what the target has started. */
  close?(): Promise<void>;
}

/** Something that must hold does not. */
export class BrokenInvariant extends Error {
  constructor(
    /** What should hold: the same words for the same invariant. */
    readonly invariant: string,
    readonly details: string,
  ) {
    super(`${invariant}: ${details}`);
  }
}

/** Throws where the invariant does not hold. `details` says what was found instead. */
export function hold(holds: boolean, invariant: string, details: () => string): asserts holds {
  if (!holds) {
    throw new BrokenInvariant(invariant, details());
  }
}

/** Throws where two values are not the same, all the way down. */
export function holdSame(actual: unknown, expected: unknown, invariant: string): void {
  const [one, other] = [textOf(actual), textOf(expected)];
  if (one !== other) {
    throw new BrokenInvariant(invariant, differenceOf(one, other));
  }
}

/** A value as text: maps and sets by their entries, whole numbers of any size; functions are left out. */
export function textOf(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) => {
      if (typeof part === 'bigint') {
        return `${part}n`;
      }
      return part instanceof Map || part instanceof Set ? [...part] : part;
    }) ?? 'undefined'
  );
}

/** What stands around the first difference. */
function differenceOf(actual: string, expected: string): string {
  let start = 0;
  while (actual[start] === expected[start]) {
    start++;
  }
  const from = Math.max(0, start - 80);
  const excerpt = (text: string) => (from > 0 ? '…' : '') + text.slice(from, start + 240);
  return `\n    is         ${excerpt(actual)}\n    should be  ${excerpt(expected)}`;
}

/** Which failures count as the same one: those of one invariant, or errors thrown at one place. */
export function kindOf(error: unknown): string {
  if (error instanceof BrokenInvariant) {
    return error.invariant;
  }
  if (!(error instanceof Error)) {
    return String(error);
  }
  const [place = ''] = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return `${error.name} thrown ${place.trim()}`;
}

/** The failure as a person reads it. */
export function descriptionOf(error: unknown): string {
  if (error instanceof BrokenInvariant) {
    return error.message;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.split('\n').slice(0, 12).join('\n');
}
