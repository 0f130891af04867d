import { describe, expect, test } from 'vitest';
import {
  type ArgumentHelp,
  actionHelp,
  actionHelps,
  argumentHelp,
} from '../../server/src/core/facts/action-help';
import { any, formatsOf } from '../../server/src/core/facts/flow-formats';
import { matchField } from '../../server/src/core/facts/match-fields';
import { keywords } from '../../server/src/core/flow/actions/registry';
import { evaluateFlow } from '../../server/src/core/flow/evaluate';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';

test.each(keywords())('%s, which can be read, has help', (keyword) => {
  expect(actionHelp(keyword)).toBeDefined();
});

/** Names that Open vSwitch has for itself: their rows say so, and flows cannot have them. */
const notForFlows = new Set([
  'apply_actions',
  'unroll_xlate',
  'output_trunc',
  'nat',
  'debug_recirc',
  'debug_slow',
]);

/** Matches that meet what any action may need. */
const matches = ['ip', 'tcp', 'dl_vlan=5', 'mpls', 'dl_type=0x894f', 'ipv6'];

test.each(actionHelps.filter(({ name }) => !notForFlows.has(name)))(
  'the example of $name is accepted',
  (help) => {
    // Some actions are refused in OpenFlow 1.0 only.
    const accepted = matches.some((match) =>
      [any, formatsOf('1.3')].some(
        (formats) =>
          evaluateFlow(parseFlowLine(`table=0,${match},actions=${help.example}`), formats).accepted,
      ),
    );
    expect(accepted, help.example).toBe(true);
  },
);

describe.each(actionHelps)('$name', (help) => {
  test('is found by all its names, in any case', () => {
    for (const name of [help.name, ...help.aliases]) {
      expect(actionHelp(name.toUpperCase())).toBe(help);
    }
  });

  test('says something of itself and of each argument, in sentences', () => {
    const all = [help, ...everyArgument(help.arguments)];
    for (const { meaning, example } of all) {
      expect(meaning).toMatch(/^[A-Z`].*[.:]$/);
      expect(example).not.toBe('');
    }
    expect(help.forms.length).toBeGreaterThan(0);
    expect(help.field === undefined || matchField(help.field)).toBeTruthy();
  });

  test('named arguments are found by name, their examples start with it', () => {
    for (const argument of help.arguments.filter(({ positional }) => !positional)) {
      expect(argumentHelp(help, argument.name)).toBe(argument);
      expect(argument.example.startsWith(argument.name)).toBe(true);
    }
  });
});

function everyArgument(rows: readonly ArgumentHelp[]): ArgumentHelp[] {
  return rows.flatMap((row) => [row, ...everyArgument(row.arguments ?? [])]);
}
