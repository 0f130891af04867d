import { describe, expect, test } from 'vitest';
import { DocumentLinks } from '../../server/src/core/features/document-links';
import { foldingRanges } from '../../server/src/core/features/folding';
import { inlayHints } from '../../server/src/core/features/inlay-hints';
import { selectionRanges } from '../../server/src/core/features/selection-ranges';
import { semanticTokens } from '../../server/src/core/features/semantic-tokens';

const size = 1 << 20;

/** Lines of a mebibyte. Work that grows faster than their length would take hours, and the test would time out. */
const rows: readonly (readonly [start: string, repeated: string])[] = [
  ['', 'ct_state='],
  ['', '('],
  ['', '"'],
  ['', '\\"'],
  ['', ' '],
  ['# ', 'ovs-'],
  ['# ovs-flows-disable-line ct-state/exact-match ', 'a'],
  ['# ovs-flows-disable-line ct-state/exact-match ', 'a/'],
  ['NXST_FLOW reply ', 'A'],
  ['ct_state=', '1'],
  ['ct_state=', '+trk'],
  ['ct_state=', '0x1/'],
  ['ipv6_src=', 'f:'],
  ['nw_src=', '1.'],
  ['actions=', 'clone('],
  ['actions=', 'resubmit(,1),'],
  ['actions=resubmit(', '1,'],
  ['actions=learn(', 'load:1->reg0[],'],
  ['actions=set_field:', '-> '],
  ['actions=load:', '->reg0['],
  ['bucket=', 'bucket='],
  ['tcp,tp_dst=', '1'],
];

describe.each(rows)('%s and then %s over and over', (start, repeated) => {
  const text = start + repeated.repeat(size / repeated.length);
  const lines = [{ text }];
  const linkTo = () => undefined;

  test('is coloured, hinted, linked, folded and selected', () => {
    for (const { end } of semanticTokens(text)) {
      expect(end).toBeLessThanOrEqual(20_000);
    }
    const options = { connectionState: true, protocols: true, names: true };
    expect(inlayHints(text, { start: 0, end: text.length }, options)).toEqual([]);
    expect(new DocumentLinks().of(lines, { places: 'everywhere', linkTo }).length).toBeLessThanOrEqual(
      10_000,
    );
    expect(foldingRanges(lines)).toEqual([]);
    const positions = [0, start.length, text.length >> 1, text.length].map((character) => ({
      line: 0,
      character,
    }));
    for (const ranges of selectionRanges(lines, positions, () => undefined)) {
      expect(ranges.at(-1)).toEqual({
        start: { line: 0, character: 0 },
        end: { line: 0, character: text.length },
      });
    }
  });
});
