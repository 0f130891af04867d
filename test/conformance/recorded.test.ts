import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { matchFields } from '../../server/src/core/facts/match-fields';
import { protocolWords } from '../../server/src/core/facts/protocol-words';
import { keywords } from '../../server/src/core/flow/actions/registry';
import {
  type Difference,
  describeDifference,
  differenceOf,
  hangsOnNames,
  ourAnswer,
  saysTheSame,
  share,
} from './compare';
import { knownDisagreements } from './known-disagreements';
import { flowsOfTable, readRecording, recordedVersions } from './table';

const folder = join(import.meta.dirname, 'table');
const recording = readRecording(folder);

/** A flow under one set of versions, as one text. */
function nameOf(flow: string, versions: string): string {
  return `${versions}: ${flow}`;
}

describe(`our table of flows, as ${recording.judge} judged it`, () => {
  const questions = recording.flows.flatMap(({ flow, answers }) =>
    recordedVersions.map((versions) => ({ flow, versions, theirs: answers[versions] })),
  );
  const known = new Set(
    knownDisagreements.flatMap(({ flow, versions }) => versions.map((version) => nameOf(flow, version))),
  );

  test('is recorded as it is now (npm run record)', () => {
    const recorded = recording.flows.map(({ topic, flow }) => ({ topic, flow }));
    expect(recorded).toEqual(flowsOfTable(folder));
  });

  test('has many flows, none of them twice', () => {
    const flows = recording.flows.map(({ flow }) => flow);
    expect(flows.length).toBeGreaterThanOrEqual(1600);
    expect(new Set(flows).size).toBe(flows.length);
    const accepted = recording.flows.filter(({ answers }) => answers.any.verdict === 'accepted').length;
    expect(accepted).toBeGreaterThan(flows.length / 2);
    expect(accepted).toBeLessThan((flows.length * 3) / 4);
  });

  test('has every field, protocol word and action', () => {
    // Of fields that come in dozens there are samples. What came after this judge is not in its table.
    const fields = matchFields
      .filter(({ name, since }) => !/^(?:x*reg|tun_metadata)\d+$/.test(name) && since !== '3.7')
      .map(({ name }) => name);
    const text = recording.flows.map(({ flow }) => flow).join('\n');
    const missing = [...fields, ...protocolWords.map(({ name }) => name), ...keywords()].filter(
      (name) => !new RegExp(`(?<!\\w)${name}(?!\\w)`).test(text),
    );
    expect(missing).toEqual([]);
  });

  test('is judged alike by us', () => {
    const differences = questions
      .map(({ flow, versions, theirs }) => differenceOf(flow, versions, theirs))
      .filter((difference) => difference !== undefined);
    printTotals(differences);
    const unknown = differences.filter(({ flow, versions }) => !known.has(nameOf(flow, versions)));
    expect(unknown.map(describeDifference)).toEqual([]);
    const disagreed = new Set(differences.map(({ flow, versions }) => nameOf(flow, versions)));
    expect([...known].filter((name) => !disagreed.has(name))).toEqual([]);
  });

  function printTotals(differences: readonly Difference[]): void {
    const byKind = (kind: string) => differences.filter((difference) => difference.kind === kind).length;
    const accepted = questions.filter(({ theirs }) => theirs.verdict === 'accepted').length;
    const turnedDown = questions.filter(({ theirs }) => theirs.verdict !== 'accepted');
    const sameWords = turnedDown.filter(({ flow, versions, theirs }) =>
      saysTheSame(flow, versions, theirs.text),
    ).length;
    const leftToNames = questions.filter(({ flow, versions, theirs }) =>
      hangsOnNames(ourAnswer(flow, versions), theirs),
    ).length;
    console.info(
      [
        `Recorded flows: ${recording.flows.length}, each under ${recordedVersions.length} choices of versions.`,
        `  Verdict as recorded:        ${share(questions.length - byKind('verdict'), questions.length)}`,
        `  Canonical form as recorded: ${share(accepted - byKind('canonical') - byKind('format'), accepted)}`,
        `  Reason as recorded:         ${share(sameWords, turnedDown.length)}`,
        `  Left to names of ports and tables: ${leftToNames}`,
        `  Known disagreements: ${knownDisagreements.length}`,
      ].join('\n'),
    );
  }
});
