/** Finds the lines that name something without reading what each of them says. */

import type { FlowFile } from './flow-file';
import type { FlowTraits } from './flow-traits';
import type { LineFacts } from './line-facts';
import type { Mention } from './mentions';
import { oncePer } from './once';

/**
 * What the line names, or a flow that is written alike: then places in the text are those of the other, and the numbers
 * of which `isOwn` is true. All else holds for both.
 */
export function likeMentions(facts: LineFacts): readonly Mention[] {
  const traits = facts.flow?.traits;
  return traits ? mentionsLike(traits, facts) : facts.mentions;
}

/** What the first flow of each kind was found to name. */
const mentionsLike = oncePer((_: FlowTraits, { mentions }: LineFacts): readonly Mention[] => mentions);

/** Whether flows that are written alike may have different numbers there. */
export function isOwn({ what }: Mention): boolean {
  return what === 'cookie' || what === 'conjunction';
}

/**
 * The lines from `first` to `last` of which `isWanted` may be true. Of flows that are written alike it is asked once, and
 * must not look at what is each one's own.
 */
export function* linesLike(
  { lines }: FlowFile,
  { first, last }: { readonly first: number; readonly last: number },
  isWanted: (facts: LineFacts) => boolean,
): Generator<readonly [line: number, facts: LineFacts]> {
  const answers = new Map<FlowTraits, boolean>();
  for (let line = first; line <= last; line++) {
    const facts = lines[line]!;
    const traits = facts.flow?.traits;
    let answer = traits && answers.get(traits);
    if (answer === undefined) {
      answer = isWanted(facts);
      if (traits) {
        answers.set(traits, answer);
      }
    }
    if (answer) {
      yield [line, facts];
    }
  }
}
