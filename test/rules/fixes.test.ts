import { beforeAll, describe, expect, test } from 'vitest';
import { coveredStates, isSatisfiable, legalStates } from '../../server/src/core/conntrack/states';
import { connectionStateFlags } from '../../server/src/core/facts/connection-state';
import { connectionStateOf } from '../../server/src/core/model/flow-connection-state';
import { checkLine, fixLine, soundFixes } from '../../server/src/core/rules/check';
import { applyEdits } from '../../server/src/core/rules/edits';
import type { Fix, Rule } from '../../server/src/core/rules/rule';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { keyText, valueText } from '../../server/src/core/syntax/items';
import { type Judgement, judgeAll, judgeVersion } from '../conformance/judge';
import { allFlows, fixtures } from './fixtures';

/** A fix that is offered for a flow of the fixtures. */
interface Offer {
  readonly flow: string;
  readonly rule: Rule;
  readonly fix: Fix;
  /** The flow after the fix; two where it is split. */
  readonly fixed: readonly string[];
}

const offers: readonly Offer[] = allFlows.flatMap((flow) => {
  const line = parseFlowLine(flow);
  return checkLine(line).flatMap((diagnosis) =>
    soundFixes(line, diagnosis).map((fix) => ({
      flow,
      rule: diagnosis.rule,
      fix,
      fixed: applyEdits(flow, fix.edits).split('\n'),
    })),
  );
});

/** The offers for which something is wrong, as a person would tell it. */
function wrong(list: readonly Offer[], what: (offer: Offer) => unknown): string[] {
  return list
    .map((offer) => ({ offer, fault: what(offer) }))
    .filter(({ fault }) => fault !== undefined && fault !== false)
    .map(({ offer: { flow, rule, fix, fixed }, fault }) =>
      [rule.code, fix.title, flow, ...fixed.map((text) => `=> ${text}`), String(fault)].join('\n'),
    );
}

function rulesBroken(text: string): Rule[] {
  return checkLine(parseFlowLine(text)).map(({ rule }) => rule);
}

function isRejectedByUs(text: string): boolean {
  return rulesBroken(text).some((rule) => rule.severity === 'error');
}

/** The states that the flow covers; undefined when it is rejected. */
function coverOf(text: string): readonly number[] | undefined {
  const { terms, effective } = connectionStateOf(parseFlowLine(text));
  return terms.length === 0 ? legalStates : effective && coveredStates(effective);
}

/** What the flow says besides connection state: its other fields, its actions, its comment. */
function restOf(text: string): unknown {
  const line = parseFlowLine(text);
  const names = connectionStateFlags.map((flag) => flag.name);
  const fields = line.match
    .filter((item) => /^[a-z_0-9]+$/.test(keyText(text, item)))
    .filter((item) => !['ct_state', ...names].includes(keyText(text, item)))
    .map((item) => `${keyText(text, item)}=${valueText(text, item)}`);
  return { fields, actions: text.slice(line.actions?.word.start ?? text.length) };
}

describe('every fix', () => {
  test('is offered for each rule that can be fixed, and there are many', () => {
    const withFixes = new Set(offers.map(({ rule }) => rule.code));
    const without = fixtures.map(({ code }) => code).filter((code) => !withFixes.has(code));
    // What is meant there cannot be guessed.
    expect(without).toEqual(
      ['commit-of-invalid', 'malformed-subfield', 'read-only'].map((name) => `ct-state/${name}`),
    );
    expect(offers.length).toBeGreaterThan(200);
  });

  test('makes its finding go away', () => {
    const count = (text: string, rule: Rule) => rulesBroken(text).filter((broken) => broken === rule).length;
    expect(
      wrong(offers, ({ flow, rule, fixed }) => fixed.some((text) => count(text, rule) >= count(flow, rule))),
    ).toEqual([]);
  });

  test('brings no new finding, unless it repaired an error that hid a lesser one', () => {
    const faults = wrong(offers, ({ flow, rule, fixed }) => {
      for (const text of fixed) {
        const before = rulesBroken(flow);
        for (const broken of rulesBroken(text)) {
          const known = before.indexOf(broken);
          if (known >= 0) {
            before.splice(known, 1);
          } else if (rule.severity !== 'error' || broken.severity === 'error') {
            return `new: ${broken.code}`;
          }
        }
      }
      return undefined;
    });
    expect(faults).toEqual([]);
  });

  test('changes the line, inside the line, and no place twice', () => {
    const faults = wrong(offers, ({ flow, fix, fixed }) => {
      const edits = [...fix.edits].sort((left, right) => left.start - right.start);
      const outside = edits.some(({ start, end }) => start < 0 || end < start || end > flow.length);
      const overlap = edits.some(({ start }, index) => index > 0 && start < edits[index - 1]!.end);
      return outside || overlap || fixed.includes(flow);
    });
    expect(faults).toEqual([]);
  });

  test('leaves the other fields, the actions and the comment alone', () => {
    const others = offers.filter(({ rule }) => rule.code !== 'ct-state/learned-match');
    expect(
      wrong(others, ({ flow, fixed }) =>
        fixed.some((text) => JSON.stringify(restOf(text)) !== JSON.stringify(restOf(flow))),
      ),
    ).toEqual([]);
  });

  test('has a title of its own that says what will be', () => {
    const faults = wrong(offers, ({ fix }) => !/^[A-Z][a-z]+ \S/.test(fix.title) || /[.\s]$/.test(fix.title));
    expect(faults).toEqual([]);
  });

  test('that promises to keep the meaning keeps it', () => {
    const safe = offers.filter(({ fix }) => fix.keepsMeaning);
    expect(safe.length).toBeGreaterThan(15);
    expect(
      wrong(safe, ({ flow, fixed }) => fixed.length > 1 || `${coverOf(fixed[0]!)}` !== `${coverOf(flow)}`),
    ).toEqual([]);
  });

  test('of an impossible match makes a possible one', () => {
    const repairs = offers.filter(({ rule }) => rule.code === 'ct-state/never-matches');
    const impossible = (text: string) => {
      const { effective } = connectionStateOf(parseFlowLine(text));
      return effective !== undefined && !isSatisfiable(effective);
    };
    expect(wrong(repairs, ({ fixed }) => fixed.some(impossible))).toEqual([]);
  });

  test('that splits a flow in two leaves no packet to both', () => {
    const splits = offers.filter(({ fixed }) => fixed.length > 1);
    expect(splits.length).toBeGreaterThan(2);
    expect(
      wrong(splits, ({ fixed }) => {
        const [first, second] = fixed.map((text) => coverOf(text));
        return fixed.length !== 2 || !first || !second || first.some((state) => second.includes(state));
      }),
    ).toEqual([]);
  });
});

