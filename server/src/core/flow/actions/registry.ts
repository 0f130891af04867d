/** All actions that can be read, by keyword in lower case. */
import { nearestName } from '../../syntax/nearest-name';
import type { ActionParser } from './action';
import { bundleActions } from './bundle';
import { connectionActions } from './connection-tracking';
import { controlActions } from './control';
import { controllerActions } from './controller';
import { enqueueActions } from './enqueue';
import { fieldActions } from './fields';
import { headerActions } from './headers';
import { instructionActions } from './instructions';
import { learnActions } from './learn';
import { multipathActions } from './multipath';
import { noteActions } from './note';
import { outputActions, portNames } from './output';
import { resubmitActions } from './resubmit';
import { sampleActions } from './sample';

const tables: readonly Readonly<Record<string, ActionParser>>[] = [
  outputActions,
  enqueueActions,
  controllerActions,
  bundleActions,
  fieldActions,
  headerActions,
  resubmitActions,
  learnActions,
  multipathActions,
  connectionActions,
  controlActions,
  noteActions,
  sampleActions,
  instructionActions,
];

const parsers = new Map<string, ActionParser>(tables.flatMap((table) => Object.entries(table)));

/** Names that Open vSwitch knows, and that no flow can have: they are never meant. */
const internal: ReadonlySet<string> = new Set(['output_trunc', 'unroll_xlate', 'debug_recirc', 'debug_slow']);

const names: readonly string[] = [...keywords(), ...portNames.filter((name) => !parsers.has(name))];

/** What reads an action of that keyword (in lower case). */
export function parserOf(keyword: string): ActionParser | undefined {
  return parsers.get(keyword);
}

/** What a misspelt action most likely stands for: the name of an action, or of a port. */
export function nearestAction(keyword: string): string | undefined {
  const nearest = nearestName(keyword, names);
  return nearest !== undefined && portNames.includes(nearest) && !parsers.has(nearest)
    ? nearest.toUpperCase()
    : nearest;
}

/** All keywords that make sense in a flow, `drop` included. */
export function keywords(): readonly string[] {
  return ['drop', ...[...parsers.keys()].filter((name) => !internal.has(name))];
}
