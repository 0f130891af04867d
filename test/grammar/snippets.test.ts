import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judgeIsInstalled, refusal } from './judge';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: string | string[];
}

const snippets: Record<string, Snippet> = JSON.parse(
  readFileSync(new URL('../../syntaxes/snippets.json', import.meta.url), 'utf8'),
);

/** What stands there when someone takes a snippet and types nothing, or takes the nth of each list of choices. */
function expand({ body }: Snippet, nth = 0): string {
  const text = Array.isArray(body) ? body.join('\n') : body;
  const values: Record<string, string> = { 0: '' };
  for (const [, stop, value] of text.matchAll(/\$\{(\d+):([^}]*)\}/g)) values[stop!] = value!;
  for (const [, stop, list] of text.matchAll(/\$\{(\d+)\|([^|]*)\|\}/g)) {
    const choices = list!.split(',');
    values[stop!] = choices[nth % choices.length]!;
  }
  return text.replace(
    /\$\{(\d+)[:|][^}]*\}|\$(\d+)/g,
    (whole, a?: string, b?: string) => values[a ?? b!] ?? whole,
  );
}

function flowsOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  // A snippet may be one action of a flow.
  return lines.map((line) => (line.includes('actions=') ? line : `ip,actions=${line}`));
}

describe.each(Object.entries(snippets))('%s', (_name, snippet) => {
  test('says what it is, and can be typed as one word', () => {
    expect(snippet.description).toMatch(/^[A-Z].+[^.]$/);
    expect(snippet.prefix).toMatch(/^[a-z]+$/);
  });

  // The editor offers snippets everywhere, so also after ct_state=+trk+ and between actions.
  test('cannot be mistaken for a flag or an action', () => {
    const whole = [snippet.body].flat().join('\n').includes('actions=');
    expect(snippet.prefix).toMatch(whole ? /^flow/ : /^ct./);
  });

  test('leaves nothing unfilled', () => {
    expect(expand(snippet)).not.toContain('$');
  });

  test.skipIf(!judgeIsInstalled)('ovs-ofctl takes its flows', () => {
    const flows = Array.from({ length: 9 }, (_, nth) => flowsOf(expand(snippet, nth))).flat();
    expect([...new Set(flows)].flatMap((flow) => refusal(flow) ?? [])).toEqual([]);
  });
});

test('the firewall is the pipeline that its comment promises', () => {
  expect(expand(snippets['Stateful firewall']!)).toMatchInlineSnapshot(`
    "# Table 0: packets that have not been tracked yet go through the tracker.
    table=0, priority=110, arp, actions=NORMAL
    table=0, priority=100, ip, ct_state=-trk, actions=ct(table=1,zone=1)
    table=0, priority=0, actions=drop

    # Table 1: tracked packets. Port 1 is the inside, port 2 the outside.
    table=1, priority=110, ip, ct_state=+trk+inv, actions=drop
    table=1, priority=100, ip, ct_state=+trk+new, in_port=1, actions=ct(commit,zone=1),2
    table=1, priority=100, ip, ct_state=+trk+est, in_port=1, actions=2
    table=1, priority=100, ip, ct_state=+trk+est, in_port=2, actions=1
    table=1, priority=0, actions=drop
    "
  `);
});
