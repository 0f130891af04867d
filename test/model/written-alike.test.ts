/** Flows that are written alike are looked at once; what is said of each still points at its own text. */
import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';

/** Numbers of different lengths: what stands behind them stands elsewhere in each line. */
const numbers = [1, 22, 333, 4444, 50_000, 6, 77, 888, 9999, 10_000];

const documentOf = (...lines: readonly string[]) => new CheckedDocument(lines.join('\n'));

const alike = (line: (number: number) => string) => numbers.map(line);

/** What the findings of a rule point at, and what their other places are: the text of each. */
function textsOf(document: CheckedDocument, code: string): (readonly [line: number, text: string])[] {
  return document.analysis.diagnoses
    .filter(({ rule }) => rule.code === code)
    .flatMap(({ finding }) => [finding, ...(finding.related ?? [])])
    .map(({ line, span }) => [line, document.textOf(line).slice(span.start, span.end)] as const);
}

test('such flows share what they have in common', () => {
  const { file } = documentOf(...alike((number) => `in_port=${number},ip,actions=output:1`));
  const traits = new Set(file.flows.map((flow) => flow?.facts.traits));
  expect(traits.size).toBeLessThan(numbers.length);
  expect(file.sections[0]!.tables.get(0)!.groups.all.length).toBe(traits.size);
});

describe('what is said of flows that are written alike points at the text of each', () => {
  test('the jumps to a table', () => {
    const document = documentOf(
      ...alike((number) => `tcp,tp_dst=${number},actions=load:${number}->NXM_NX_REG0[],ct(table=1,zone=5)`),
      'table=1,actions=drop',
    );
    const ways = [...document.analysis.pipelines[0]!.tables.get(1)!.ways];
    expect(
      ways.map(({ line, place }) => [
        line,
        textAt(document, line, place.span),
        textAt(document, line, place.tableSpan),
      ]),
    ).toEqual(numbers.map((_, line) => [line, 'ct(table=1,zone=5)', '1']));
  });

  test('file/empty-table', () => {
    const document = documentOf(
      ...alike(
        (number) => `tcp,tp_dst=${number},actions=load:${number}->NXM_NX_REG0[],resubmit(,1),resubmit(,9)`,
      ),
      'table=1,actions=drop',
    );
    expect(textsOf(document, 'file/empty-table')).toEqual(numbers.map((_, line) => [line, '9']));
  });

  test('tracking/unreachable-state', () => {
    const document = documentOf(
      ...alike((number) => `tcp,tp_dst=${number},actions=mod_tp_dst:${number},ct(commit),resubmit(,1)`),
      ...alike((number) => `table=1,tcp,tp_dst=${number},ct_state=+trk+new,actions=drop`),
      'table=1,priority=0,actions=drop',
    );
    const texts = textsOf(document, 'tracking/unreachable-state');
    expect(texts.length).toBeGreaterThan(numbers.length);
    for (const [line, text] of texts) {
      expect(text).toBe(line < numbers.length ? 'resubmit(,1)' : 'ct_state=+trk+new');
    }
  });

  test('tracking/untracked-field', () => {
    const document = documentOf(
      ...alike(
        (number) => `tcp,tp_dst=${number},actions=mod_tp_dst:${number},move:NXM_NX_CT_MARK[]->NXM_NX_REG1[]`,
      ),
    );
    expect(textsOf(document, 'tracking/untracked-field')).toEqual(
      numbers.map((_, line) => [line, 'NXM_NX_CT_MARK[]']),
    );
  });

  test('tracking/never-committed and tracking/zone-mismatch', () => {
    const document = documentOf(
      ...alike((number) => `tcp,tp_dst=${number},actions=mod_tp_dst:${number},ct(table=1,zone=5)`),
      ...alike(
        (number) => `table=1,ct_state=+trk+new,tcp,tp_dst=${number},actions=mod_tp_dst:${number},output:2`,
      ),
      ...alike(
        (number) =>
          `table=1,ct_state=+trk+new,tcp,tp_src=${number},actions=mod_tp_src:${number},ct(commit,zone=7),output:2`,
      ),
      'table=1,ct_state=+trk+est,ip,actions=output:2',
      'table=1,priority=0,actions=drop',
    );
    const never = textsOf(document, 'tracking/never-committed');
    const mismatch = textsOf(document, 'tracking/zone-mismatch');
    expect(never.filter(([line]) => line >= numbers.length)).toEqual(
      numbers.map((_, index) => [numbers.length + index, 'ct_state=+trk+new']),
    );
    expect(mismatch.filter(([line]) => line >= numbers.length)).toEqual(
      numbers.map((_, index) => [2 * numbers.length + index, 'zone=7']),
    );
    for (const [line, text] of [...never, ...mismatch].filter(([each]) => each < numbers.length)) {
      expect([line, text]).toEqual([line, 'ct(table=1,zone=5)']);
    }
  });

  test('tracking/endless-resubmit', () => {
    const document = documentOf(
      'actions=resubmit(,1)',
      ...alike((number) => `table=1,tcp,tp_dst=${number},actions=resubmit(,2)`),
      ...alike((number) => `table=2,tcp,tp_dst=${number},actions=resubmit(,1)`),
    );
    const texts = textsOf(document, 'tracking/endless-resubmit');
    expect(new Set(texts.map(([line]) => line)).size).toBe(2 * numbers.length);
    for (const [line, text] of texts) {
      expect(text).toBe(line > numbers.length ? 'resubmit(,1)' : 'resubmit(,2)');
    }
  });

  test('file/incomplete-conjunction', () => {
    const document = documentOf(
      ...alike((number) => `tcp,tp_dst=${number},actions=conjunction(${number},1/2)`),
    );
    expect(textsOf(document, 'file/incomplete-conjunction')).toEqual(
      numbers.map((number, line) => [line, `conjunction(${number},1/2)`]),
    );
  });
});

function textAt(
  document: CheckedDocument,
  line: number,
  { start, end }: { readonly start: number; readonly end: number },
): string {
  return document.textOf(line).slice(start, end);
}
