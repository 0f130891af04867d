/**
 * What becomes of a write to a field on the wire of each OpenFlow version. Source: lib/ofp-actions.c,
 * encode_SET_FIELD and the decode_ functions of what it sends.
 */
import type { FlowFormat } from '../../facts/flow-formats';
import { type MatchField, matchField } from '../../facts/match-fields';
import { isTunnelOption } from '../match';
import type { Action, WireError } from './action';
import { type HeaderAction, headerAction } from './header-actions';
import { type FieldWrite, fieldWrite, isWhole, loadSegments, type SeenPacket } from './set-field';

/** The action, as it is sent and read again in every version. */
export function sentFieldWrite(write: FieldWrite): Action {
  const seen: SeenPacket = { hasVlanTag: false };
  return {
    ...fieldWrite(write, seen),
    onWire: ({ version }: FlowFormat) => {
      if (version >= '1.5') {
        return asSetField(write);
      }
      if (write.form === 'load') {
        return asLoad(write);
      }
      if (version < '1.2') {
        return asOldAction(write, version, seen) ?? asLoad(write);
      }
      return isWhole(write) ? asSetField(write) : asLoad(write);
    },
  };
}

/** OpenFlow's own set-field action. Source: decode_ofpat_set_field. */
function asSetField(write: FieldWrite): readonly Action[] | WireError {
  const read = readEntry(write);
  if ('error' in read) {
    return read;
  }
  const { field, value, mask } = read;
  if (field.name === 'in_port_oxm') {
    return refused(write, 'OpenFlow forbids to write in_port_oxm. Write in_port instead: it has 16 bits.');
  }
  if (!field.writable) {
    return readOnly(write);
  }
  const tag = 0x1000n;
  if (field.name === 'vlan_vid' && ((value & tag) === 0n || (mask & tag) === 0n)) {
    return refused(
      write,
      'The bit 0x1000 of vlan_vid says that there is a tag: a switch refuses to write the field without it. Add 0x1000 to the value, or write mod_vlan_vid.',
    );
  }
  if ((value & ~field.writableBits) !== 0n) {
    return refused(
      write,
      `This is no valid value for ${field.name}: a switch refuses it in this version of OpenFlow.`,
    );
  }
  return [fieldWrite(read)];
}

/** Open vSwitch's own actions. Source: set_field_to_nxast, decode_NXAST_RAW_REG_LOAD and _LOAD2. */
function asLoad(write: FieldWrite): readonly Action[] | WireError {
  const { field } = write;
  const [name] = field.codePoints;
  if (!name || name.experimenter || isTunnelOption(field)) {
    const read = readEntry(write);
    return 'error' in read ? read : read.field.writable ? [fieldWrite(read)] : readOnly(write);
  }
  const segments = loadSegments(write);
  if (segments.length > 0 && !field.writable) {
    return readOnly(write);
  }
  return segments.map(({ offset, bits, value }) =>
    fieldWrite({
      ...write,
      form: 'load',
      value: value << BigInt(offset),
      mask: ((1n << BigInt(bits)) - 1n) << BigInt(offset),
    }),
  );
}

/** Sends field, value and mask, and reads them again. Source: lib/nx-match.c, nx_put_entry and nx_pull_entry__. */
function readEntry(write: FieldWrite): FieldWrite | WireError {
  const field = fieldOnWire(write.field);
  if (!field) {
    return {
      error: 'OFPBAC_BAD_SET_LEN',
      message:
        `${write.field.name} has no number of its own in OpenFlow, so a switch cannot read the action. ${useInstead(write.field)}`.trimEnd(),
      span: write.fieldSpan,
    };
  }
  if ((write.value & ~write.mask) !== 0n) {
    return {
      error: 'OFPBMC_BAD_WILDCARDS',
      message:
        'The value has bits that the mask leaves out. A switch refuses that in this version of OpenFlow.',
      span: write.span,
    };
  }
  return { ...write, field, form: 'set_field' };
}

