import { connectionStateFlags } from '../../facts/connection-state';
import type { FieldFormat } from '../../facts/match-fields';
import { tcpFlags, tunnelFlags } from '../../facts/packet-flags';
import type { FlagName } from '../../syntax/flag-match';

/** The flags a field is made of. */
export interface FlagTable {
  readonly flags: readonly FlagName[];
  /** The bits a match may name. */
  readonly allowed: number;
  /** What Open vSwitch calls such flags in its messages. */
  readonly judgeName: string;
}

const tables: Partial<Record<FieldFormat, FlagTable>> = {
  'ct-state': { flags: connectionStateFlags, allowed: 0xff, judgeName: 'ct_state' },
  'tcp-flags': { flags: tcpFlags, allowed: 0xfff, judgeName: 'TCP' },
  'tunnel-flags': { flags: tunnelFlags, allowed: 0x1, judgeName: 'tunnel' },
};

/** The flags of a format; undefined for formats that are not about flags. */
export function flagTable(format: FieldFormat): FlagTable | undefined {
  return tables[format];
}

/** `+a-b`: the flags that must be set and those that must be clear, lowest bit first. Source: lib/flow.c. */
export function signedFlags({ flags }: FlagTable, value: number, mask: number): string {
  return flags
    .filter(({ bit }) => (mask & bit) !== 0)
    .map(({ name, bit }) => `${value & bit ? '+' : '-'}${name}`)
    .join('');
}

/** `a|b`: the flags that are set. */
export function listedFlags({ flags }: FlagTable, value: number): string {
  return flags
    .filter(({ bit }) => (value & bit) !== 0)
    .map(({ name }) => name)
    .join('|');
}
