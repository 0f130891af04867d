/**
 * OpenFlow port numbers, and the names of those that are reserved. Source: openflow/openflow-common.h,
 * include/openvswitch/ofp-port.h; ovs-ofctl(8), "Port Names".
 */

export interface ReservedPort {
  readonly name: string;
  /** The number in OpenFlow 1.0, which Open vSwitch uses inside; 1.1 and later add 0xffff0000. */
  readonly number: number;
  readonly meaning: string;
}

export const reservedPorts: readonly ReservedPort[] = [
  { name: 'UNSET', number: 0xfff7, meaning: 'no output in the action set (for `actset_output`)' },
  { name: 'IN_PORT', number: 0xfff8, meaning: 'the port the packet came in on' },
  { name: 'TABLE', number: 0xfff9, meaning: 'the first table of the pipeline (in packet-out messages)' },
  { name: 'NORMAL', number: 0xfffa, meaning: 'the switch forwards as an ordinary learning switch would' },
  { name: 'FLOOD', number: 0xfffb, meaning: 'all ports but the ingress port and those that may not flood' },
  { name: 'ALL', number: 0xfffc, meaning: 'all ports but the ingress port' },
  { name: 'CONTROLLER', number: 0xfffd, meaning: 'the OpenFlow controller, in a packet-in message' },
  { name: 'LOCAL', number: 0xfffe, meaning: 'the port with the name of the bridge' },
  { name: 'ANY', number: 0xffff, meaning: 'no port at all, or any, as the place has it' },
];

/** The number of the port that stands for the controller. */
export const controllerPort = reservedPorts.find(({ name }) => name === 'CONTROLLER')!.number;

/** Another name for ANY that Open vSwitch takes and never prints. */
export const noPort = 'NONE';

/** Ports below this are ordinary. */
export const firstReservedPort = 0xff00;

/** Numbers from here on have names; as numbers Open vSwitch takes them with a warning in its log. */
export const firstNamedPort = 0xfff7;

/** What OpenFlow 1.1 and later add to reserved numbers. */
export const reservedPortOffset = 0xffff0000;
