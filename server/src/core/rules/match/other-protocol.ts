import { type MatchField, matchFields } from '../../facts/match-fields';
import { prerequisites } from '../../facts/prerequisites';
import type { Match } from '../../flow/match';
import type { MatchTerm } from '../../flow/match-items';
import { meets } from '../../flow/prerequisites';
import { printMatch } from '../../flow/print-match';
import type { WrittenRule } from '../rule';
import { spanOf, written } from '../terms';

/** A field of one protocol in a match on another, with which it shares room: `udp,tcp_dst=80` matches UDP. */
export const otherProtocol: WrittenRule = {
  code: 'match/other-protocol',
  severity: 'warning',
  title: 'The field belongs to another protocol than the one matched',
  *check({ flow, line }) {
    const { installed } = flow;
    for (const term of installed ? flow.terms : []) {
      const { field, value, item } = term;
      if (
        !field ||
        !value ||
        value.mask === 0n ||
        isGeneralName(term) ||
        meets(field.prerequisite, flow.match)
      ) {
        continue;
      }
      const instead = sameRoom(field, flow.match);
      const isKept = (installed!.get(field).mask & value.mask) !== 0n;
      if (!instead || !isKept || printMatch(installed!).some((text) => text.startsWith(`${term.key}=`))) {
        continue;
      }
      const needed = field.prerequisite ? prerequisites[field.prerequisite].text : 'another protocol';
      yield {
        span: spanOf(term),
        message: `${written(line, term)} is a match on ${needed}, and the match asks for another protocol. Open vSwitch keeps both in the same place, says nothing, and matches ${instead.name}. Write ${instead.name}, or change the protocol.`,
        fixes: () => [
          {
            title: `Write ${instead.name}, what Open vSwitch matches`,
            edits: [
              { start: item.keyStart, end: item.keyStart + fieldName(term).length, newText: instead.name },
            ],
            keepsMeaning: false,
          },
        ],
      };
    }
  },
};

/** `tp_dst` and `nw_src` have always been names for several protocols. */
function isGeneralName(term: MatchTerm): boolean {
  return term.field!.aliases.includes(fieldName(term));
}

function fieldName({ key }: MatchTerm): string {
  return key.replace(/\[.*/s, '');
}

/** The field that is kept in the same place and goes with what is matched. */
function sameRoom(field: MatchField, match: Match): MatchField | undefined {
  const { slot, slotShift } = field.storage[0]!;
  return matchFields.find(
    (other) =>
      other !== field &&
      other.prerequisite !== undefined &&
      other.storage[0]!.slot === slot &&
      other.storage[0]!.slotShift === slotShift &&
      meets(other.prerequisite, match),
  );
}
