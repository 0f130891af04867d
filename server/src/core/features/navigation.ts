/** Go to definition: from what names a thing to what defines it, and from there to what uses it. */
import type { Span } from '../syntax/span';
import { type FileWithText, type Occurrence, occurrencesIn, type Place, placeAt } from './references';

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

/** Nobody goes through more of them one by one; the references list all. */
const mostTargets = 1000;

function targetsOf({ file }: FileWithText, place: Place): Occurrence[] {
  const { thing, role } = place;
  const isFromDefinition = role === 'definition';
  // Of a table one place, so that the editor goes there at once.
  const most = thing.what === 'table' && !isFromDefinition ? 1 : mostTargets;
  const targets: Occurrence[] = [];
  // A table is not defined before its first flow.
  const first = most === 1 ? thing.section.tables.get(Number(thing.number))?.flows[0]?.line : undefined;
  const lines = { first: first ?? thing.section.first, last: thing.section.last };
  const wants = (each: Place['role']) => (each === 'definition') !== isFromDefinition;
  for (const occurrence of occurrencesIn(file, thing, lines, wants)) {
    if (!occurrence.isOwnTable && targets.push(occurrence) === most) {
      break;
    }
  }
  return isFromDefinition && targets.length === 0 ? [place] : targets;
}
