import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FormatSet, formatsOf, type OpenflowVersion } from '../../server/src/core/facts/flow-formats';
import { evaluateLine } from '../../server/src/core/flow/evaluate-line';
import { checkLine, soundFixes } from '../../server/src/core/rules/check';
import { applyEdits } from '../../server/src/core/rules/edits';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { fixtures } from '../rules/fixtures';
import { seed } from '../seed';
import { inParallel, judgeVersion, type Run, run } from './judge';
import type { Versions } from './judge-flows';
import { judgeMessage, reasonIn } from './judge-messages';
import { group, meter, packetOut } from './message-generator';
import { bundleLines, groupsInVersions, meterLines } from './message-lines';

const about = judgeVersion ?? 'left out: ovs-ofctl is not installed';

/** There is no switch there; what is sent is read before anybody looks for it. */
const nowhere = 'unix:/dev/null/no-switch';

const asBundle = (line: string) => run(['--no-names', '-O', 'OpenFlow15', 'bundle', nowhere, '-'], line);
const asMeter = (line: string) => run(['--no-names', '-O', 'OpenFlow15', 'add-meter', nowhere, line], '');

describe.skipIf(judgeVersion === undefined)(`groups, meters and packet-outs (${about})`, () => {
  test('lines of bundle files are judged as ovs-ofctl judges them', async () => {
    expect(await disagreements(bundleLines, asBundle)).toEqual([]);
  });

  test.each(groupsInVersions)(
    'in OpenFlow %s, %j is judged as ovs-ofctl judges it',
    async (version, line) => {
      const options = ['--no-names', '-O', `OpenFlow${version.replace('.', '')}`, 'add-groups', nowhere, '-'];
      const theirs = reasonIn(await run(options, line));
      expect(verdictsOf(line, version)).toEqual(theirs === undefined ? [] : [theirs]);
    },
  );

  test('meters are judged as ovs-ofctl judges them', async () => {
    expect(await disagreements(meterLines, asMeter)).toEqual([]);
  });

  test('lines of the fixtures of rules, and what their fixes make of them, as ovs-ofctl judges them', async () => {
    const questions = fixtures.flatMap(({ source, flows, allowed }) =>
      flows
        .filter((flow) => parseFlowLine(flow).kind !== 'flow')
        .flatMap((flow) => [flow, ...mended(flow, allowed)])
        .map((line) => ({ line, allowed, version: versionIn(source) })),
    );
    expect(questions.length).toBeGreaterThan(200);
    const found: object[] = [];
    await inParallel(questions.length, async (index) => {
      const { line, allowed, version } = questions[index]!;
      const theirs = await judgeMessage(line, version);
      // This is only said to a switch that is there.
      const ours = verdicts(line, allowed).filter((verdict) => !verdict.startsWith('insert-bucket needs'));
      if (!usesNames(line) && (theirs === undefined ? ours.length > 0 : !ours.includes(theirs))) {
        found.push({ line, version, theirs: theirs ?? 'accepted', ours });
      }
    });
    expect(found).toEqual([]);
  }, 60_000);

  test.each([
    ['groups', group, asBundle, 800],
    ['packet-outs', packetOut, asBundle, 300],
    ['meters', meter, asMeter, 400],
  ] as const)(
    `random %s are judged as ovs-ofctl judges them (seed ${seed})`,
    async (_, arbitrary, judge, numRuns) => {
      const lines = fc.sample(arbitrary, { seed, numRuns });
      expect(await disagreements(lines, judge), `seed ${seed}`).toEqual([]);
      const accepted = lines.filter((line) => verdictsOf(line).length === 0).length;
      expect(accepted).toBeGreaterThan(numRuns / 20);
      expect(accepted).toBeLessThan((numRuns * 19) / 20);
    },
  );
});

/** What `ovs-ofctl` would say of the line, according to us: one text for each thing that it rejects. */
function verdictsOf(line: string, version: OpenflowVersion = '1.5'): string[] {
  return verdicts(line, formatsOf(version));
}

function verdicts(line: string, allowed: FormatSet): string[] {
  const { problems } = evaluateLine(parseFlowLine(line), allowed);
  return problems.flatMap(({ rejectedBy, verdict }) => (rejectedBy === 'ovs-ofctl' ? [verdict!] : []));
}

/** The line after each of the fixes that are offered for it. */
function mended(text: string, allowed: FormatSet): string[] {
  const line = parseFlowLine(text);
  const all = checkLine(line, allowed);
  return all.flatMap((diagnosis) =>
    soundFixes(line, diagnosis, all, allowed).map(({ edits }) => applyEdits(text, edits)),
  );
}

function versionIn(source: string): Versions {
  return (/^# openflowVersion: (.*)/.exec(source)?.[1] ?? 'any') as Versions;
}

/** The lines that we and `ovs-ofctl` do not agree on, with both answers. It names the first fault, we all. */
async function disagreements(
  lines: readonly string[],
  judge: (line: string) => Promise<Run>,
): Promise<object[]> {
  const found: object[] = [];
  await inParallel(lines.length, async (index) => {
    const line = lines[index]!;
    const theirs = reasonIn(await judge(line));
    const ours = verdictsOf(line);
    const isName = theirs !== undefined && aboutNames.test(theirs) && usesNames(line);
    if (!isName && (theirs === undefined ? ours.length > 0 : !ours.includes(theirs))) {
      found.push({ line, theirs: theirs ?? 'accepted', ours });
    }
  });
  return found;
}

const aboutNames = /: invalid watch_port$|is not a valid OpenFlow port$|: output to unknown port$/;

/** Whether the line names ports, which ovs-ofctl knows only once it talks to the switch. */
function usesNames(line: string): boolean {
  return evaluateLine(parseFlowLine(line)).problems.some(({ code }) => code === 'flow/switch-name');
}
