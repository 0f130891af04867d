/**
 * Lines that are written alike: what is kept of each must be what it says by itself, whatever lines the document has seen
 * before it.
 */
import { formatsUnder, openflowVersions } from '../../server/src/core/facts/flow-formats';
import { CheckedDocument, type LineSummary } from '../../server/src/core/features/diagnostics';
import { directivesIn } from '../../server/src/core/model/directives';
import type { FlowFacts } from '../../server/src/core/model/flow-facts';
import { factsOf } from '../../server/src/core/model/line-facts';
import { keyOf } from '../../server/src/core/model/packet-set';
import { checkEvaluated, evaluated } from '../../server/src/core/rules/check';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import type { Span } from '../../server/src/core/syntax/span';
import type { Chance } from '../conformance/chance';
import { renumbered } from './alike';
import { someBase, variant } from './documents';
import type { Seeds } from './seeds';
import { simplerLists, simplerTexts } from './shrink';
import { holdSame, type Target } from './target';

/** Lines without their ends. */
export interface SummaryInput {
  readonly lines: readonly string[];
  readonly version: (typeof versions)[number];
}

const versions = ['any', 'any', ...openflowVersions] as const;

export function summaryTarget(seeds: Seeds): Target<SummaryInput> {
  return {
    name: 'alike',
    about: 'lines that differ in their numbers: what is kept of each is what it says by itself',
    share: 22,
    attempts: 3000,
    generate: (chance) => generate(chance, seeds),
    check,
    *simpler(input) {
      for (const lines of simplerLists(input.lines, simplerTexts)) {
        yield { ...input, lines };
      }
    },
  };
}

function generate(chance: Chance, seeds: Seeds): SummaryInput {
  const bases = Array.from({ length: chance.pick([1, 1, 1, 2]) }, () =>
    someBase(chance, seeds).replaceAll(/[\r\n]/g, ''),
  );
  // What is written twice is remembered; then come those that are to be taken for it, or not.
  const lines = bases.flatMap((base) => [base, base]);
  for (let number = chance.between(3, 24); number > 0; number--) {
    const base = chance.pick(chance.percent(70) ? bases : lines);
    lines.push(chance.percent(85) ? variant(base, chance) : renumbered(base, chance, 60));
  }
  return { lines, version: chance.percent(50) ? 'any' : chance.pick(versions) };
}

/** Gives the number of lines. */
function check({ lines, version }: SummaryInput): number {
  const formats = formatsUnder(version);
  const document = new CheckedDocument(lines.join('\n'));
  document.formats = formats;
  // Whoever asks for the file has each line read.
  void document.file;
  for (const { text, summary } of document.lines) {
    const alone = toldAlone(text, formats);
    for (const [part, value] of Object.entries(told(summary!))) {
      holdSame(value, alone[part], `${part}: what is kept of a line is what it says by itself`);
    }
  }
  return lines.length;
}

function toldAlone(text: string, formats: number): Record<string, unknown> {
  const line = parseFlowLine(text);
  const evaluation = evaluated(line, formats);
  const findings = checkEvaluated(line, evaluation, formats).map(
    ({ rule, finding: { span, message, unnecessary = false, related = [] } }) => ({
      ...{ rule, span, message, unnecessary, related },
    }),
  );
  return told({ findings, directives: directivesIn(text), facts: factsOf(line, evaluation) });
}

/** All of a flow that may not depend on other lines; not where its values are kept. */
const parts = [
  ...(['command', 'accepted', 'printed', 'table', 'tableKnown', 'temporary', 'narrowed', 'states'] as const),
  ...(['stateKey', 'asksForState', 'asksForTracked', 'zone', 'isIp', 'matchKnown', 'stepsKnown'] as const),
  ...(['isClause', 'hasActions', 'priority', 'cookie', 'clauses', 'steps', 'stateSpan'] as const),
  ...(['trackedSpan', 'actions', 'span', 'whole'] as const),
] satisfies (keyof FlowFacts)[];

/** What a summary tells, as plain data. */
function told({ findings, directives, facts }: LineSummary): Record<string, unknown> {
  const { kind, mentions, flow, group, meter, bundleWord, packetOut } = facts;
  return {
    codes: findings.map(({ rule, unnecessary }) => [rule.code, unnecessary]),
    places: findings.map(({ span, related }) => [span, ...related.map((place) => place.span)].map(bare)),
    messages: findings.map(({ message, related }) => [message, ...related.map((place) => place.message)]),
    directives,
    mentions: mentions.map((mention) => ({ ...mention, span: bare(mention.span) })),
    flow: flow && parts.map((part) => [part, flow[part]]),
    match: flow && [keyOf(flow.packets), flow.signature.key, flow.signature.length],
    likeSteps: flow?.likeSteps.map(alike),
    group: group && [
      group.number,
      group.command,
      group.bucketsKnown,
      group.buckets.map((bucket) => bucket.map(alike)),
    ],
    others: [kind, meter, bundleWord && bare(bundleWord), packetOut],
  };
}

/** Of a step all but its place in the text and its values. */
function alike(step: FlowFacts['likeSteps'][number]): unknown {
  const { kind } = step;
  const shared = ['table', 'how', 'group', 'zone', 'commit', 'count', 'force'] as const;
  const nested = 'steps' in step ? step.steps.map(alike) : undefined;
  return [kind, nested, ...shared.map((name) => (step as Partial<Record<typeof name, unknown>>)[name])];
}

/** Spans that come from the parser may have more to them. */
function bare({ start, end }: Span): Span {
  return { start, end };
}
