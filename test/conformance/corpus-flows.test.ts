import { expect, test } from 'vitest';
import { evaluateFlow } from '../../server/src/core/flow/evaluate';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { describeRecorded } from '../describe-recorded';
import { filesIn, hasCorpus, linesOf, recordsOf } from '../recorded';
import {
  type Difference,
  describeDifference,
  differenceOf,
  formatsFor,
  ourAnswer,
  saysTheSame,
  share,
} from './compare';
import { judgeVersion } from './judge';
import { alone, judgeFlows, type Versions } from './judge-flows';

/** What one version of the judge said of a line, with its default and with the options that the name says. */
interface Verdict {
  readonly verdict: string;
  readonly default?: { readonly normalised?: string };
  readonly names_replaced?: { readonly tried_flow: string; readonly normalised?: string };
}

interface Label {
  readonly line: number;
  readonly flow: string;
  /** The flow that was judged, where the line itself is none. */
  readonly checked_as?: string;
  readonly 'ofctl_3.1.0': Verdict;
  readonly 'ofctl_4.0.90': Verdict;
}

interface Bad {
  readonly flow: string;
  readonly command: string;
  readonly error: string;
  readonly note?: string;
}

/** A line that the judge accepts, with the versions it was given. */
interface Accepted {
  readonly where: string;
  readonly flow: string;
  readonly versions: Versions;
  /** As the judge printed it; undefined where it is not on record. */
  readonly normalised: string | undefined;
}

describeRecorded(hasCorpus, 'flows in use', () => {
  const labels = hasCorpus
    ? ['.flows', '.match'].flatMap((kind) =>
        filesIn('openflow', kind).flatMap((file) =>
          recordsOf<Label>('openflow', `${file}.labels.jsonl`).map((label) => ({ file, label })),
        ),
      )
    : [];
  const accepted = labels.flatMap(({ file, label }): Accepted[] => {
    const where = `${file}:${label.line}`;
    const flow = label.checked_as ?? label.flow;
    // The later version knows more, and is asked where the earlier one knows nothing.
    const judged = [label['ofctl_3.1.0'], label['ofctl_4.0.90']].find(
      ({ verdict }) => verdict !== 'rejected',
    );
    const versions = judged && versionsIn(judged.verdict);
    if (!judged || !versions) {
      return [];
    }
    const { names_replaced } = judged;
    return judged.verdict.startsWith('accepted with names')
      ? [{ where, flow: names_replaced!.tried_flow, versions, normalised: names_replaced!.normalised }]
      : [{ where, flow, versions, normalised: normalisedIn(judged, versions) }];
  });

  test('have no error when the judge accepts them', () => {
    const wrong = accepted.flatMap(({ where, flow, versions }) => errorsIn(where, flow, versions));
    printTarget('Accepted flows without an error', accepted.length - wrong.length, accepted.length);
    expect(accepted.length).toBeGreaterThan(2_000);
    expect(wrong).toEqual([]);
  });

  test('have no error when the judge accepts them but for the names of ports and tables', () => {
    const named = labels.filter(({ label }) =>
      label['ofctl_3.1.0'].verdict.startsWith('accepted with names'),
    );
    const wrong = named.flatMap(({ file, label }) =>
      errorsIn(
        `${file}:${label.line}`,
        label.checked_as ?? label.flow,
        versionsIn(label['ofctl_3.1.0'].verdict)!,
      ),
    );
    printTarget('Accepted flows with names without an error', named.length - wrong.length, named.length);
    expect(named.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });

  test('are printed as the judge prints them', () => {
    const printed = accepted.filter(({ normalised }) => normalised !== undefined);
    const different = printed.flatMap(({ where, flow, versions, normalised }) => {
      const ours = evaluateFlow(parseFlowLine(flow), formatsFor(versions)).canonical();
      const theirs = normalised!.replace(/^\w+_FLOW_MOD(?: \([^)]*\))*: ?/, '');
      return ours === theirs ? [] : [`${where} ${flow}\n    we:    ${ours}\n    judge: ${theirs}`];
    });
    printTarget('Canonical forms equal', printed.length - different.length, printed.length);
    expect(printed.length).toBeGreaterThan(1_900);
    expect(1 - different.length / printed.length, different.join('\n')).toBeGreaterThanOrEqual(0.99);
  });

  test('have an error when the judge rejects them', () => {
    const bad = filesIn('openflow-bad', '.jsonl').flatMap((file) => recordsOf<Bad>('openflow-bad', file));
    const missed = bad.filter(({ flow }) => evaluateFlow(parseFlowLine(flow)).accepted);
    printTarget('Rejected flows with an error', bad.length - missed.length, bad.length);
    const sameReason = bad.filter(({ flow, error }) => {
      const text = error.replace(/^.*?(?:ovs-ofctl|decode error): /s, '').split('\n')[0]!;
      return (['any', '1.0'] as const).some((versions) => saysTheSame(flow, versions, text));
    });
    printTarget('Rejected flows with the same reason', sameReason.length, bad.length);
    expect(bad.length).toBeGreaterThan(50);
    expect(
      1 - missed.length / bad.length,
      missed.map(({ flow, error }) => `${flow}\n    ${error}`).join('\n'),
    ).toBeGreaterThanOrEqual(0.99);
    expect(sameReason.length / bad.length).toBeGreaterThanOrEqual(0.95);
  });

  // A dump is not always what can be fed back: it has names of ports and tables, and lines that are parts of flows.
  test.skipIf(judgeVersion === undefined)('in dumps have an error when the judge rejects them', async () => {
    const lines = filesIn('dump', '.dump').flatMap((file) =>
      linesOf('dump', file).map((flow, index) => ({ where: `${file}:${index + 1}`, flow })),
    );
    const flows = lines.filter(({ flow }) => parseFlowLine(flow).kind === 'flow');
    const answers = await judgeFlows(
      flows.map(({ flow }) => ({ flow, versions: 'any', guess: guessAt(flow) })),
    );
    const differences = flows.flatMap(({ where, flow }, index) => {
      const difference = differenceOf(flow, 'any', answers[index]!);
      return difference && !isPartOfFlow(difference) ? [`${where} ${describeDifference(difference)}`] : [];
    });
    const taken = answers.filter(({ verdict }) => verdict === 'accepted').length;
    printTarget('Lines of dumps that can be fed back', taken, flows.length);
    printTarget('Lines of dumps judged alike', flows.length - differences.length, flows.length);
    expect(flows.length).toBeGreaterThan(2_000);
    expect(differences).toEqual([]);
  });
});

