/** All actions on packet headers, by keyword. Source: lib/ofp-actions.c. */
import type { ActionParser } from './action';
import { parseDecrementTtl } from './dec-ttl';
import { parseDecap, parseEncap } from './encap';
import { headerWriters } from './header-writers';

export const headerActions: Readonly<Record<string, ActionParser>> = {
  ...headerWriters,
  dec_ttl: parseDecrementTtl,
  encap: parseEncap,
  decap: parseDecap,
};
