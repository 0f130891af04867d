/** The bytes of a packet in hexadecimal. Source: lib/packets.c, eth_from_hex; lib/ofpbuf.c, ofpbuf_put_hex. */
import { shortestPacket } from '../../facts/packet-out-keys';

export type PacketReading =
  | { readonly bytes: number; readonly rejected?: undefined }
  | {
      readonly rejected: {
        readonly start: number;
        readonly end: number;
        readonly verdict: string;
        readonly message: string;
      };
    };

/** Reads pairs of digits, with blanks between pairs. Offsets are in the text. */
export function readPacket(text: string): PacketReading {
  const { bytes, end } = readBytes(text);
  if (end < text.length) {
    const isHalf = /^[0-9a-fA-F]$/.test(text.slice(end, end + 2));
    return {
      rejected: {
        start: end,
        end: text.length,
        verdict: 'packet: Trailing garbage in packet data',
        message: isHalf
          ? 'The last byte has one digit only. Bytes of a packet have two hexadecimal digits each.'
          : 'The bytes of a packet are written in hexadecimal, two digits each, and nothing between them.',
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
