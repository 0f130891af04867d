/**
 * The formats in which a flow can be sent to a switch, and the OpenFlow version of each. `ovs-ofctl` works out
 * which of them can carry a flow, and takes the first of those that are allowed.
 *
 * Source: include/openvswitch/ofp-protocol.h, lib/ofp-protocol.c; the names are those `ovs-ofctl` prints.
 */

/** OpenFlow versions, oldest first. */
export const openflowVersions = ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5'] as const;
export type OpenflowVersion = (typeof openflowVersions)[number];

/** A set of flow formats, one bit each. */
export type FormatSet = number;

export interface FlowFormat {
  readonly bit: FormatSet;
  readonly name: string;
  readonly version: OpenflowVersion;
  /** How the match is encoded: OpenFlow 1.0's and 1.1's fixed structure, or a list of NXM or OXM fields. */
  readonly match: 'openflow10' | 'openflow11' | 'nxm' | 'oxm';
}

/** In the order in which Open vSwitch chooses. */
export const flowFormats: readonly FlowFormat[] = [
  { bit: 0x001, name: 'OpenFlow10-table_id', version: '1.0', match: 'openflow10' },
  { bit: 0x002, name: 'OpenFlow10+table_id', version: '1.0', match: 'openflow10' },
  { bit: 0x004, name: 'NXM-table_id', version: '1.0', match: 'nxm' },
  { bit: 0x008, name: 'NXM+table_id', version: '1.0', match: 'nxm' },
  { bit: 0x010, name: 'OpenFlow11', version: '1.1', match: 'openflow11' },
  { bit: 0x020, name: 'OXM-OpenFlow12', version: '1.2', match: 'oxm' },
  { bit: 0x040, name: 'OXM-OpenFlow13', version: '1.3', match: 'oxm' },
  { bit: 0x080, name: 'OXM-OpenFlow14', version: '1.4', match: 'oxm' },
  { bit: 0x100, name: 'OXM-OpenFlow15', version: '1.5', match: 'oxm' },
];

export const none: FormatSet = 0;
export const any: FormatSet = 0x1ff;
/** All that carry the number of a table. */
export const withTable: FormatSet = any & ~0x005;
export const nxmAndOxm: FormatSet = 0x1ec;
export const nxmOpenflow11AndOxm: FormatSet = 0x1fc;

/** The formats of one OpenFlow version. */
export function formatsOf(version: OpenflowVersion): FormatSet {
  return flowFormats.reduce((set, format) => (format.version === version ? set | format.bit : set), none);
}

/** The formats of a version, or all of them where any version will do. */
export function formatsUnder(version: OpenflowVersion | 'any'): FormatSet {
  return version === 'any' ? any : formatsOf(version);
}

/** The formats of an OpenFlow version and all later ones. */
export function formatsSince(version: OpenflowVersion): FormatSet {
  const later = openflowVersions.slice(openflowVersions.indexOf(version));
  return later.reduce((set, each) => set | formatsOf(each), none);
}

/** The first of the formats that Open vSwitch would choose; undefined when the set is empty. */
export function chosenFormat(set: FormatSet): FlowFormat | undefined {
  return flowFormats.find(({ bit }) => (set & bit) !== 0);
}
