/** Makes a failing input small: ever simpler inputs are tried, and those that fail in the same way are kept. */
import { kindOf, type Target } from './target';

/** An input that fails, and how. */
export interface Shrunk<Input> {
  readonly input: Input;
  readonly error: unknown;
}

/** What has not become small by then stays as it is; in milliseconds. */
const patience = 30_000;

/** The simplest input found that fails as this one does. */
export async function shrunk<Input>(
  target: Target<Input>,
  input: Input,
  error: unknown,
): Promise<Shrunk<Input>> {
  const kind = kindOf(error);
  const end = performance.now() + patience;
  let found: Shrunk<Input> = { input, error };
  let attempts = target.attempts;
  let start = 0;
  for (;;) {
    let number = 0;
    let isSimpler = false;
    for (const simpler of target.simpler(found.input)) {
      if (number++ < start) {
        continue;
      }
      if (attempts-- <= 0 || performance.now() > end) {
        return found;
      }
      const failure = await failureOf(target, simpler);
      if (failure !== undefined && kindOf(failure.error) === kind) {
        found = { input: simpler, error: failure.error };
        isSimpler = true;
        break;
      }
    }
    if (!isSimpler && start === 0) {
      return found;
    }
    // What stands before in the list has just been tried; it gets its turn again once nothing else helps.
    start = isSimpler ? number - 1 : 0;
  }
}

/** What an input breaks; undefined where all holds. */
export async function failureOf<Input>(
  target: Target<Input>,
  input: Input,
): Promise<{ readonly error: unknown } | undefined> {
  try {
    await target.check(input);
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** The list with stretches left out: half of it, quarters, down to single items; then with one item made simpler. */
export function* simplerLists<Item>(
  list: readonly Item[],
  simplerItems: (item: Item) => Iterable<Item> = () => [],
): Generator<Item[]> {
  for (let size = list.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < list.length; start += size) {
      yield [...list.slice(0, start), ...list.slice(start + size)];
    }
  }
  for (const [index, item] of list.entries()) {
    for (const simpler of simplerItems(item)) {
      yield list.with(index, simpler);
    }
  }
}

/** The text with stretches left out, as above; then with numbers made plain. */
export function* simplerTexts(text: string): Generator<string> {
  for (let size = text.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < text.length; start += size) {
      yield text.slice(0, start) + text.slice(start + size);
    }
  }
  for (const { 0: number, index } of text.matchAll(/\w*\d\w*/g)) {
    for (const plain of ['0', '1']) {
      if (number.length > plain.length) {
        yield text.slice(0, index) + plain + text.slice(index + number.length);
      }
    }
  }
}
