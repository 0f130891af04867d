import { beforeAll, describe, expect, test } from 'vitest';
import { coveredStates, isSatisfiable, legalStates } from '../../server/src/core/conntrack/states';
import { connectionStateFlags } from '../../server/src/core/facts/connection-state';
import type { FormatSet } from '../../server/src/core/facts/flow-formats';
import { evaluateLine } from '../../server/src/core/flow/evaluate-line';
import { connectionStateOf } from '../../server/src/core/model/flow-connection-state';
import { checkLine, fixLine, soundFixes } from '../../server/src/core/rules/check';
import { applyEdits } from '../../server/src/core/rules/edits';
import type { Fix, Rule } from '../../server/src/core/rules/rule';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { keyText, valueText } from '../../server/src/core/syntax/items';
import { type Judgement, judgeVersion } from '../conformance/judge';
import { fixtures } from './fixtures';
import { type AskedFlow, judgementsOn, needsSwitch } from './verdicts';

/** A line of a fixture under the OpenFlow version that the fixture chooses. */
interface Line extends AskedFlow {
  readonly allowed: FormatSet;
}

/** Every line of every fixture, once for each version. */
const allLines: readonly Line[] = [
  ...new Map(
    fixtures.flatMap(({ flows, version, allowed }) =>
      flows.map((flow) => [`${version} ${flow}`, { flow, version, allowed }] as const),
    ),
  ).values(),
];

/** A fix that is offered for a line of the fixtures. */
interface Offer extends Line {
  readonly rule: Rule;
  readonly fix: Fix;
  /** The line after the fix; several where it is split. */
  readonly fixed: readonly string[];
}

const offers: readonly Offer[] = allLines.flatMap((each) => {
  const line = parseFlowLine(each.flow);
  const all = checkLine(line, each.allowed);
  return all.flatMap((diagnosis) =>
    soundFixes(line, diagnosis, all, each.allowed).map((fix) => ({
      ...each,
      rule: diagnosis.rule,
      fix,
      fixed: applyEdits(each.flow, fix.edits).split('\n'),
    })),
  );
});

/** The offers of rules about connection state, which say more about their fixes. */
const stateOffers = offers.filter(({ rule }) => rule.code.startsWith('ct-state/'));

/** The offers for which something is wrong, as a person would tell it. */
function wrong(list: readonly Offer[], what: (offer: Offer) => unknown): string[] {
  return list
    .map((offer) => ({ offer, fault: what(offer) }))
    .filter(({ fault }) => fault !== undefined && fault !== false)
    .map(({ offer: { flow, rule, fix, fixed }, fault }) =>
      [rule.code, fix.title, flow, ...fixed.map((text) => `=> ${text}`), String(fault)].join('\n'),
    );
}

function rulesBroken(text: string, allowed: FormatSet): Rule[] {
  return checkLine(parseFlowLine(text), allowed).map(({ rule }) => rule);
}

function isRejectedByUs(text: string, allowed: FormatSet): boolean {
  return rulesBroken(text, allowed).some((rule) => rule.severity === 'error');
}

