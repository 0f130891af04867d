/**
 * What actions do, for people: hovers, completion and signature help read these rows. Each file of the
 * folder names its source.
 */
import { connectionTrackingHelp } from './actions/connection-tracking';
import { fieldHelp } from './actions/fields';
import { headerHelp } from './actions/headers';
import type { ActionHelp, ArgumentHelp } from './actions/help';
import { learningHelp } from './actions/learning';
import { observingHelp } from './actions/observing';
import { outputHelp } from './actions/output';
import { pipelineHelp } from './actions/pipeline';

export type { ActionHelp, ArgumentHelp, ArgumentWord } from './actions/help';

/** All action words, the most used kinds first. */
export const actionHelps: readonly ActionHelp[] = [
  ...outputHelp,
  ...pipelineHelp,
  ...connectionTrackingHelp,
  ...fieldHelp,
  ...headerHelp,
  ...learningHelp,
  ...observingHelp,
];

const byName = new Map(actionHelps.flatMap((row) => [row.name, ...row.aliases].map((name) => [name, row])));

/** The action of that name or other name; case does not matter, as it does not to Open vSwitch. */
export function actionHelp(name: string): ActionHelp | undefined {
  return byName.get(name.toLowerCase());
}

/** The named argument of an action, or of one of its nested arguments (`nat` within `ct`); case matters. */
export function argumentHelp(
  within: { readonly arguments?: readonly ArgumentHelp[] },
  name: string,
): ArgumentHelp | undefined {
  return within.arguments?.find((argument) => !argument.positional && argument.name === name);
}
