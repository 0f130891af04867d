/** Numbers and addresses as flows have them: recognised where they begin, and read into words of 32 bits. */

/** What a value looks like. Two of them of the same kind can stand in the same place. */
export const valueKinds = {
  decimal: 1,
  hexadecimal: 2,
  ethernet: 3,
  ipv4: 4,
  ipv6: 5,
  /** `12.345s`, the duration of a flow; its number does not count. */
  seconds: 6,
  /** `00.1a.ff`, bytes for a controller: their number and a hash of them. */
  bytes: 7,
} as const;

/** The numbers that a value holds, in words of 32 bits, the lowest bits first: so many. */
export const wordsPerValue = 4;

const point = 0x2e;
const colon = 0x3a;

/** How many bits a kind takes beside an offset in one number. */
const kindBits = 3;

/**
 * Reads the value that begins at `start`, and writes its number to `words` from `at` on, where zeros must stand. The text
 * is given as the bytes of its characters, with some zeros behind them, which no value goes past.
 * Returns where it ends and its kind, to be taken apart with `endOf` and `kindOf`; 0 when no value begins there, or one that
 * is written in a way that needs a closer look: with leading zeros, too long.
 */
export function readValue(text: Uint8Array, start: number, words: Int32Array, at: number): number {
  const first = text[start]!;
  if (text[start + 2] === point) {
    return readDotted(text, start, words, at) || readBytes(text, start, words, at);
  }
  if (!isDigit(first)) {
    return readColons(text, start, words, at);
  }
  if (first === 0x30 && text[start + 1] === 0x78) {
    return readHexadecimal(text, start + 2, words, at);
  }
  let number = 0;
  let position = start;
  for (; isDigit(text[position]!); position++) {
    number = number * 10 + text[position]! - 0x30;
  }
  const behind = text[position]!;
  if (behind === point) {
    return readDotted(text, start, words, at);
  }
  const isPlain = position - start <= 15 && !(first === 0x30 && position - start > 1);
  if (behind === colon || hexadecimalDigit(behind) >= 0) {
    const address = readColons(text, start, words, at);
    if (address !== 0 || behind !== colon) {
      return address;
    }
  } else if (!endsWord(behind)) {
    return 0;
  }
  if (!isPlain) {
    return 0;
  }
  words[at] = number | 0;
  words[at + 1] = (number / 0x1_0000_0000) | 0;
  return (position << kindBits) | valueKinds.decimal;
}

export function endOf(value: number): number {
  return value >> kindBits;
}

