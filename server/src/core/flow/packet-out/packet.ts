/** The bytes of a packet in hexadecimal. Source: lib/packets.c, eth_from_hex; lib/ofpbuf.c, ofpbuf_put_hex. */
import { shortestPacket } from '../../facts/packet-out-keys';

interface Rejection {
  readonly start: number;
  readonly end: number;
  readonly verdict: string;
  readonly message: string;
  /** The packet as Open vSwitch reads it, where it is written in another way. */
  readonly meant?: string;
}

export type PacketReading =
  | { readonly bytes: number; readonly rejected?: undefined }
  | { readonly rejected: Rejection };

/** Reads pairs of digits, with blanks between pairs. Offsets are in the text. */
export function readPacket(text: string): PacketReading {
  const { bytes, end } = readBytes(text);
  if (end < text.length) {
    const isHalf = /^[0-9a-fA-F]$/.test(text.slice(end, end + 2));
    const meant = text.replace(/^0[xX]|[:.-]/g, '');
    const isMeant = meant.length % 2 === 0 && /^[0-9a-fA-F]{28,}$/.test(meant);
    return {
      rejected: {
        start: end,
        end: text.length,
        verdict: 'packet: Trailing garbage in packet data',
        message: isHalf
          ? 'The last byte has one digit only. Bytes of a packet have two hexadecimal digits each.'
          : 'The bytes of a packet are written in hexadecimal, two digits each, with nothing before or between them.',
        ...(isMeant ? { meant } : {}),
      },
    };
  }
  if (bytes < shortestPacket) {
    return {
      rejected: {
        start: 0,
        end: text.length,
        verdict: 'packet: Packet data too short for Ethernet',
        message: `A packet has at least the ${shortestPacket} bytes of an Ethernet header; this one has ${bytes}.`,
      },
    };
  }
  return { bytes };
}

/** Reads as many bytes as there are. */
function readBytes(text: string): { readonly bytes: number; readonly end: number } {
  const blanks = /[ \t\r\n]*/y;
  const pair = /[0-9a-fA-F]{2}/y;
  for (let bytes = 0; ; bytes++) {
    blanks.lastIndex = pair.lastIndex;
    blanks.test(text);
    pair.lastIndex = blanks.lastIndex;
    if (!pair.test(text)) {
      return { bytes, end: blanks.lastIndex };
    }
  }
}
