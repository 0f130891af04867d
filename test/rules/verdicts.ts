/** What `ovs-ofctl` says of lines as they stand in fixtures and on pages: commands in front and all. */
import type { FormatSet } from '../../server/src/core/facts/flow-formats';
import { evaluateLine } from '../../server/src/core/flow/evaluate-line';
import { checkLine, type Diagnosis } from '../../server/src/core/rules/check';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { inParallel, type Judgement, judgeCommands } from '../conformance/judge';
import { judgeFlows, optionsFor, type Versions } from '../conformance/judge-flows';
import { judgeMessage } from '../conformance/judge-messages';

/** A flow, group, meter or packet-out, and the OpenFlow version that is in use. */
export interface AskedFlow {
  readonly flow: string;
  readonly version: Versions;
}

/**
 * Whether `ovs-ofctl` alone cannot tell if the line is taken: it has names that only a switch knows, or the switch
 * refuses it, which is shown of flows without a command only; or it is no flow and too new for the version in use,
 * which is looked at after connecting.
 */
export function needsSwitch(flow: string, allowed: FormatSet): boolean {
  const diagnoses = checkLine(parseFlowLine(flow), allowed);
  const errors = diagnoses.filter(({ rule }) => rule.severity === 'error');
  const asking = askingFor(flow);
  const isSeenLater = ({ rule, finding }: Diagnosis) =>
    /^The switch rejects/m.test(finding.message) ||
    (asking === 'message' && rule.code.endsWith('/not-in-version'));
  const evaluation = evaluateLine(parseFlowLine(flow), allowed);
  return (
    (asking !== 'parse-flows' && errors.length > 0 && errors.every(isSeenLater)) ||
    ('usesNames' in evaluation && evaluation.usesNames) ||
    diagnoses.some(({ rule }) => rule.code === 'flow/switch-name')
  );
}

/** The answers, in order. What is printed is known of flows without a command only. */
export async function judgementsOn(asked: readonly AskedFlow[]): Promise<Judgement[]> {
  const judgements: Judgement[] = new Array(asked.length);
  const indexesOf = (wanted: Asking) =>
    [...asked.keys()].filter((index) => askingFor(asked[index]!.flow) === wanted);
  const keep = (indexes: readonly number[], answers: readonly Judgement[]) => {
    for (const [position, index] of indexes.entries()) {
      judgements[index] = answers[position]!;
    }
  };
  for (const command of ['add-flows', 'bundle'] as const) {
    for (const version of new Set(asked.map((each) => each.version))) {
      const indexes = indexesOf(command).filter((index) => asked[index]!.version === version);
      const lines = indexes.map((index) => asked[index]!.flow);
      keep(indexes, await judgeCommands(command, lines, optionsFor(version)));
    }
  }
  const messages = indexesOf('message');
  await inParallel(messages.length, async (position) => {
    const index = messages[position]!;
    const { flow, version } = asked[index]!;
    const reason = await judgeMessage(flow, version);
    judgements[index] = { accepted: reason === undefined, ...(reason !== undefined && { reason }) };
  });
  const flows = indexesOf('parse-flows').map((index) => ({ index, ...asked[index]! }));
  await askFlows(flows, judgements);
  // Where any version may be used, a flow is taken when one of them carries it to the switch.
  for (const version of ['1.1', '1.2', '1.3', '1.4', '1.5'] as const) {
    const open = flows.filter(
      (each) => each.version === 'any' && judgements[each.index]!.reason?.startsWith('OFP'),
    );
    await askFlows(
      open.map((each) => ({ ...each, version })),
      judgements,
    );
  }
  return judgements;
}

/** Asks about flows without a command, and puts the answers where they belong. */
async function askFlows(
  flows: readonly (AskedFlow & { readonly index: number })[],
  judgements: Judgement[],
): Promise<void> {
  const answers = await judgeFlows(flows.map(({ flow, version }) => ({ flow, versions: version })));
  for (const [position, { verdict, text }] of answers.entries()) {
    const { index } = flows[position]!;
    if (verdict === 'accepted') {
      judgements[index] = { accepted: true, canonical: text.replace(/^\w+ /, '') };
    } else if (verdict === 'refused' || judgements[index] === undefined) {
      judgements[index] = { accepted: false, reason: text };
    }
  }
}

type Asking = 'add-flows' | 'bundle' | 'parse-flows' | 'message';

/** How `ovs-ofctl` is asked about such a line. */
function askingFor(flow: string): Asking {
  const { bundleWord, commands, kind } = parseFlowLine(flow);
  if (kind !== 'flow') {
    return 'message';
  }
  return bundleWord ? 'bundle' : commands.length > 0 ? 'add-flows' : 'parse-flows';
}
