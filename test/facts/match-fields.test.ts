import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fieldOfAnyName, matchField, matchFields } from '../../server/src/core/facts/match-fields';
import { prerequisites } from '../../server/src/core/facts/prerequisites';
import { evaluateFlow } from '../../server/src/core/flow/evaluate';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { keyText } from '../../server/src/core/syntax/items';
import { describeRecorded } from '../describe-recorded';
import { factsFolder, hasFacts } from '../recorded';

describe('the match fields', () => {
  test('have names of their own, by which they are found', () => {
    const names = matchFields.flatMap(({ name, aliases }) => [name, ...aliases]);
    const codePoints = matchFields.flatMap((field) => field.codePoints.map(({ name }) => name));
    expect(new Set([...names, ...codePoints]).size).toBe(names.length + codePoints.length);
    for (const field of matchFields) {
      expect([field.name, ...field.aliases].map(matchField)).toEqual(
        [field.name, ...field.aliases].map(() => field),
      );
      expect(field.codePoints.map(({ name }) => fieldOfAnyName(name))).toEqual(
        field.codePoints.map(() => field),
      );
      expect(field.codePoints.map(({ name }) => fieldOfAnyName(`${name}_W`))).toEqual(
        field.codePoints.map(() => field),
      );
    }
    expect(fieldOfAnyName('CT_STATE')).toBeUndefined();
    expect(matchField('NXM_NX_REG0')).toBeUndefined();
    expect(matchField('toString')).toBeUndefined();
  });

  test('are all there', () => {
    expect(matchFields).toHaveLength(211);
  });

  test.each(matchFields)('$name is well-formed', (field) => {
    expect(field.name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(
      field.codePoints.map(({ name }) => name).filter((name) => !/^[A-Z]+(?:_[A-Z0-9]+)+$/.test(name)),
    ).toEqual([]);
    expect(field.since ?? '1.1').toMatch(/^\d+\.\d+$/);
    expect(field.title).toMatch(/^[A-Z].*[^.]$/);
    expect(field.meaning).toMatch(/^[A-Z].*\.$/);
    expect(field.bits).toBeLessThanOrEqual(field.bytes * 8);
    expect(field.storage.length).toBeGreaterThan(0);
  });

  test.each(matchFields.filter(({ formats }) => formats.exact !== 0))(
    '$name has an example that asks for it, with a mask only where it may, about which there is nothing to say',
    (field) => {
      const line = parseFlowLine(`${field.example},actions=drop`);
      const names = line.match.map((item) => matchField(keyText(line.text, item))?.name);
      expect(names).toContain(field.name);
      const prerequisite = field.example.includes(',')
        ? []
        : (prerequisites[field.prerequisite!]?.items ?? []);
      const text = [...prerequisite.slice(0, 1), field.example, 'actions=drop'].join(',');
      expect(evaluateFlow(parseFlowLine(text)).problems).toEqual([]);
      if (!field.maskable) {
        expect(field.example).not.toContain('/');
      }
    },
  );
});

interface RecordedField {
  readonly name: string;
  readonly n_bits: number;
  readonly maskable: string;
  readonly prerequisites: string;
  readonly access: string;
  readonly ovs_since: string | null;
  readonly n_bytes: number;
  readonly aliases: readonly string[];
  readonly code_points: readonly {
    readonly name: string;
    readonly kind: string;
    readonly ovs_since: string;
    readonly openflow_since: string | null;
  }[];
}

describeRecorded(hasFacts, 'the fields on record', () => {
  const fields = hasFacts
    ? (
        JSON.parse(readFileSync(join(factsFolder, 'fields.json'), 'utf8')) as {
          fields: readonly RecordedField[];
        }
      ).fields
    : [];

  test.each(matchFields)('$name is as recorded', (ours) => {
    const theirs = fields.find(({ name }) => name === ours.name)!;
    expect({
      bits: ours.bits,
      bytes: ours.bytes,
      maskable: ours.maskable,
      since: ours.since ?? null,
      aliases: ours.aliases,
      needsOthers: ours.prerequisite !== undefined,
      writable: ours.writable !== undefined,
      codePoints: ours.codePoints,
    }).toEqual({
      bits: theirs.n_bits,
      bytes: theirs.n_bytes,
      maskable: theirs.maskable !== 'none',
      since: theirs.ovs_since,
      aliases: theirs.aliases,
      needsOthers: theirs.prerequisites !== 'none',
      writable: theirs.access === 'read-write',
      codePoints: theirs.code_points.map(({ name, ovs_since, openflow_since, kind }) => ({
        name,
        since: ovs_since,
        ...(openflow_since && { openflow: openflow_since }),
        ...(/experimenter/.test(kind) && { experimenter: true }),
      })),
    });
  });
});
