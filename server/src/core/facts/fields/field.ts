/** What a row of the table of match fields says, and what a row may leave out. */
import { type FormatSet, none, nxmAndOxm } from '../flow-formats';
import type { PrerequisiteName } from '../prerequisites';

/** How values of a field are written. */
export type FieldFormat =
  | 'decimal'
  | 'hexadecimal'
  | 'ethernet'
  | 'ipv4'
  | 'ipv6'
  | 'port'
  | 'fragment'
  | 'packet-type'
  | 'ct-state'
  | 'tcp-flags'
  | 'tunnel-flags';

/** A name in NXM/OXM notation, as actions use it: `NXM_NX_REG0[]`. */
export interface CodePoint {
  readonly name: string;
  /** The release of Open vSwitch that brought it. */
  readonly since: string;
  /** The OpenFlow version that made it a standard; undefined for Open vSwitch's own. */
  readonly openflow?: string;
  /** Encoded with an experimenter's 64-bit header. */
  readonly experimenter?: true;
}

/**
 * Where Open vSwitch keeps bits of a field. Fields share room: `tcp_dst` and `udp_dst` are both `tp_dst`,
 * `xreg0` is `reg0` and `reg1`. So one field can overwrite what another asked for.
 */
export interface StoragePart {
  readonly slot: string;
  /** How many bits of the slot this part takes, from `slotShift` up. */
  readonly width: number;
  readonly slotShift?: number;
  /** The bit of the field that comes lowest in the slot. */
  readonly fieldShift?: number;
}

/** One match field. */
export interface MatchField {
  readonly name: string;
  /** Other names that mean the same everywhere. */
  readonly aliases: readonly string[];
  /** The oldest first; none for fields that cannot be sent to a switch under a name of their own. */
  readonly codePoints: readonly CodePoint[];
  readonly title: string;
  readonly bits: number;
  /** How many bytes a value may have when it is read; larger values are rejected, as too large for these. */
  readonly bytes: number;
  readonly format: FieldFormat;
  readonly maskable: boolean;
  /** Who may write the field, in words that follow "written"; undefined when it is read-only. */
  readonly writable: string | undefined;
  /** The bits that a value written to the field may have. */
  readonly writableBits: bigint;
  /** The release of Open vSwitch that brought it; undefined for fields without a code point. */
  readonly since: string | undefined;
  /** What has to be matched along with it; undefined when nothing. */
  readonly prerequisite: PrerequisiteName | undefined;
  /** The flow formats that can carry a match on it: exact, on a prefix, on any bits. */
  readonly formats: { readonly exact: FormatSet; readonly prefix: FormatSet; readonly bitwise: FormatSet };
  readonly storage: readonly StoragePart[];
  /** What the field matches, in plain sentences. */
  readonly meaning: string;
  readonly example: string;
  /**
   * What a match on the field says about the packet being tracked: an untracked packet carries 0 in
   * `ct_zone`, `ct_mark` and `ct_label`; the original tuple exists for tracked packets only.
   */
  readonly impliesTracked: 'when-non-zero' | 'always' | 'never';
  /** The bits that decide about more than which packets match: which other fields there can be, where packets belong. */
  readonly decides: bigint;
}

export const byActions = 'by actions';
export const withinConnectionTracking = 'inside `ct(commit,exec(…))` only';

type Required = 'name' | 'codePoints' | 'title' | 'bits' | 'format' | 'meaning' | 'example';
type Row = Pick<MatchField, Required> & Partial<Omit<MatchField, Required>>;

/** A whole field from a row that leaves out what is usual. */
export function defineField(row: Row): MatchField {
  const bytes = row.bytes ?? row.bits / 8;
  return {
    aliases: [],
    maskable: true,
    writable: undefined,
    since: undefined,
    prerequisite: undefined,
    formats: { exact: nxmAndOxm, prefix: nxmAndOxm, bitwise: nxmAndOxm },
    storage: [{ slot: row.name, width: bytes * 8 }],
    impliesTracked: 'never',
    decides: 0n,
    writableBits: (1n << BigInt(bytes * 8)) - 1n,
    ...row,
    bytes,
  };
}

/** For a field that takes no mask: the formats that can carry it. */
export function exactly(formats: FormatSet): MatchField['formats'] {
  return { exact: formats, prefix: none, bitwise: none };
}