/**
 * The field that a switch reads. A field without a number is sent as number 0, which is the ingress port: the
 * switch takes it for that when the width happens to be the same.
 */
export function fieldOnWire(field: MatchField): MatchField | undefined {
  if (field.codePoints.length > 0) {
    return field;
  }
  const ingressPort = matchField('in_port')!;
  return field.bytes === ingressPort.bytes ? ingressPort : undefined;
}

/** What to write instead of fields without a number. */
export function useInstead({ name }: MatchField): string {
  const instead = { dl_vlan: 'vlan_vid', dl_vlan_pcp: 'vlan_pcp' }[name];
  return instead ? `Use ${instead} instead.` : '';
}

function readOnly({ field, fieldSpan }: FieldWrite): WireError {
  return {
    error: 'OFPBAC_BAD_SET_ARGUMENT',
    message: `${field.name} is read-only: ovs-ofctl sends the action, and the switch refuses it.`,
    code: 'action/read-only-field',
    span: fieldSpan,
  };
}

function refused({ span }: FieldWrite, message: string): WireError {
  return { error: 'OFPBAC_BAD_SET_ARGUMENT', message, span };
}

type OldAction = Pick<HeaderAction, 'kind' | 'value' | 'form'>;

/** The actions of OpenFlow 1.0 and 1.1 that write whole fields, whatever the mask. */
const oldActions: Readonly<Record<string, (value: bigint) => OldAction>> = {
  eth_src: (value) => ({ kind: 'mod_dl_src', value }),
  eth_dst: (value) => ({ kind: 'mod_dl_dst', value }),
  ip_src: (value) => ({ kind: 'mod_nw_src', value }),
  ip_dst: (value) => ({ kind: 'mod_nw_dst', value }),
  nw_tos: (value) => ({ kind: 'mod_nw_tos', value }),
  ip_dscp: (value) => ({ kind: 'mod_nw_tos', value: value << 2n }),
  tcp_src: (value) => ({ kind: 'mod_tp_src', value }),
  udp_src: (value) => ({ kind: 'mod_tp_src', value }),
  tcp_dst: (value) => ({ kind: 'mod_tp_dst', value }),
  udp_dst: (value) => ({ kind: 'mod_tp_dst', value }),
  vlan_vid: (value) => ({ kind: 'set_vlan_vid', value: value & 0xfffn }),
  vlan_pcp: (value) => ({ kind: 'set_vlan_pcp', value }),
};

/** Whether a mask is lost when OpenFlow 1.0 or 1.1 writes the field. */
export function losesMask(field: MatchField): boolean {
  return field.maskable && (field.name in oldActions || field.name === 'vlan_tci');
}

/** Source: set_field_to_legacy_openflow. */
function asOldAction(
  write: FieldWrite,
  version: '1.0' | '1.1' | string,
  { hasVlanTag }: SeenPacket,
): readonly Action[] | undefined {
  const { field, value, span, fieldSpan } = write;
  const action = (old: OldAction) =>
    headerAction({
      form: version === '1.0' && old.kind.startsWith('set_vlan') ? 'push-if-needed' : undefined,
      ...old,
      span,
      nameSpan: fieldSpan,
      keyword: old.kind,
    });
  if (field.name === 'vlan_tci') {
    if ((value & 0x1000n) === 0n) {
      return [action({ kind: 'strip_vlan', value: 0n, form: version === '1.0' ? undefined : 'pop_vlan' })];
    }
    return [
      ...(version === '1.0' || hasVlanTag ? [] : [action({ kind: 'push_vlan', value: 0x8100n })]),
      action({ kind: 'set_vlan_vid', value: value & 0xfffn }),
      action({ kind: 'set_vlan_pcp', value: value >> 13n }),
    ];
  }
  if (field.name === 'nw_ecn') {
    return version === '1.0'
      ? [fieldWrite({ ...write, form: 'load', mask: 3n })]
      : [action({ kind: 'mod_nw_ecn', value })];
  }
  const old = oldActions[field.name];
  return old && [action(old(value))];
}
