/** Completion of fields in actions: what they read, and what they write. */
import { byActions, withinConnectionTracking } from '../facts/fields/field';
import { codePointName, type MatchField, matchFields } from '../facts/match-fields';
import { rankIn, usualTargets } from '../facts/usual-names';
import type { Span } from '../syntax/span';
import type { Completion } from './completion-list';
import { describeField } from './field-hover';
import type { MatchSoFar } from './missing-items';
import type { SeenValues } from './seen-values';

export interface TargetWish {
  /** `read`: any field will do; `write`: what actions may write; `connection`: what `exec` may write. */
  readonly access: 'read' | 'write' | 'connection';
  /** Whether brackets follow the name, which may pick bits; `set_field` takes bare names only. */
  readonly brackets: boolean;
  readonly only?: (field: MatchField) => boolean;
}

/** The fields that could stand in the span, best first, those the packet cannot have left out. */
export function completeTarget(
  wish: TargetWish,
  span: Span,
  before: MatchSoFar,
  seen: SeenValues,
): Completion[] {
  const fields = matchFields.filter(
    (field) =>
      isAllowed(field, wish) && (wish.only?.(field) ?? true) && before.additionFor(field) !== undefined,
  );
  const rank = (field: MatchField) => {
    const inUse = /^x*reg|^tun_metadata|^metadata/.test(field.name) && seen.mentions(field.name);
    const usual = rankIn(usualTargets, field.name) - (inUse ? 100 : 0);
    return (lacks(field, before) ? 2000 : 0) + (isRareRegister(field) ? 1000 : 0) + usual;
  };
  const sorted = [...fields].sort((left, right) => rank(left) - rank(right));
  const named = sorted.map((field) => fieldCompletion(field, field.name, wish, span, before));
  // Who types NXM names finds them; nobody has to scroll past them.
  return wish.brackets
    ? [
        ...named,
        ...sorted
          .filter(({ codePoints }) => codePoints.length > 0)
          .map((field) => fieldCompletion(field, codePointName(field), wish, span, before)),
      ]
    : named;
}

function isAllowed({ codePoints, writable }: MatchField, { access, brackets }: TargetWish): boolean {
  if (brackets && codePoints.length === 0) {
    return false;
  }
  return access === 'read' || writable === (access === 'write' ? byActions : withinConnectionTracking);
}

function lacks(field: MatchField, before: MatchSoFar): boolean {
  const { items, edits } = before.additionFor(field)!;
  return items.length + edits.length > 0;
}

function isRareRegister({ name }: MatchField): boolean {
  return /^(?:x+reg|reg(?:[89]|\d\d)|tun_metadata)/.test(name);
}

function fieldCompletion(
  field: MatchField,
  name: string,
  { brackets }: TargetWish,
  span: Span,
  before: MatchSoFar,
): Completion {
  const { items, edits } = before.additionFor(field)!;
  const needs = [...edits.map(({ newText }) => newText), ...items].join(',');
  return {
    kind: 'field',
    label: brackets ? `${name}[]` : name,
    ...(needs !== '' && { detail: ` needs ${needs}` }),
    note: name === field.name ? field.title : `${field.title}, ${field.name}`,
    documentation: describeField(field),
    span,
    newText: brackets ? `${name}[]` : name,
    ...(brackets && { filterText: name }),
  };
}
