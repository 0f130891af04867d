/** What to add to a match so that it meets what a field or an action needs. */
import { type PrerequisiteName, prerequisites } from '../facts/prerequisites';
import { type ProtocolWord, protocolWord } from '../facts/protocol-words';
import type { Fix } from '../syntax/fix';
import type { MatchTerm } from './match-items';

/**
 * Fixes that meet a prerequisite: each adds an item in front of `position`, or makes a more general protocol
 * word that is there already a more special one (`ip` to `tcp`). None where the match is on another protocol.
 */
export function prerequisiteFixes(
  prerequisite: PrerequisiteName | undefined,
  terms: readonly MatchTerm[],
  position: number,
): Fix[] {
  const there = terms.filter(({ word }) => word !== undefined);
  return (prerequisite ? prerequisites[prerequisite].items : []).flatMap((item) => {
    const word = protocolWord(item.split(',')[0]!);
    const general = there.find((term) => word && generalises(term.word!, word));
    if (general) {
      const { keyStart: start, keyEnd: end } = general.item;
      return [
        {
          title: `Change ${general.key} to ${item}`,
          edits: [{ start, end, newText: item }],
          keepsMeaning: false,
        },
      ];
    }
    const isThere = there.length > 0 && there.every(({ key }) => word === protocolWord(key));
    if (word && there.length > 0 && !isThere) {
      return [];
    }
    const added = isThere ? furtherItems(item.split(',').slice(1), terms) : item;
    if (added === undefined) {
      return [];
    }
    return [
      {
        title: `Add ${added}`,
        edits: [{ start: position, end: position, newText: `${added},` }],
        keepsMeaning: false,
      },
    ];
  });
}

/** The items of a prerequisite behind its protocol word, as far as the match does not have them. */
function furtherItems(items: readonly string[], terms: readonly MatchTerm[]): string | undefined {
  const missing = items.filter((item) => !terms.some(({ key }) => key === item.split('=')[0]));
  return missing.length > 0 ? missing.join(',') : undefined;
}

/** Whether a word says less than another, and nothing else: `ip` than `tcp`. */
function generalises(general: ProtocolWord, special: ProtocolWord): boolean {
  return (
    general.etherType === special.etherType &&
    general.ipProtocol === undefined &&
    special.ipProtocol !== undefined
  );
}
