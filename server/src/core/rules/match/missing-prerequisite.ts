import { prerequisites } from '../../facts/prerequisites';
import type { FlowEvaluation } from '../../flow/evaluate';
import { lostTerms } from '../../flow/lost';
import type { MatchTerm } from '../../flow/match-items';
import { prerequisiteFixes } from '../../flow/prerequisite-fixes';
import { meets } from '../../flow/prerequisites';
import { printMatch } from '../../flow/print-match';
import { shortened } from '../../syntax/excerpt';
import type { Fix, WrittenRule } from '../rule';
import { removal, spanOf, written } from '../terms';

/** A field that Open vSwitch leaves out because the match does not ask for the protocol it belongs to. */
export const missingPrerequisite: WrittenRule = {
  code: 'match/missing-prerequisite',
  severity: 'warning',
  title: 'The field is dropped because its prerequisite is missing',
  *check({ line, flow }) {
    for (const term of lostTerms(flow)) {
      const { field } = term;
      const prerequisite = meets(field!.prerequisite, flow.match) ? undefined : field!.prerequisite;
      const needed = prerequisite && prerequisites[prerequisite].text;
      const fixes = prerequisite
        ? prerequisiteFixes(prerequisite, flow.terms, term.item.keyStart)
        : connectionProtocolFixes(term);
      const reason = needed ? `it needs ${needed} in the match` : reasonOf(term);
      yield {
        span: spanOf(term),
        message: `${written(line, term)} is dropped: ${reason}${fixes.length === 0 && prerequisite !== 'connection' && needed ? ', and the match is on another protocol' : ''}. ${consequence(flow)}`,
        // To take an item away from a delete would delete more still.
        fixes: () => (flow.command === 'add' ? [...fixes, removal(line, term)] : fixes),
      };
    }
  },
};

/** Ports of the original direction are sent along with the protocol only. Source: lib/nx-match.c. */
function connectionProtocolFixes({ field, item: { keyStart } }: MatchTerm): Fix[] {
  return !field!.name.startsWith('ct_tp_')
    ? []
    : ['ct_nw_proto=6', 'ct_nw_proto=17'].map((newText) => ({
        title: `Add ${newText}`,
        edits: [{ start: keyStart, end: keyStart, newText: `${newText},` }],
        keepsMeaning: false,
      }));
}

/** Fields that are lost although the match meets their prerequisite. */
function reasonOf({ field }: MatchTerm): string {
  return field!.name.startsWith('ct_tp_')
    ? 'it needs ct_nw_proto in the match'
    : 'Open vSwitch cannot send it in this way';
}

/** What is left, in the words of the command. */
function consequence({ command, installed }: FlowEvaluation): string {
  const rest = shortened(printMatch(installed!).join(','));
  switch (command) {
    case 'delete_strict':
    case 'modify_strict':
      return rest === ''
        ? 'Without it, the flow that matches every packet is meant.'
        : `Without it, the flow with exactly ${rest} is meant.`;
    case 'delete':
      return rest === ''
        ? 'Without it, this deletes every flow.'
        : `Without it, this deletes all flows with ${rest}.`;
    case 'modify':
      return rest === ''
        ? 'Without it, this changes every flow.'
        : `Without it, this changes all flows with ${rest}.`;
    case 'add':
      return rest === ''
        ? 'Open vSwitch installs a flow that matches every packet, without an error.'
        : `Open vSwitch installs a flow that matches ${rest}, without an error.`;
  }
}
