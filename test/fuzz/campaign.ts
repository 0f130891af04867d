/** Throws one input after the other at a target, and gathers what breaks. */
import { Chance } from '../conformance/chance';
import { failureOf, shrunk } from './shrink';
import { descriptionOf, kindOf, type Target } from './target';

/** What broke, ready to be told. */
export interface Failure {
  readonly target: string;
  readonly seed: number;
  /** Which input of the run it was, counted from 0. */
  readonly index: number;
  /** How long the input was before it was shrunk, as JSON. */
  readonly length: number;
  /** The input as JSON, as small as it got. */
  readonly input: string;
  readonly description: string;
}

export interface CampaignOptions {
  readonly seed: number;
  /** The first input to try. */
  readonly from: number;
  /** Whether to go on, asked before each input. */
  readonly goesOn: (tried: number) => boolean;
  /** Called before each input with its index. */
  readonly begins?: (index: number) => void;
  /** Called after each input, with how many inputs it was to the product. */
  readonly counts?: (inputs: number) => void;
  readonly fails: (failure: Failure) => void;
}

/** What breaks in so many ways will be mended step by step. */
const mostFailures = 10;

/** The chance that makes the input of that index: inputs of other indexes and other seeds have nothing to do with it. */
export function chanceOf(seed: number, index: number): Chance {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return new Chance(mixed ^ (mixed >>> 15));
}

/** Runs until told to stop. The same thing broken again, by another input, is told once. */
export async function campaign<Input>(target: Target<Input>, options: CampaignOptions): Promise<void> {
  const { seed, from, goesOn, begins, counts, fails } = options;
  const known = new Set<string>();
  for (let index = from; goesOn(index - from) && known.size < mostFailures; index++) {
    begins?.(index);
    const input = target.generate(chanceOf(seed, index));
    try {
      const outcome = target.check(input);
      counts?.(typeof outcome === 'number' ? outcome : await outcome);
    } catch (error) {
      counts?.(1);
      if (!known.has(kindOf(error))) {
        known.add(kindOf(error));
        fails(await failureWith(target, input, error, { seed, index }));
      }
    }
  }
}

/** Checks one given input. */
export async function tryInput<Input>(target: Target<Input>, json: string): Promise<Failure | undefined> {
  const input = JSON.parse(json) as Input;
  const failure = await failureOf(target, input);
  return failure && failureWith(target, input, failure.error, { seed: 0, index: 0 });
}

async function failureWith<Input>(
  target: Target<Input>,
  input: Input,
  error: unknown,
  place: { readonly seed: number; readonly index: number },
): Promise<Failure> {
  const small = await shrunk(target, input, error);
  return {
    ...place,
    target: target.name,
    length: JSON.stringify(input).length,
    input: readable(small.input),
    description: descriptionOf(small.error),
  };
}

/** As JSON in which every character can be seen. */
function readable(input: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(input).replace(/[^\x20-\x7e]/g, escaped);
}
