import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { matchField, matchFields } from '../../server/src/core/facts/match-fields';
import { checkLine } from '../../server/src/core/rules/check';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { keyText } from '../../server/src/core/syntax/items';
import { describeRecorded } from '../describe-recorded';
import { factsFolder, hasFacts } from '../recorded';

describe('the match fields', () => {
  test('have names of their own, by which they are found', () => {
    const names = matchFields.flatMap(({ name, oxmName }) => [name, oxmName]);
    expect(new Set(names).size).toBe(names.length);
    for (const field of matchFields) {
      expect(matchField(field.name)).toBe(field);
      expect(matchField(field.oxmName)).toBe(field);
    }
    expect(matchField('CT_STATE')).toBeUndefined();
    expect(matchField('toString')).toBeUndefined();
  });

  test.each(matchFields)('$name is well-formed', (field) => {
    expect(field.name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(field.oxmName).toMatch(/^(?:NXM_NX|NXM_OF|OXM_OF)_[A-Z0-9_]+$/);
    expect([8, 16, 32, 128]).toContain(field.bits);
    expect(field.since).toMatch(/^\d+\.\d+$/);
    expect(field.title).toMatch(/^[A-Z].*[^.]$/);
    expect(field.meaning).toMatch(/^[A-Z].*\.$/);
    expect(field.prerequisite ?? 'none').toMatch(/[^.]$/);
  });

  test.each(matchFields)('$name has an example that asks for it, with a mask only where it may', (field) => {
    const line = parseFlowLine(`${field.example},actions=drop`);
    expect(line.match.map((item) => keyText(line.text, item))).toContain(field.name);
    expect(checkLine(line).filter(({ rule }) => rule.severity === 'error')).toEqual([]);
    if (!field.maskable) {
      expect(field.example).not.toContain('/');
    }
  });

  test('are those of connection tracking that the editor completes', () => {
    const wanted = /^ct_(?:state|zone|mark|label|nw_(?:proto|src|dst)|tp_(?:src|dst)|ipv6_(?:src|dst))$/;
    expect(matchFields.filter(({ name }) => !wanted.test(name))).toEqual([]);
    expect(matchFields).toHaveLength(11);
  });
});

interface RecordedField {
  readonly name: string;
  readonly n_bits: number;
  readonly maskable: string;
  readonly prerequisites: string;
  readonly access: string;
  readonly ovs_since: string;
  readonly code_points: readonly { readonly name: string }[];
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
      maskable: ours.maskable,
      since: ours.since,
      needsOthers: ours.prerequisite !== undefined,
      writable: ours.writable !== undefined,
    }).toEqual({
      bits: theirs.n_bits,
      maskable: theirs.maskable !== 'none',
      since: theirs.ovs_since,
      needsOthers: theirs.prerequisites !== 'none',
      writable: theirs.access === 'read-write',
    });
    expect(theirs.code_points.map(({ name }) => name)).toContain(ours.oxmName);
  });

  test('come in the same order', () => {
    const order = matchFields.map(({ name }) => fields.findIndex((field) => field.name === name));
    expect(order).toEqual([...order].sort((left, right) => left - right));
  });
});