describe('fixing all', () => {
  const results = allFlows.flatMap((flow) => {
    const fixed = fixLine(flow, () => true);
    return fixed === undefined ? [] : [{ flow, fixed }];
  });

  test('happens where there is a fix that keeps the meaning, and nowhere else', () => {
    const fixable = offers.filter(({ fix }) => fix.keepsMeaning).map(({ flow }) => flow);
    expect(results.map(({ flow }) => flow)).toEqual(allFlows.filter((flow) => fixable.includes(flow)));
  });

  test('never changes what a flow matches', () => {
    for (const { flow, fixed } of results) {
      expect(coverOf(fixed), `${flow}\n${fixed}`).toEqual(coverOf(flow));
      expect(restOf(fixed), `${flow}\n${fixed}`).toEqual(restOf(flow));
    }
  });

  test('comes to an end: a second time there is nothing left to do', () => {
    for (const { flow, fixed } of results) {
      expect(
        fixLine(fixed, () => true),
        `${flow}\n${fixed}`,
      ).toBeUndefined();
    }
  });

  test('makes nothing worse', () => {
    for (const { flow, fixed } of results) {
      const before = rulesBroken(flow);
      const after = rulesBroken(fixed);
      expect(after.length, `${flow}\n${fixed}`).toBeLessThan(before.length);
      expect(after.filter((rule) => !before.includes(rule))).toEqual([]);
    }
  });

  test('leaves alone what it may not touch', () => {
    for (const { flow } of results) {
      expect(fixLine(flow, () => false)).toBeUndefined();
    }
    const flow = 'ct_state=+trk+new-est,ip,actions=drop';
    expect(fixLine(flow, () => true)).toBe('ct_state=+trk+new,ip,actions=drop');
    expect(fixLine(flow, (code) => code !== 'ct-state/redundant-flag')).toBeUndefined();
  });

  test.each([
    'ct_state=0x21/0x20,ip,actions=drop',
    'ct_state=,ip,actions=drop',
    'ct_state=+trk,ct_state=+new,ip,actions=drop',
    'ct_state=0x21/0x21|est,ip,actions=drop',
  ])('leaves the traces of a mistake: %s', (flow) => {
    expect(fixLine(flow, () => true)).toBeUndefined();
  });
});

describe.skipIf(judgeVersion === undefined)('ovs-ofctl', () => {
  const judgements = new Map<string, Judgement>();

  beforeAll(async () => {
    const flows = [...new Set([...allFlows, ...offers.flatMap(({ fixed }) => fixed)])];
    for (const [index, judgement] of (await judgeAll(flows)).entries()) {
      judgements.set(flows[index]!, judgement);
    }
  }, 60_000);

  function disagreement(flow: string): string | undefined {
    const { accepted, reason } = judgements.get(flow)!;
    return accepted === isRejectedByUs(flow) ? `${flow}\n${reason ?? 'is accepted'}` : undefined;
  }

  /** The flow as Open vSwitch prints it; undefined when it is rejected. */
  function printed(flow: string): string | undefined {
    return judgements.get(flow)!.canonical;
  }

  test('rejects the flows with an error and accepts all others', () => {
    expect(allFlows.map(disagreement).filter(Boolean)).toEqual([]);
  });

  test('agrees with us on every flow after a fix', () => {
    expect(wrong(offers, ({ fixed }) => fixed.map(disagreement).find(Boolean))).toEqual([]);
  });

  test('understands each match as we do', () => {
    const accepted = allFlows.filter((flow) => printed(flow) !== undefined);
    expect(accepted.length).toBeGreaterThan(150);
    for (const flow of accepted) {
      expect(coverOf(printed(flow)!), flow).toEqual(coverOf(flow));
    }
  });

  test('sees the same flow after a fix that promises to keep the meaning', () => {
    const safe = offers.filter(({ flow, fix }) => fix.keepsMeaning && printed(flow) !== undefined);
    // It prints no table as table 255 when another flow that it was given along has one.
    const rest = (flow: string) =>
      printed(flow)
        ?.replace(/^table:255 |\bct_state=[^, ]*,?/g, '')
        .trim();
    expect(
      wrong(safe, ({ flow, fixed }) => {
        const [after] = fixed as [string];
        const covers = [after, flow].map((text) => `${coverOf(printed(text) ?? '')}`);
        return covers[0] !== covers[1] || rest(after) !== rest(flow);
      }),
    ).toEqual([]);
  });
});
