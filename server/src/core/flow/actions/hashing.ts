/**
 * What `bundle`, `bundle_load` and `multipath` have in common: arguments without keys, separated by commas or
 * spaces, the first of which say what to hash.
 * Source: lib/bundle.c, lib/multipath.c, lib/flow.c (flow_hash_fields_to_str).
 */
import { shortened } from '../../syntax/excerpt';
import { nearestName } from '../../syntax/nearest-name';
import type { Problems } from '../problem';
import type { Subfield } from '../subfield';
import type { ActionContext, Argument } from './action';
import { type Part, partOf, replacing } from './arguments';
import { hasShortHeader, noteTooWide, subfieldAt } from './check-subfield';
import { noteWrap } from './numbers';

/** What can be hashed. */
export const hashFields = [
  'eth_src',
  'symmetric_l4',
  'symmetric_l3l4',
  'symmetric_l3l4+udp',
  'nw_src',
  'nw_dst',
  'symmetric_l3',
] as const;

/** Cuts an argument into tokens as C's strtok_r does. */
export class Tokens {
  #position = 0;

  constructor(private readonly argument: Argument) {}

  /** The next stretch without any of the delimiters; undefined at the end. */
  next(delimiters: string, what: string): Part | undefined {
    const { text } = this.argument;
    let start = this.#position;
    while (start < text.length && delimiters.includes(text[start]!)) {
      start++;
    }
    let end = start;
    while (end < text.length && !delimiters.includes(text[end]!)) {
      end++;
    }
    this.#position = Math.min(end + 1, text.length);
    return end > start ? partOf(this.argument, start, end, what) : undefined;
  }

  /** What follows the last token and the delimiter behind it. */
  rest(): Part {
    return partOf(this.argument, this.#position, this.argument.text.length, 'the rest');
  }
}

/** Reads one of several words, in any case; `verdict` is what the judge says of others. */
export function readWord<Word extends string>(
  part: Part,
  words: readonly Word[],
  verdict: string,
  problems: Problems,
): Word | undefined {
  const lower = part.text.toLowerCase();
  const word = words.find((each) => each === lower);
  if (word !== undefined) {
    return word;
  }
  const nearest = words.length === 1 ? words[0] : nearestName(lower, words);
  return problems.reject(
    'action/invalid-argument',
    part.span,
    verdict,
    `${shortened(part.text)} is no choice for ${part.what}. ${words.length === 1 ? `Write ${words[0]}, the only one there is.` : nearest ? `Did you mean ${nearest}?` : `Write one of ${words.join(', ')}.`}`,
    nearest ? { fixes: () => [replacing(part.span, nearest, `Write ${nearest}`, false)] } : {},
  );
}

/**
 * Reads a number as C's atoi does, which never fails: what is no number is 0, what follows the number is
 * ignored. Of the number, the low bits are kept.
 */
export function readLooseNumber(part: Part, bits: 16 | 32, problems: Problems): number {
  const value = atoi(part.text);
  const kept = bits === 16 ? value & 0xffff : value >>> 0;
  if (!/^[-+]?[0-9]+$/.test(part.text)) {
    problems.note(
      'action/number-misread',
      part.span,
      `${shortened(part.text)} is no decimal number. Open vSwitch says nothing and takes ${kept} for ${part.what}.`,
      { fixes: () => [replacing(part.span, String(kept), `Write ${kept}, what Open vSwitch takes`, false)] },
    );
  } else if (String(kept) !== part.text.replace(/^\+?0*(?=[0-9])/, '')) {
    noteWrap(part.text, part.span, kept, problems);
  }
  return kept;
}

/** As glibc's atoi: the number saturates at 64 bits, and the low 32 of them are kept. */
export function atoi(text: string): number {
  const found = /^[ \t\n\v\f\r]*([-+]?)0*([0-9]*)/.exec(text)!;
  const digits = found[2]!;
  const most = (1n << 63n) - 1n;
  const least = -most - 1n;
  const magnitude = digits.length > 20 ? 1n << 64n : BigInt(digits || '0');
  const value = found[1] === '-' ? -magnitude : magnitude;
  return Number(BigInt.asIntN(32, value > most ? most : value < least ? least : value));
}

/** Reads the subfield that the chosen link or port is written to. */
export function readHashDestination(
  part: Part,
  { text }: Argument,
  { problems }: ActionContext,
): Subfield | undefined {
  const subfield = subfieldAt(part.text, part.span, problems);
  if (!subfield || hasShortHeader(subfield.field)) {
    if (subfield) {
      noteTooWide(subfield, part.span, problems);
    }
    return subfield;
  }
  return problems.reject(
    'action/invalid-argument',
    part.span,
    `${text}: experimenter OXM field '${part.text}' not supported`,
    `${subfield.field.name} cannot stand here: this action has no room for the long name that the field has in OpenFlow. Write a register.`,
  );
}
