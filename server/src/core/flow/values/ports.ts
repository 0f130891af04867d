import {
  firstNamedPort,
  firstReservedPort,
  noPort,
  reservedPortOffset,
  reservedPorts,
} from '../../facts/ports';
import { wholeUnsigned32 } from '../integers';

/** A port as Open vSwitch reads it. */
export interface PortReading {
  /** The 16-bit number. */
  readonly port: number;
  /**
   * How it is written: by name, by number, by the number of a reserved port that has a name, by one that has
   * none, or by OpenFlow 1.1's number of a reserved port.
   */
  readonly form: 'name' | 'number' | 'named-number' | 'reserved-number' | 'wide-number';
}

const byName = new Map(reservedPorts.map(({ name, number }) => [name, number]));
const byNumber = new Map(reservedPorts.map(({ name, number }) => [number, name]));

/**
 * Reads a port number (decimal, as everywhere) or the name of a reserved port, in any case. Undefined for
 * anything else: names of a switch's ports among it, which only the switch knows.
 * Source: lib/ofp-port.c, ofputil_port_from_string.
 */
export function readPort(text: string): PortReading | undefined {
  const number = text.startsWith('-') ? undefined : wholeUnsigned32(text, 10);
  if (number === undefined) {
    const name = text.toUpperCase();
    const port = byName.get(name === noPort ? 'ANY' : name);
    return port === undefined ? undefined : { port, form: 'name' };
  }
  if (number < firstReservedPort) {
    return { port: number, form: 'number' };
  }
  if (number <= 0xffff) {
    return { port: number, form: number < firstNamedPort ? 'reserved-number' : 'named-number' };
  }
  return number >= reservedPortOffset + firstReservedPort
    ? { port: number - reservedPortOffset, form: 'wide-number' }
    : undefined;
}

/**
 * Whether the text can be the name of a port of some switch: with quotes around it, or such a word that Linux
 * would take for a network device. `ovs-ofctl` looks such names up when it talks to the switch.
 */
export function mayNamePort(text: string): boolean {
  return /^"[^"]+"$/.test(text) || /^[A-Za-z_][\w.-]{0,62}$/.test(text);
}

/** The port as Open vSwitch prints it: by name where it is reserved. */
export function formatPort(port: number): string {
  return byNumber.get(port) ?? String(port);
}
