/** One thing that a learned flow matches or does, and what can be wrong with it. Source: lib/learn.c. */
import type { Span } from '../../syntax/span';
import type { Problems } from '../problem';
import type { Subfield } from '../subfield';
import type { ActionContext } from './action';
import { replacing } from './arguments';

/** Where a value comes from: bits of the packet that is learned from, or a number. */
export type LearnSource = Subfield | bigint;

/** One thing that the learned flow matches or does. */
export type LearnSpec = {
  /** The whole argument. */
  readonly span: Span;
  readonly sourceSpan: Span;
  readonly destinationSpan: Span;
} & (
  | { readonly kind: 'match' | 'load'; readonly source: LearnSource; readonly destination: Subfield }
  | { readonly kind: 'output'; readonly source: Subfield; readonly destination?: undefined }
);

/** A field that learn has no way to name. */
export function rejectField(
  { field }: Subfield,
  span: Span,
  whole: string,
  written: string,
  { problems }: Pick<ActionContext, 'problems'>,
): undefined {
  return problems.reject(
    'learn/field-not-supported',
    span,
    `${whole}: experimenter OXM field '${written}' not supported`,
    field.name === 'dl_vlan' || field.name === 'dl_vlan_pcp'
      ? `learn cannot name ${field.name} to the switch. Use vlan_tci: bits 0 to 11 are the VLAN, bits 13 to 15 the priority.`
      : `learn cannot name ${field.name} to the switch: its encoding has no number for that field.`,
  );
}

export interface PlacedSubfield {
  readonly subfield: Subfield;
  readonly span: Span;
}

/** As many bits must go in as come out. */
export function rejectWidths(
  verdict: string,
  from: PlacedSubfield,
  to: PlacedSubfield,
  problems: Problems,
): undefined {
  const [narrow, wide] = from.subfield.bits < to.subfield.bits ? [from, to] : [to, from];
  const { field, offset } = wide.subfield;
  const { bits } = narrow.subfield;
  const meant = `${field.name}[${bits === 1 ? offset : `${offset}..${offset + bits - 1}`}]`;
  return problems.reject(
    'learn/width-mismatch',
    from.span,
    verdict,
    `${capital(widthOf(from))}, and ${widthOf(to)}: as many bits must go in as come out. Name the same number of bits of both.`,
    { fixes: () => [replacing(wide.span, meant, `Write ${meant}`, false)] },
  );
}

function capital(text: string): string {
  // Only words of ours start a sentence in lower case; names of fields stay as they are.
  return text.replace(/^this/, 'This');
}

function widthOf({ subfield: { field, offset, bits } }: PlacedSubfield): string {
  const all = offset === 0 && bits === field.bits;
  return `${all ? field.name : `this part of ${field.name}`} has ${bits === 1 ? 'one bit' : `${bits} bits`}`;
}
