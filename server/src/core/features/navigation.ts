/** Go to definition: from what names a thing to what defines it, and from there to what uses it. */
import type { Span } from '../syntax/span';
import { type FileWithText, type Occurrence, occurrencesOf, type Place, placeAt } from './references';

/** Where a jump starts and where it may lead. */
export interface Definitions {
  /** What is to be underlined at the cursor. */
  readonly origin: Span;
  readonly targets: readonly Occurrence[];
}

/**
 * The definitions of what stands at a place: of a table its first flow, of a group or meter its line, of a conjunction its
 * clauses, of a cookie the flows with it. From a definition the way leads back, to the jumps and other uses; where
 * there are none, to the definition itself, of which editors then show the references.
 */
export function definitionsAt(
  document: FileWithText,
  line: number,
  character: number,
): Definitions | undefined {
  const place = placeAt(document, line, character);
  return place && { origin: place.span, targets: targetsOf(document, place) };
}

function targetsOf({ file }: FileWithText, place: Place): Occurrence[] {
  const { thing, role } = place;
  const all = occurrencesOf(file, thing).filter(({ isOwnTable }) => !isOwnTable);
  if (role === 'definition') {
    const uses = all.filter((occurrence) => occurrence.role !== 'definition');
    return uses.length > 0 ? uses : [place];
  }
  const definitions = all.filter((occurrence) => occurrence.role === 'definition');
  // One place, so that the editor goes there at once; the references list all flows.
  return thing.what === 'table' ? definitions.slice(0, 1) : definitions;
}
