/** Actions that only OpenFlow 1.0 can carry with the match they have. */
import { expect, test } from 'vitest';
import { codesOf, evaluate } from './evaluated-lines';

test('it is said of flows that someone writes', () => {
  const [problem] = evaluate('reg5=1,actions=strip_vlan,output:1').problems;
  expect(problem?.code).toBe('action/needs-match-later');
  expect(problem?.message).toBe(
    'Only OpenFlow 1.0 can carry strip_vlan with this match. For later versions, match a VLAN tag, dl_vlan=... or vlan_tci=0x1000/0x1000.',
  );
});

test('not of flows that a switch has printed: it has taken them', () => {
  const printed = ' cookie=0x0, duration=1.5s, table=0, n_packets=0, n_bytes=0, reg5=0x1';
  expect(codesOf(`${printed} actions=strip_vlan,output:1`)).toEqual([]);
});

test('where the rest of the flow needs a later version, that action is to blame', () => {
  const text = 'reset_counts in_port=1 actions=dec_ttl,output:2';
  const problem = evaluate(text).problems.find(({ code }) => code === 'flow/cannot-be-sent');
  expect(text.slice(problem!.span.start, problem!.span.end)).toBe('dec_ttl');
  expect(problem!.message).toMatch(/^Only OpenFlow 1\.0 can carry dec_ttl with this match, and the rest/);
});

test('a misspelt flag gets its nearest name', () => {
  const [problem] = evaluate('tcp,tcp_flags=+synn,actions=drop').problems;
  expect(problem?.message).toContain('Did you mean +syn?');
});
