/** Finds the lines that name something without reading what each of them says. */
import type { FlowFile } from './flow-file';
import type { FlowTraits } from './flow-traits';
import type { GroupFacts, LineFacts } from './line-facts';
import type { Mention } from './mentions';
import { oncePer } from './once';

/**
 * What the line names, or a flow or group that is written alike: then places in the text are those of the other, and the numbers
 * of which `isOwn` is true. All else holds for both.
 */
export function likeMentions(facts: LineFacts): readonly Mention[] {
  const shared = facts.flow?.traits ?? facts.group?.buckets;
  return shared ? mentionsLike(shared, facts) : facts.mentions;
}

/** What the first line of each kind was found to name. */
const mentionsLike = oncePer(
  (_: FlowTraits | GroupFacts['buckets'], { mentions }: LineFacts): readonly Mention[] => mentions,
);

/** Whether lines that are written alike may have different numbers there. */
export function isOwn({ what, role }: Mention): boolean {
  return what === 'cookie' || what === 'conjunction' || (what === 'group' && role === 'definition');
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
