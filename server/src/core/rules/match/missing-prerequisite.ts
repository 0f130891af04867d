import { prerequisites } from '../../facts/prerequisites';
import type { FlowEvaluation } from '../../flow/evaluate';
import { lostTerms } from '../../flow/lost';
import type { MatchTerm } from '../../flow/match-items';
import { prerequisiteFixes } from '../../flow/prerequisite-fixes';
import { printMatch } from '../../flow/print-match';
import { shortened } from '../../syntax/excerpt';
import type { Rule } from '../rule';
import { removal, spanOf, written } from '../terms';

/** A field that Open vSwitch leaves out because the match does not ask for the protocol it belongs to. */
export const missingPrerequisite: Rule = {
  code: 'match/missing-prerequisite',
  severity: 'warning',
  title: 'The field is dropped because its prerequisite is missing',
  *check({ line, flow }) {
    for (const term of lostTerms(flow)) {
      const { field } = term;
      const needed = field!.prerequisite ? prerequisites[field!.prerequisite].text : undefined;
      const fixes = prerequisiteFixes(field!.prerequisite, flow.terms, term.item.keyStart);
      const reason = needed ? `it needs ${needed} in the match` : reasonOf(term);
      yield {
        span: spanOf(term),
        message: `${written(line, term)} is dropped: ${reason}${fixes.length === 0 && needed ? ', and the match is on another protocol' : ''}. ${consequence(flow)}`,
        // To take an item away from a delete would delete more still.
        fixes: () => (flow.command === 'add' ? [...fixes, removal(line, term)] : fixes),
      };
    }
  },
};

/** Fields that are lost although they have no prerequisite of their own. */
function reasonOf({ field }: MatchTerm): string {
  return field!.name.startsWith('ct_tp_')
    ? 'it needs ct_nw_proto in the match'
    : 'Open vSwitch cannot send it in this way';
}

/** What is left, in the words of the command. */
function consequence({ command, installed }: FlowEvaluation): string {
  const rest = shortened(printMatch(installed!).join(','));
  switch (command) {
    case 'delete':
    case 'delete_strict':
      return rest === ''
        ? 'Without it, this deletes every flow.'
        : `Without it, this deletes all flows with ${rest}.`;
    case 'modify':
    case 'modify_strict':
      return rest === ''
        ? 'Without it, this changes every flow.'
        : `Without it, this changes all flows with ${rest}.`;
    case 'add':
      return rest === ''
        ? 'Open vSwitch says nothing and installs a flow that matches every packet.'
        : `Open vSwitch says nothing and installs a flow that matches ${rest}.`;
  }
}
