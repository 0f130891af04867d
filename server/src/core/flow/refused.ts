/** Why a switch refuses a match that `ovs-ofctl` sends, in words. */
import type { MatchField } from '../facts/match-fields';
import { prerequisites } from '../facts/prerequisites';
import type { FlowLine } from '../syntax/flow-line';
import type { Span } from '../syntax/span';
import type { Match } from './match';
import type { MatchTerm } from './match-term';
import { prerequisiteFixes } from './prerequisite-fixes';
import type { Problems } from './problem';

const laterFragment = 2n;

/** Reports that the switch answers with an error code because of a field. */
export function refuseMatch(
  line: FlowLine,
  terms: readonly MatchTerm[],
  match: Match,
  error: string,
  field: MatchField | undefined,
  problems: Problems,
): undefined {
  const term = field && termOf(field, terms);
  const span = term ? spanOf(term) : wholeMatch(line);
  const name = term ? term.key : (field?.name ?? 'A field');
  const needed = field?.prerequisite;
  const fragments = needed && isTransport(needed) && (match.value('nw_frag') & laterFragment) !== 0n;
  if (error === 'OFPBMC_BAD_VALUE' && field) {
    return problems.refuse(
      'match/refused-by-switch',
      span,
      error,
      `The value does not fit into ${name}, which has ${field.bits} bits.`,
    );
  }
  if (fragments) {
    return problems.refuse(
      'match/refused-by-switch',
      span,
      error,
      `Later fragments carry no ports: ${name} and nw_frag=later never match together. Drop one of them.`,
    );
  }
  return problems.refuse(
    'match/refused-by-switch',
    span,
    error,
    needed
      ? `${name} needs ${prerequisites[needed].text} in the match.`
      : `${name} cannot be matched in this way.`,
    { fixes: () => (term ? prerequisiteFixes(needed, terms, term.item.keyStart) : []) },
  );
}

const originalAddresses = ['ct_nw_src', 'ct_nw_dst', 'ct_ipv6_src', 'ct_ipv6_dst'];

/** Reports that an address of the original direction is of another family than the packet. */
export function refuseOriginalTuple(
  line: FlowLine,
  terms: readonly MatchTerm[],
  problems: Problems,
): undefined {
  const term = terms.find(
    ({ field, value }) => field && value?.mask && originalAddresses.includes(field.name),
  );
  const prerequisite = term?.field?.name.startsWith('ct_nw') ? 'ipv4' : 'ipv6';
  return problems.refuse(
    'match/refused-by-switch',
    term ? spanOf(term) : wholeMatch(line),
    'OFPBAC_MATCH_INCONSISTENT',
    `${term?.key ?? 'An address of the original direction'} needs ${prerequisites[prerequisite].text} in the match.`,
    { fixes: () => (term ? prerequisiteFixes(prerequisite, terms, term.item.keyStart) : []) },
  );
}

/** The last item that sets the field, or shares room with it. */
function termOf(field: MatchField, terms: readonly MatchTerm[]): MatchTerm | undefined {
  const slots = field.storage.map(({ slot }) => slot);
  return (
    terms.findLast((term) => term.field === field) ??
    terms.findLast((term) => term.field?.storage.some(({ slot }) => slots.includes(slot)))
  );
}

function isTransport(prerequisite: string): boolean {
  return ['tcp', 'udp', 'sctp'].includes(prerequisite);
}

function spanOf({ item }: MatchTerm): Span {
  return { start: item.keyStart, end: item.end };
}

function wholeMatch({ match, text }: FlowLine): Span {
  return { start: match[0]?.keyStart ?? 0, end: match.at(-1)?.end ?? text.length };
}
