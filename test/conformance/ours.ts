import { canonicalSpelling } from '../../server/src/core/conntrack/spelling';
import { connectionStateOf } from '../../server/src/core/model/flow-connection-state';
import { checkLine } from '../../server/src/core/rules/check';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { connectionStateIn, type Judgement, judgeAll } from './judge';

/** What we say of one line of a flow file, as far as connection state goes. */
export interface Verdict {
  /** Our errors, each with its code and the text it stands on. None: we think the judge accepts the line. */
  readonly errors: readonly string[];
  /** The match on connection state that we think is installed, spelled as the judge spells it. */
  readonly canonical: string;
}

/** Our verdict on a line. */
export function verdictOf(flow: string): Verdict {
  const line = parseFlowLine(flow);
  const errors = checkLine(line)
    .filter(({ rule }) => rule.severity === 'error')
    .map(({ rule, finding: { span } }) => `${rule.code} on ${flow.slice(span.start, span.end)}`);
  const { effective } = connectionStateOf(line);
  return { errors, canonical: effective ? canonicalSpelling(effective) : '' };
}

/** Where we and the judge differ, one sentence a flow, with both answers. */
export async function disagreements(flows: readonly string[]): Promise<string[]> {
  const judgements = await judgeAll(flows);
  return flows.flatMap((flow, index) => {
    const difference = differenceOf(verdictOf(flow), judgements[index]!);
    return difference ? [`${JSON.stringify(flow)}\n    ${difference}`] : [];
  });
}

function differenceOf(ours: Verdict, judgement: Judgement): string | undefined {
  const accepted = ours.errors.length === 0;
  if (accepted !== judgement.accepted) {
    const we = accepted ? 'we accept it' : `we reject it (${ours.errors.join('; ')})`;
    const judge = judgement.accepted ? `the judge accepts it: ${judgement.canonical}` : `${judgement.reason}`;
    return `${we}; ${judge}`;
  }
  const theirs = connectionStateIn(judgement.canonical ?? '');
  return judgement.accepted && theirs !== ours.canonical
    ? `we read ct_state=${ours.canonical}; the judge reads ct_state=${theirs}: ${judgement.canonical}`
    : undefined;
}