/** Whether a line only looks wrong because a dump was broken into several: the actions stand on the next one. */
function isPartOfFlow({ ours, theirs }: Difference): boolean {
  return ours.verdict === 'accepted' && theirs.text === 'must specify an action';
}

/** Flows are asked about together when we expect them to be accepted. */
function guessAt(flow: string): string {
  const { verdict, format } = ourAnswer(flow, 'any');
  return verdict === 'rejected' || !format?.startsWith('OpenFlow10') ? alone : format;
}

/** What Open vSwitch would not take, at most one text a line. */
function errorsIn(where: string, flow: string, versions: Versions): string[] {
  const { accepted, problems } = evaluateFlow(parseFlowLine(flow), formatsFor(versions));
  const rejections = problems.filter(({ rejectedBy }) => rejectedBy !== undefined);
  return accepted
    ? []
    : [
        `${where} ${flow}\n${rejections
          .map(({ span, verdict, code }) => `    ${code} at ${flow.slice(span.start, span.end)}: ${verdict}`)
          .join('\n')}`,
      ];
}

/** The versions that a verdict such as `accepted -O OpenFlow15` was given under; undefined when it is a rejection. */
function versionsIn(verdict: string): Versions | undefined {
  if (!verdict.startsWith('accepted')) {
    return undefined;
  }
  const option = /-O OpenFlow1(\d)/.exec(verdict);
  return option ? (`1.${option[1]}` as Versions) : '1.0';
}

function normalisedIn(judged: Verdict, versions: Versions): string | undefined {
  const option = versions === '1.0' ? 'default' : `OpenFlow${versions.replace('.', '')}`;
  return (judged as unknown as Record<string, { normalised?: string } | undefined>)[option]?.normalised;
}

function printTarget(name: string, part: number, whole: number): void {
  console.info(`${name}: ${share(part, whole)}`);
}
