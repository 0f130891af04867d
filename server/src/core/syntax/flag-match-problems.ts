/**
 * What is wrong with a match on flags that Open vSwitch rejects, each problem at its own token, and what
 * was most likely meant.
 */
import { type FlagName, scanMasked } from './flag-match';
import { nearestNames } from './nearest-name';
import { scanInteger } from './numbers';
import type { Span } from './span';

export type FlagProblem =
  /** A word that is no flag; `near` has the flags it may stand for, best first. */
  | { readonly kind: 'unknown-flag'; readonly span: Span; readonly near: readonly FlagName[] }
  /** `!flag` or `~flag`. `span` has the sign. */
  | { readonly kind: 'wrong-negation'; readonly span: Span }
  /** The whole match in quotes. */
  | { readonly kind: 'quoted'; readonly span: Span }
  /** A number among signed flags, such as `+0x20`; `flags` are its bits. */
  | { readonly kind: 'signed-number'; readonly span: Span; readonly flags: readonly FlagName[] }
  /** A flag given again; `first` is where it was given before. */
  | { readonly kind: 'repeated-flag'; readonly span: Span; readonly first: Span; readonly opposite: boolean }
  /** A flag without a sign among flags with signs. */
  | { readonly kind: 'missing-sign'; readonly span: Span }
  /** A sign with no flag after it. */
  | { readonly kind: 'missing-flag'; readonly span: Span }
  /** More than one sign before a flag; `span` has those too many. */
  | { readonly kind: 'doubled-sign'; readonly span: Span }
  /** A call whose `(` is not closed; `span` is the `(`, `insertAt` where the `)` belongs. */
  | { readonly kind: 'missing-parenthesis'; readonly span: Span; readonly insertAt: number }
  /** A separator where none may stand; `signed`: among flags with signs; `last`: nothing follows it. */
  | {
      readonly kind: 'stray-separator';
      readonly span: Span;
      readonly signed: boolean;
      readonly last: boolean;
    }
  /** A slash with a number missing on one side. */
  | { readonly kind: 'missing-number'; readonly span: Span }
  /** Text that belongs to no form of a match on flags. */
  | { readonly kind: 'unexpected-text'; readonly span: Span }
  /** A number with bits that are no flag; `kept` is the number without them. */
  | { readonly kind: 'undefined-bits'; readonly span: Span; readonly kept: number; readonly bits: number };

/** What a rejected match was most likely meant to be. */
export interface IntendedFlagMatch {
  readonly form: 'signed' | 'list' | 'masked';
  readonly value: number;
  readonly mask: number;
  /** The flags in the order written, for the two symbolic forms. */
  readonly terms: readonly { readonly bit: number; readonly set: boolean }[];
}

export interface RejectedFlagMatch {
  /** At least one, in the order of the text. */
  readonly problems: readonly FlagProblem[];
  /** Undefined when some of it cannot be guessed. */
  readonly intended: IntendedFlagMatch | undefined;
}

/** Explains a match on flags that `parseFlagMatch` does not accept. Arguments as there. */
export function explainRejectedFlagMatch(
  text: string,
  start: number,
  end: number,
  flags: readonly FlagName[],
  allowed: number,
): RejectedFlagMatch {
  const masked = scanMasked(text, start, end);
  if (masked) {
    const problems: FlagProblem[] = masked.numbers
      .filter((number) => (number.value & ~allowed) !== 0)
      .map((number) => ({
        kind: 'undefined-bits',
        span: number,
        kept: (number.value & allowed) >>> 0,
        bits: (number.value & ~allowed) >>> 0,
      }));
    return { problems, intended: intendedMask(masked.numbers[0]!.value & allowed, masked.mask & allowed) };
  }
  return new Reader(text, start, end, flags, allowed).read();
}

/** Where nothing is left of the mask, the flags of the value were meant to be asked for. */
function intendedMask(value: number, mask: number): IntendedFlagMatch {
  const left = mask === 0 ? value : mask;
  return { form: 'masked', value: value & left, mask: left, terms: [] };
}

/**
 * Signs, names, numbers, a slash with what follows it, separators, quotes, and anything else together with
 * the number after it: one mistake is to be one piece.
 */
