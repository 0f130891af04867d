import { describe, expect, test } from 'vitest';
import {
  allFlags,
  coveredStates,
  coverTheSame,
  isSatisfiable,
  redundantFlags,
  type StateMatch,
  withoutFlags,
} from '../../server/src/core/conntrack/states';
import { connectionStateFlags } from '../../server/src/core/facts/connection-state';
import { parseFlagMatch } from '../../server/src/core/syntax/flag-match';
import { describeRecorded } from '../describe-recorded';
import { factsOf, filesIn, hasCorpus, hasFacts, recordsOf } from '../recorded';
import { verdictOf } from './ours';

interface RecordedLiteral {
  readonly dialect: string;
  readonly literal: string;
  readonly form: string;
  readonly verdict: 'impossible' | 'redundant' | 'redundant +trk only' | 'plain';
  readonly legal_states: number;
  readonly redundant?: readonly string[];
}

interface Label {
  readonly line: number;
  readonly flow: string;
  readonly 'ofctl_3.1.0': { readonly verdict: string };
  readonly 'ofctl_4.0.90': { readonly verdict: string };
}

describeRecorded(hasCorpus, 'real flows', () => {
  describe('each match on connection state in use', () => {
    const literals = hasCorpus
      ? recordsOf<RecordedLiteral>('ct_state', 'literals.jsonl').filter(
          ({ dialect }) => dialect === 'openflow',
        )
      : [];

    test('there are some', () => {
      expect(literals.length).toBeGreaterThan(50);
    });

    test.each(literals)('$literal is $verdict', ({ literal, form, verdict, legal_states, redundant }) => {
      expect(verdictOf(`ct_state=${literal},actions=drop`).errors).toEqual([]);
      const match = parseFlagMatch(literal, 0, literal.length, connectionStateFlags, allFlags)!;
      expect(coveredStates(match)).toHaveLength(legal_states);
      expect(isSatisfiable(match)).toBe(verdict !== 'impossible');
      // Flags are called redundant where they are written out with signs.
      if (form === 'signed' && verdict !== 'impossible') {
        const single = redundantOneByOne(match);
        expect(new Set(single)).toEqual(new Set(redundant ?? []));
        expect(verdictOn(match, single)).toBe(verdict);
      }
    });
  });

  test('no flow that Open vSwitch accepts has an error', () => {
    const files = filesIn('openflow', '.flows');
    const wrong = files.flatMap((file) =>
      recordsOf<Label>('openflow', `${file}.labels.jsonl`)
        .filter((label) => isAccepted(label['ofctl_3.1.0']) || isAccepted(label['ofctl_4.0.90']))
        .flatMap(({ line, flow }) => errorsAt(file, line, flow)),
    );
    expect(files.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });

  test('no match that Open vSwitch accepts has an error', () => {
    const files = filesIn('openflow', '.match');
    const wrong = files.flatMap((file) =>
      recordsOf<Label & { checked_as: string }>('openflow', `${file}.labels.jsonl`)
        .filter((label) => isAccepted(label['ofctl_3.1.0']))
        .flatMap(({ line, checked_as }) => errorsAt(file, line, checked_as)),
    );
    expect(files.length).toBeGreaterThan(3);
    expect(wrong).toEqual([]);
  });
});

describeRecorded(hasFacts, 'recorded verdicts', () => {
  test('each literal is accepted or rejected as recorded, and means what was recorded', () => {
    const { openflow_literals } = factsOf<{
      openflow_literals: {
        results: readonly { literal: string; accepted: boolean; value: string; mask: string }[];
      };
    }>('ct_state.json');
    expect(openflow_literals.results.length).toBeGreaterThan(50);
    for (const { literal, accepted, value, mask } of openflow_literals.results) {
      const flow = `ct_state=${literal},actions=drop`;
      expect(verdictOf(flow).errors.length === 0, flow).toBe(accepted);
      if (accepted) {
        const match = parseFlagMatch(literal, 0, literal.length, connectionStateFlags, allFlags)!;
        expect({ value: match.value, mask: match.mask }, literal).toEqual({
          value: Number(value),
          mask: Number(mask),
        });
      }
    }
  });

  test('no recorded flow that is accepted has an error', () => {
    const { flow_cases } = factsOf<{
      flow_cases: readonly { input: string; results: { default: { outcome: string } } }[];
    }>('errors.json');
    expect(flow_cases.length).toBeGreaterThan(500);
    for (const { input, results } of flow_cases) {
      if (results.default.outcome === 'accepted') {
        expect(verdictOf(input).errors, input).toEqual([]);
      }
    }
  });
});

function isAccepted({ verdict }: { readonly verdict: string }): boolean {
  return verdict.startsWith('accepted');
}

function errorsAt(file: string, line: number, flow: string): string[] {
  return verdictOf(flow).errors.map((error) => `${file}:${line}: ${error} in ${flow}`);
}

/** The flags each of which, alone, can go without changing what is covered. */
function redundantOneByOne(match: StateMatch): string[] {
  return connectionStateFlags
    .filter((flag) => match.mask & flag.bit && coverTheSame(match, withoutFlags(match, flag.bit)))
    .map((flag) => (match.value & flag.bit ? '+' : '-') + flag.name);
}

function verdictOn(match: StateMatch, single: readonly string[]): RecordedLiteral['verdict'] {
  if (redundantFlags(match) !== 0) {
    return 'redundant';
  }
  return single.length > 0 ? 'redundant +trk only' : 'plain';
}
