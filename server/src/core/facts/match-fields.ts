/**
 * The match fields of Open vSwitch, one row each. Features read the row; adding a field is adding a row, in
 * the file of its section. Source: ovs-fields(7) (lib/meta-flow.xml, include/openvswitch/meta-flow.h); what
 * Open vSwitch makes of values was measured with ovs-ofctl 3.1.0.
 */
import { connectionTrackingFields } from './fields/connection-tracking';
import { ethernetFields } from './fields/ethernet';
import type { MatchField } from './fields/field';
import { metadataFields } from './fields/metadata';
import { networkFields } from './fields/network';
import { registerFields, tunnelOptionFields } from './fields/registers';
import { serviceHeaderFields } from './fields/service-header';
import { transportFields } from './fields/transport';
import { tunnelFields } from './fields/tunnel';

export type { CodePoint, FieldFormat, MatchField, StoragePart } from './fields/field';

/** All of them, about in the order of ovs-fields(7). */
export const matchFields: readonly MatchField[] = [
  ...metadataFields,
  ...tunnelFields,
  ...tunnelOptionFields,
  ...connectionTrackingFields,
  ...registerFields,
  ...ethernetFields,
  ...networkFields,
  ...transportFields,
  ...serviceHeaderFields,
];

const byName = new Map<string, MatchField>();
const byCodePoint = new Map<string, MatchField>();
for (const field of matchFields) {
  for (const name of [field.name, ...field.aliases]) {
    byName.set(name, field);
  }
  for (const { name } of field.codePoints) {
    byCodePoint.set(name, field);
    byCodePoint.set(`${name}_W`, field);
  }
}

/** The field of that name or alias (case matters, as it does to Open vSwitch). */
export function matchField(name: string): MatchField | undefined {
  return byName.get(name);
}

/**
 * The field of that name, alias or NXM/OXM name, the latter with or without the `_W` of a masked match.
 * Open vSwitch takes NXM/OXM names where it takes subfields.
 */
export function fieldOfAnyName(name: string): MatchField | undefined {
  return byName.get(name) ?? byCodePoint.get(name);
}

/** The name of a field in NXM/OXM notation, as Open vSwitch prints it in `load` and `move`. */
export function codePointName(field: MatchField): string {
  return field.codePoints[0]?.name ?? field.name;
}
