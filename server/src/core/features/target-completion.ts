/** Completion of fields in actions: what they read, and what they write. */
import { byActions, withinConnectionTracking } from '../facts/fields/field';
import { codePointName, type MatchField, matchFields } from '../facts/match-fields';
import { rankIn, usualTargets } from '../facts/usual-names';
import { meets } from '../flow/prerequisites';
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
    return (
      (lackOf(field, wish, before) === undefined ? 0 : 2000) + (isRareRegister(field) ? 1000 : 0) + usual
    );
  };
  const sorted = [...fields].sort((left, right) => rank(left) - rank(right));
  const named = sorted.flatMap((field) =>
    [field.name, ...field.aliases].map((name) => fieldCompletion(field, name, wish, span, before)),
  );
  // Who types NXM names finds them; nobody has to scroll past them.
  return wish.brackets
    ? [...named, ...sorted.map((field) => fieldCompletion(field, codePointName(field), wish, span, before))]
    : named;
}

/** Fields without a number of their own cannot be named to a switch. */
function isAllowed({ codePoints, writable }: MatchField, { access }: TargetWish): boolean {
  const wanted = access === 'write' ? byActions : withinConnectionTracking;
  return codePoints.length > 0 && (access === 'read' || writable === wanted);
}

/** Fields of a VLAN tag, which has to be there before they can be written. A match on them asks for it itself. */
const tagFields: ReadonlySet<string> = new Set(['vlan_vid', 'vlan_pcp']);

/** What the match lacks for the field, in words that follow "needs"; nobody knows that of groups. */
function lackOf(field: MatchField, { access }: TargetWish, before: MatchSoFar): string | undefined {
  if (!before.isFlow) {
    return undefined;
  }
  if (access !== 'read' && tagFields.has(field.name) && !meets('vlan', before.match)) {
    return 'a VLAN tag';
  }
  const { items, edits } = before.additionFor(field)!;
  return [...edits.map(({ newText }) => newText), ...items].join(',') || undefined;
}

function isRareRegister({ name }: MatchField): boolean {
  return /^(?:x+reg|reg(?:[89]|\d\d)|tun_metadata)/.test(name);
}

function fieldCompletion(
  field: MatchField,
  name: string,
  wish: TargetWish,
  span: Span,
  before: MatchSoFar,
): Completion {
  const { brackets } = wish;
  const lack = lackOf(field, wish, before);
  return {
    kind: 'field',
    label: brackets ? `${name}[]` : name,
    ...(lack !== undefined && { detail: ` needs ${lack}` }),
    note: field.title,
    documentation: describeField(field),
    span,
    newText: brackets ? `${name}[]` : name,
    ...(brackets && { filterText: name }),
  };
}
