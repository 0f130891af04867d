import { describe, expect, test } from 'vitest';
import { actionHelps } from '../../server/src/core/facts/action-help';
import { actionPage } from '../../server/src/core/facts/manual-pages';
import { DocumentLinks, type LinkPlace, mostLinks } from '../../server/src/core/features/document-links';

function links(text: string, places: LinkPlace = 'comments') {
  const lines = text.split('\n').map((each) => ({ text: each }));
  const options = { places, linkTo: (code: string) => (code === 'no/page' ? undefined : `page:${code}`) };
  return new DocumentLinks()
    .of(lines, options)
    .map(({ line, start, end, target }) => [
      lines[line]!.text.slice(start, end),
      target.replace(/^https:\/\/[^/]*\/(?:.*\/)?/, ''),
    ]);
}

describe('in comments', () => {
  test('manuals, in the order in which they stand', () => {
    expect(links('ip,actions=drop # see ovs-fields(7), ovs-ofctl(8)\n# ovs-vswitchd.conf.db(5)')).toEqual([
      ['ovs-fields(7)', 'ovs-fields.7.html'],
      ['ovs-ofctl(8)', 'ovs-ofctl.8.html'],
      ['ovs-vswitchd.conf.db(5)', 'ovs-vswitchd.conf.db.5.html'],
    ]);
  });

  test('no manuals of others, and none outside comments', () => {
    expect(links('# ls(1) ovs-nothing(8) ovs-fields(8) myovs-fields\nnote,ovs-fields(7)')).toEqual([]);
  });

  test('codes of rules that a comment silences, where they have a page', () => {
    expect(links('# ovs-flows-disable-line ct-state/exact-match, no/page -- as in a/b')).toEqual([
      ['ct-state/exact-match', 'page:ct-state/exact-match'],
    ]);
    expect(links('# about ct-state/exact-match')).toEqual([]);
  });

  test('names in flows are none', () => {
    expect(links('ct_state=+trk,actions=ct(table=1)')).toEqual([]);
  });
});

test('off is off', () => {
  expect(links('# ovs-fields(7)', 'off')).toEqual([]);
});

describe('everywhere', () => {
  test('fields and actions, in matches and in actions within actions', () => {
    const text =
      'table=1,tcp,tp_dst=80,reg0[0..3]=1,foo=1 actions=ct(commit,exec(load:1->NXM_NX_CT_MARK[])),bar,NORMAL # ovs-actions(7)';
    expect(links(text, 'everywhere')).toEqual([
      ['tp_dst', 'ovs-fields.7.html'],
      ['reg0', 'ovs-fields.7.html'],
      ['ct', '#the-ct-action'],
      ['load', '#the-set-field-and-load-actions'],
      ['ovs-actions(7)', ''],
    ]);
  });

  test('what is learned', () => {
    expect(
      links('actions=learn(table=1,NXM_OF_IP_SRC[]=NXM_OF_IP_DST[],output:in_port)', 'everywhere'),
    ).toEqual([
      ['learn', '#the-learn-action'],
      ['NXM_OF_IP_SRC', 'ovs-fields.7.html'],
    ]);
  });
});

test('every action has an address', () => {
  for (const { name } of actionHelps) {
    expect(actionPage(name)).toMatch(
      /^https:\/\/docs\.openvswitch\.org\/en\/latest\/ref\/ovs-actions\.7\/(?:#[a-z0-9-]+)?$/,
    );
  }
});

test('there are never more than an editor can bear', () => {
  expect(links('actions=1,ct,ct,ct\n'.repeat(mostLinks), 'everywhere')).toHaveLength(mostLinks);
});
