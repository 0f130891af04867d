/** Actions whose arguments are a list of `key=value`, each read by itself: `controller(…)`, `sample(…)`. */
import type { Span } from '../../syntax/span';
import type { ActionContext, Argument } from './action';
import type { Part } from './arguments';
import { namedArguments, noteAllRepeated, noteIgnoredValue, rejectUnknown } from './named-arguments';

/** The value of one key. */
export interface KeyedPart extends Part {
  /** The key and its value. */
  readonly whole: Span;
}

/** Reads the value of a key, or is told that a flag is there. */
export type KeyReader = ((part: KeyedPart) => void) | { readonly flag: (span: Span) => void };

/**
 * Reads a list of arguments with keys, whose case matters. Reports keys that are unknown (`unknown` makes the
 * judge's text) or repeated.
 */
export function readKeyedArguments(
  argument: Argument,
  context: ActionContext,
  readers: Readonly<Record<string, KeyReader>>,
  unknown: (key: string) => string,
): void {
  const byKey = new Map(Object.entries(readers));
  const keys = [...byKey.keys()];
  const list = namedArguments(argument, context);
  noteAllRepeated(list, new Set(keys), context);
  for (const named of list) {
    const { name, text, span, nameSpan, whole } = named;
    const reader = byKey.get(name);
    if (!reader) {
      rejectUnknown(named, argument.keyword, keys, unknown(name), `It has ${keys.join(', ')}.`, context);
    } else if (typeof reader === 'function') {
      reader({ text, span, nameSpan, whole, what: `${name} of ${argument.keyword}` });
    } else {
      noteIgnoredValue(named, context);
      reader.flag(nameSpan);
    }
  }
}
