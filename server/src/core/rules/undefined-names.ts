/** Groups and meters that flows name and the file does not have, though it has others. */
import type { FileSection } from '../model/flow-file';
import type { Mention } from '../model/mentions';
import type { FileRuleInput } from './file-rule';

/** A place that names one. */
export interface UndefinedName {
  readonly line: number;
  readonly mention: Mention;
  /** How many the section has. */
  readonly defined: number;
  /** The line below that adds it, where that is too late. */
  readonly addedOn: number | undefined;
}

/** All such places, but for what is deleted: to delete what is not there does no harm. */
export function* undefinedNames(input: FileRuleInput, what: 'group' | 'meter'): Generator<UndefinedName> {
  const { file } = input;
  for (const { section } of input.flowSets) {
    const defined = what === 'group' ? section.groups : section.meters;
    if (defined.size === 0) {
      continue;
    }
    for (let line = section.first; line <= section.last; line++) {
      const { mentions, flow, bundleWord } = file.lines[line]!;
      if (flow?.command === 'delete' || flow?.command === 'delete_strict') {
        continue;
      }
      for (const mention of mentions) {
        if (mention.what === what && mention.role === 'use') {
          const number = Number(mention.number);
          const addedOn =
            what === 'group' && flow && bundleWord ? addedBelow(section, number, line) : undefined;
          if (!defined.has(number) || addedOn !== undefined) {
            yield { line, mention, defined: defined.size, addedOn };
          }
        }
      }
    }
  }
}

/** The lines of a bundle are carried out one after the other, whatever comes later. */
function addedBelow({ groups }: FileSection, number: number, line: number): number | undefined {
  const first = groups.get(number)?.[0]?.line;
  return first !== undefined && first > line ? first : undefined;
}