const pieces =
  /[+\-!~]+|[A-Za-z_][A-Za-z0-9_.]*|[0-9][A-Za-z0-9_]*|\/[A-Za-z0-9_+-]*|[|,;&\s]+|["']|[^A-Za-z0-9_+\-!~/|,;&\s"']+(?:[0-9]\w*)?/y;

/** Reads the pieces of a symbolic match one after the other, forgiving what it can name. */
class Reader {
  readonly #problems: FlagProblem[] = [];
  readonly #terms: { bit: number; set: boolean }[] = [];
  readonly #given = new Map<number, { span: Span; set: boolean; guess: boolean }>();
  readonly #signed: boolean;
  /** A flag was named: a mask goes with a number only. */
  #named = false;
  #sign: { set: boolean; span: Span; negation: boolean } | undefined;
  #guessed = true;
  /** The end of the last flag or number: what a separator follows. */
  #lastPartEnd = -1;
  #lastSeparator: Span | undefined;

  constructor(
    readonly text: string,
    readonly start: number,
    readonly end: number,
    readonly flags: readonly FlagName[],
    readonly allowed: number,
  ) {
    this.#signed = /[+\-!~]/.test(text.slice(start, end));
  }

  read(): RejectedFlagMatch {
    const { text, start, end } = this;
    const quoted = end - start >= 2 && /["']/.test(text[start]!) && text[end - 1] === text[start];
    if (quoted) {
      this.#problems.push({ kind: 'quoted', span: { start, end } });
    }
    const body = text.slice(0, quoted ? end - 1 : end);
    pieces.lastIndex = quoted ? start + 1 : start;
    for (let match = pieces.exec(body); match; match = pieces.exec(body)) {
      this.#piece(match[0], { start: match.index, end: match.index + match[0].length });
    }
    this.#dangling();
    if (this.#problems.length === 0) {
      this.#problems.push({ kind: 'unexpected-text', span: { start, end } });
      this.#guessed = false;
    }
    return {
      problems: this.#problems.sort((left, right) => left.span.start - right.span.start),
      intended: this.#guessed && this.#terms.length > 0 ? this.#intended() : undefined,
    };
  }

  #piece(piece: string, span: Span): void {
    if (/^[+\-!~]/.test(piece)) {
      this.#readSign(piece, span);
    } else if (/^[0-9]/.test(piece)) {
      this.#readNumber(piece, span);
    } else if (/^[A-Za-z_]/.test(piece)) {
      this.#readFlag(piece, span);
    } else if (/^[|,;&\s]/.test(piece)) {
      this.#readSeparator(piece, span);
    } else if (piece.startsWith('/') && !this.#named) {
      this.#dangling();
      this.#problems.push({ kind: 'missing-number', span });
      this.#guessed = false;
    } else {
      this.#problems.push({ kind: 'unexpected-text', span });
    }
  }

  #readSign(piece: string, span: Span): void {
    this.#dangling();
    const last = piece[piece.length - 1]!;
    if (piece.length > 1) {
      this.#problems.push({ kind: 'doubled-sign', span: { start: span.start, end: span.end - 1 } });
    }
    const negation = last === '!' || last === '~';
    this.#sign = { set: last === '+', span: { start: span.end - 1, end: span.end }, negation };
  }

  #readFlag(piece: string, span: Span): void {
    this.#named = true;
    const exact = this.flags.find((flag) => flag.name === piece);
    const near = exact ? [exact] : nearestNames(piece, this.flags);
    if (!exact) {
      this.#problems.push({ kind: 'unknown-flag', span, near });
    }
    const flag = near.length === 1 ? near[0] : undefined;
    if (!flag) {
      this.#guessed = false;
    }
    this.#term(span, flag ? [flag] : [], exact ? 'name' : 'guess');
  }

  #readNumber(piece: string, span: Span): void {
    const number = scanInteger(this.text, span.start, span.end);
    const bits = number && number.end === span.end ? number.value : undefined;
    if (bits === undefined) {
      this.#problems.push({ kind: 'unknown-flag', span, near: nearestNames(piece, this.flags) });
      this.#guessed = false;
      this.#sign = undefined;
      return;
    }
    const flags = this.flags.filter((flag) => flag.bit & bits);
    if (this.#signed) {
      const from = this.#sign ? this.#sign.span.start : span.start;
      this.#problems.push({ kind: 'signed-number', span: { start: from, end: span.end }, flags });
      this.#guessed &&= flags.length > 0;
    } else if (bits & ~this.allowed) {
      const kept = (bits & this.allowed) >>> 0;
      this.#problems.push({ kind: 'undefined-bits', span, kept, bits: (bits & ~this.allowed) >>> 0 });
    }
    this.#term(span, flags, 'number');
  }

  /** Takes in a flag, or the flags of a number. What is wrong with a number or a guess was said already. */
  #term(span: Span, flags: readonly FlagName[], as: 'name' | 'guess' | 'number'): void {
    const sign = this.#sign;
    this.#sign = undefined;
    this.#lastPartEnd = span.end;
    this.#lastSeparator = undefined;
    if (this.#signed && !sign && flags.length > 0 && as !== 'number') {
      this.#problems.push({ kind: 'missing-sign', span });
    }
    if (sign?.negation) {
      this.#problems.push({ kind: 'wrong-negation', span: { start: sign.span.start, end: span.end } });
    }
    const set = sign?.set ?? true;
    const whole = { start: sign ? sign.span.start : span.start, end: span.end };
    for (const flag of flags) {
      const first = this.#given.get(flag.bit);
      if (!first) {
        this.#given.set(flag.bit, { span: whole, set, guess: as === 'guess' });
        this.#terms.push({ bit: flag.bit, set });
      } else if (this.#signed) {
        const opposite = first.set !== set;
        this.#guessed &&= !opposite;
        if (as === 'name' && !first.guess) {
          this.#problems.push({ kind: 'repeated-flag', span: whole, first: first.span, opposite });
        }
      }
    }
  }

  #readSeparator(piece: string, span: Span): void {
    const between = this.#lastPartEnd === span.start && span.end < this.end && !this.#lastSeparator;
    if (this.#signed || piece !== '|' || !between) {
      this.#dangling();
      this.#straySeparator(span);
    }
    this.#lastSeparator = span;
  }

  #straySeparator(span: Span): void {
    const last = span.end === this.end;
    this.#problems.push({ kind: 'stray-separator', span, signed: this.#signed, last });
  }

  /** Reports a sign that no flag followed. */
  #dangling(): void {
    if (this.#sign) {
      this.#problems.push({ kind: 'missing-flag', span: this.#sign.span });
      this.#sign = undefined;
    }
  }

  #intended(): IntendedFlagMatch {
    let value = 0;
    let mask = 0;
    for (const term of this.#terms) {
      value |= term.set ? term.bit : 0;
      mask |= term.bit;
    }
    return this.#signed
      ? { form: 'signed', value, mask, terms: this.#terms }
      : { form: 'list', value, mask: this.allowed, terms: this.#terms };
  }
}