export function kindOf(value: number): number {
  return value & ((1 << kindBits) - 1);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const digits = Int8Array.from({ length: 256 }, (_, code) => {
  const digit = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(digit) ? -1 : digit;
});

/** What a hexadecimal digit counts; -1 for other characters. */
export function hexadecimalDigit(code: number): number {
  return digits[code]!;
}

const endings = Uint8Array.from({ length: 256 }, (_, code) =>
  Number(!/[\w.:\x80-\xff]/.test(String.fromCharCode(code))),
);

/** Whether a value can end in front of the character: it is no letter, digit, point or colon. */
function endsWord(code: number): boolean {
  return endings[code] === 1;
}

/** Digits behind `0x`, up to sixteen. */
function readHexadecimal(text: Uint8Array, start: number, words: Int32Array, at: number): number {
  let low = 0;
  let high = 0;
  let position = start;
  for (; ; position++) {
    const digit = hexadecimalDigit(text[position]!);
    if (digit < 0) {
      break;
    }
    high = (high << 4) | (low >>> 28);
    low = (low << 4) | digit;
  }
  const count = position - start;
  if (count === 0 || count > 16 || !(endsWord(text[position]!) || text[position] === colon)) {
    return 0;
  }
  words[at] = low;
  words[at + 1] = high;
  return (position << kindBits) | valueKinds.hexadecimal;
}

/** Bytes of two digits each, with points between them. */
function readBytes(text: Uint8Array, start: number, words: Int32Array, at: number): number {
  let position = start;
  let count = 0;
  let hash = 0;
  let other = 0;
  for (;;) {
    const digit = hexadecimalDigit(text[position]!);
    const next = digit < 0 ? -1 : hexadecimalDigit(text[position + 1]!);
    if (next < 0) {
      return 0;
    }
    const byte = (digit << 4) | next;
    hash = Math.imul(hash ^ byte, 0x01000193);
    other = (Math.imul(other, 31) + byte) | 0;
    count++;
    position += 2;
    if (text[position] !== point) {
      break;
    }
    position++;
  }
  if (!endsWord(text[position]!)) {
    return 0;
  }
  words[at] = count;
  words[at + 1] = hash;
  words[at + 2] = other;
  return (position << kindBits) | valueKinds.bytes;
}

/** An IPv4 address, which a port may follow, or seconds with a fraction. */
function readDotted(text: Uint8Array, start: number, words: Int32Array, at: number): number {
  let position = start;
  let address = 0;
  let parts = 0;
  let isAddress = true;
  while (parts < 4) {
    const from = position;
    let part = 0;
    for (; isDigit(text[position]!); position++) {
      part = part * 10 + text[position]! - 0x30;
    }
    const length = position - from;
    isAddress &&= length > 0 && length <= 3 && part <= 255 && !(length > 1 && text[from] === 0x30);
    address = (address << 8) | part;
    parts++;
    if (parts < 4) {
      if (text[position] !== point) {
        break;
      }
      position++;
    }
  }
  if (parts === 2 && text[position] === 0x73 && endsWord(text[position + 1]!)) {
    words[at] = 1;
    return ((position + 1) << kindBits) | valueKinds.seconds;
  }
  const isEnd = endsWord(text[position]!) || text[position] === colon;
  if (parts < 4 || !isAddress || !isEnd) {
    return 0;
  }
  words[at] = address;
  return (position << kindBits) | valueKinds.ipv4;
}

/** An Ethernet address of six groups with two digits each, or an IPv6 address. */
function readColons(text: Uint8Array, start: number, words: Int32Array, at: number): number {
  // Most words that begin like an address are none, and are known by the first character that is no digit.
  let position = start;
  while (hexadecimalDigit(text[position]!) >= 0) {
    position++;
  }
  if (text[position] !== colon || position - start > 4) {
    return 0;
  }
  return readEthernet(text, start, words, at) || readIpv6(text, start, words, at);
}

const ethernetLength = 17;

function readEthernet(text: Uint8Array, start: number, words: Int32Array, at: number): number {
  const stop = start + ethernetLength;
  if (!endsWord(text[stop]!)) {
    return 0;
  }
  let low = 0;
  let high = 0;
  for (let position = start; position < stop; position += 3) {
    const digit = hexadecimalDigit(text[position]!);
    const next = hexadecimalDigit(text[position + 1]!);
    const hasColon = position + 2 === stop || text[position + 2] === colon;
    if (digit < 0 || next < 0 || !hasColon) {
      return 0;
    }
    high = (high << 8) | (low >>> 24);
    low = (low << 8) | (digit << 4) | next;
  }
  words[at] = low;
  words[at + 1] = high & 0xffff;
  return (stop << kindBits) | valueKinds.ethernet;
}

/** Groups of the address that is being read; overwritten by the next. */
const groupsPerAddress = 8;

function readIpv6(text: Uint8Array, start: number, words: Int32Array, at: number): number {
  // Two colons stand somewhere in the first five characters of an address that is not a number before one.
  let position = start;
  let count = 0;
  let gap = -1;
  if (text[position] === colon) {
    if (text[position + 1] !== colon) {
      return 0;
    }
    gap = 0;
    position += 2;
  }
  const groups = [0, 0, 0, 0, 0, 0, 0, 0];
  while (count < groupsPerAddress) {
    const from = position;
    let group = 0;
    for (; ; position++) {
      const digit = hexadecimalDigit(text[position]!);
      if (digit < 0) {
        break;
      }
      group = (group << 4) | digit;
    }
    if (position === from) {
      break;
    }
    if (position - from > 4) {
      return 0;
    }
    groups[count++] = group;
    if (text[position] !== colon) {
      break;
    }
    if (text[position + 1] === colon) {
      if (gap >= 0) {
        return 0;
      }
      gap = count;
      position += 2;
    } else if (hexadecimalDigit(text[position + 1]!) >= 0) {
      position++;
    } else {
      return 0;
    }
  }
  const isWhole = gap < 0 ? count === groupsPerAddress : count < groupsPerAddress;
  if (!isWhole || !endsWord(text[position]!)) {
    return 0;
  }
  const behindGap = gap < 0 ? 0 : count - gap;
  for (let index = 0; index < count; index++) {
    const place = index < count - behindGap ? index : groupsPerAddress - count + index;
    const fromLowest = groupsPerAddress - 1 - place;
    const word = at + (fromLowest >> 1);
    words[word] = words[word]! | (groups[index]! << (16 * (fromLowest & 1)));
  }
  return (position << kindBits) | valueKinds.ipv6;
}