/** The flow as Open vSwitch prints it, as far as we know. */
function canonicalOf(text: string, allowed: FormatSet): string | undefined {
  const evaluation = evaluateLine(parseFlowLine(text), allowed);
  return 'canonical' in evaluation ? evaluation.canonical() : undefined;
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

/** The printed flow without its match on connection state, of which there may be two spellings. */
function sameState(printed: string | undefined): string | undefined {
  // No table is printed as table 255 when another flow that is asked about along with it has one.
  return printed?.replace(/^table:255 |\bct_state=[^, ]*,?/g, '').trim();
}

describe('every fix', () => {
  test('is offered for each rule that can be fixed, and there are many', () => {
    const withFixes = new Set(stateOffers.map(({ rule }) => rule.code));
    const codes = fixtures.map(({ code }) => code).filter((code) => code.startsWith('ct-state/'));
    const without = codes.filter((code) => !withFixes.has(code));
    // What is meant there cannot be guessed.
    expect(without).toEqual(
      ['commit-of-invalid', 'malformed-subfield', 'read-only'].map((name) => `ct-state/${name}`),
    );
    expect(offers.length).toBeGreaterThan(200);
  });

  test('makes its finding go away', () => {
    const count = (text: string, { rule, allowed }: Offer) =>
      rulesBroken(text, allowed).filter((broken) => broken === rule).length;
    expect(
      wrong(offers, (offer) => offer.fixed.some((text) => count(text, offer) >= count(offer.flow, offer))),
    ).toEqual([]);
  });

  test('brings no new finding, unless it repaired an error that hid a lesser one', () => {
    const faults = wrong(offers, ({ flow, rule, fixed, allowed }) => {
      for (const text of fixed) {
        const before = rulesBroken(flow, allowed);
        for (const broken of rulesBroken(text, allowed)) {
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
    const others = stateOffers.filter(({ rule }) => rule.code !== 'ct-state/learned-match');
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
    const printed = safe.filter(({ flow, allowed }) => canonicalOf(flow, allowed) !== undefined);
    expect(
      wrong(printed, ({ flow, fixed, allowed }) => {
        const after = canonicalOf(fixed[0]!, allowed);
        return sameState(after) !== sameState(canonicalOf(flow, allowed)) && after;
      }),
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
    const splits = stateOffers.filter(({ fixed }) => fixed.length > 1);
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
  const results = allLines.flatMap((line) => {
    const fixed = fixLine(line.flow, () => true, line.allowed);
    return fixed === undefined ? [] : [{ ...line, fixed }];
  });

  test('happens where there is a fix that keeps the meaning, and nowhere else', () => {
    // A flow that is rejected has no meaning yet that could be kept.
    const safe = offers.filter(({ fix, rule }) => fix.keepsMeaning && rule.severity !== 'error');
    const fixable = new Set(safe.map(({ flow, version }) => `${version} ${flow}`));
    const keys = results.map(({ flow, version }) => `${version} ${flow}`);
    expect(keys).toEqual(
      allLines.map(({ flow, version }) => `${version} ${flow}`).filter((key) => fixable.has(key)),
    );
  });

  test('never changes what a flow matches', () => {
    for (const { flow, fixed, allowed } of results) {
      expect(coverOf(fixed), `${flow}\n${fixed}`).toEqual(coverOf(flow));
      const after = sameState(canonicalOf(fixed, allowed));
      expect(after, `${flow}\n${fixed}`).toEqual(sameState(canonicalOf(flow, allowed)));
    }
  });

  test('comes to an end: a second time there is nothing left to do', () => {
    for (const { flow, fixed, allowed } of results) {
      expect(
        fixLine(fixed, () => true, allowed),
        `${flow}\n${fixed}`,
      ).toBeUndefined();
    }
  });

  test('makes nothing worse', () => {
    for (const { flow, fixed, allowed } of results) {
      const before = rulesBroken(flow, allowed);
      const after = rulesBroken(fixed, allowed);
      expect(after.length, `${flow}\n${fixed}`).toBeLessThan(before.length);
      expect(after.filter((rule) => !before.includes(rule))).toEqual([]);
    }
  });

  test('leaves alone what it may not touch', () => {
    for (const { flow, allowed } of results) {
      expect(fixLine(flow, () => false, allowed)).toBeUndefined();
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
  const known = allLines.filter(({ flow, allowed }) => !needsSwitch(flow, allowed));
  const knownOffers = offers.filter(({ fixed, allowed }) =>
    fixed.every((text) => !needsSwitch(text, allowed)),
  );

  beforeAll(async () => {
    const after = knownOffers.flatMap(({ fixed, version }) => fixed.map((flow) => ({ flow, version })));
    const asked = [...known, ...after].map(
      ({ flow, version }) => [`${version} ${flow}`, { flow, version }] as const,
    );
    const once = new Map(asked);
    const answers = await judgementsOn([...once.values()]);
    for (const [index, key] of [...once.keys()].entries()) {
      judgements.set(key, answers[index]!);
    }
  }, 120_000);

  function disagreement({ flow, version, allowed }: Line): string | undefined {
    const { accepted, reason } = judgements.get(`${version} ${flow}`)!;
    return accepted === isRejectedByUs(flow, allowed) ? `${flow}\n${reason ?? 'is accepted'}` : undefined;
  }

  /** The flow as Open vSwitch prints it; undefined when it is rejected, or has a command. */
  function printed({ flow, version }: AskedFlow): string | undefined {
    return judgements.get(`${version} ${flow}`)!.canonical;
  }

  test('rejects the flows with an error and accepts all others', () => {
    expect(known.map(disagreement).filter(Boolean)).toEqual([]);
  });

  test('agrees with us on every flow after a fix', () => {
    expect(
      wrong(knownOffers, ({ fixed, version, allowed }) =>
        fixed.map((flow) => disagreement({ flow, version, allowed })).find(Boolean),
      ),
    ).toEqual([]);
  });

  test('understands each match as we do', () => {
    const accepted = known.filter((line) => printed(line) !== undefined);
    expect(accepted.length).toBeGreaterThan(150);
    for (const line of accepted) {
      expect(coverOf(printed(line)!), line.flow).toEqual(coverOf(line.flow));
    }
  });

  test('sees the same flow after a fix that promises to keep the meaning', () => {
    const safe = knownOffers.filter((offer) => offer.fix.keepsMeaning && printed(offer) !== undefined);
    expect(safe.length).toBeGreaterThan(15);
    expect(
      wrong(safe, (offer) => {
        const before = printed(offer);
        const after = printed({ ...offer, flow: offer.fixed[0]! });
        const covers = [after, before].map((text) => `${coverOf(text ?? '')}`);
        return covers[0] !== covers[1] || sameState(after) !== sameState(before);
      }),
    ).toEqual([]);
  });
});
