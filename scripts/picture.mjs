// Makes screenshots small: a PNG with a palette instead of a colour per dot. What is on them are a few colours and the
// shades between them at the edges of letters.
import { deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const mostColours = 256;

/**
 * The same picture with at most 256 colours.
 * @param {Buffer} png 8 bits a channel, red, green and blue, perhaps with alpha, which is dropped
 * @returns {Buffer}
 */
export function withPalette(png) {
  const { width, height, channels, dots } = decode(png);
  const colours = new Uint32Array(width * height);
  /** @type {Map<number, number>} */
  const uses = new Map();
  for (let dot = 0; dot < colours.length; dot++) {
    const at = dot * channels;
    const colour = dots.readUIntBE(at, 3);
    colours[dot] = colour;
    uses.set(colour, (uses.get(colour) ?? 0) + 1);
  }
  const byUse = [...uses.keys()].sort(
    (one, other) => (uses.get(other) ?? 0) - (uses.get(one) ?? 0) || one - other,
  );
  const palette = choosePalette(byUse);
  const indexes = new Map(byUse.map((colour) => [colour, nearest(colour, palette)]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let dot = 0; dot < colours.length; dot++) {
    rows[dot + Math.floor(dot / width) + 1] = indexes.get(colours[dot] ?? 0) ?? 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  const entries = Buffer.from(
    palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]),
  );
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', entries),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * The colours that are used most, but none so near to another that nobody could tell: a squiggle has few dots, and
 * must not lose its colour to the shades of grey.
 * @param {readonly number[]} byUse
 */
function choosePalette(byUse) {
  for (let apart = 0; ; apart += 6) {
    /** @type {number[]} */
    const palette = [];
    for (const colour of byUse) {
      if (palette.every((each) => distance(each, colour) > apart * apart)) {
        palette.push(colour);
      }
      if (palette.length > mostColours) {
        break;
      }
    }
    if (palette.length <= mostColours) {
      return palette;
    }
  }
}

/** @param {number} colour @param {readonly number[]} palette */
function nearest(colour, palette) {
  let best = { index: 0, away: Number.POSITIVE_INFINITY };
  for (const [index, each] of palette.entries()) {
    const away = distance(each, colour);
    best = away < best.away ? { index, away } : best;
  }
  return best.index;
}

/** @param {number} one @param {number} other */
function distance(one, other) {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 0xff) - ((other >> 8) & 0xff);
  const blue = (one & 0xff) - (other & 0xff);
  return red * red + green * green + blue * blue;
}

/** @param {Buffer} png */
function decode(png) {
  /** @type {Buffer[]} */
  const data = [];
  let [width, height, channels] = [0, 0, 0];
  for (let at = signature.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    const type = png.toString('latin1', at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    if (type === 'IHDR') {
      width = content.readUInt32BE(0);
      height = content.readUInt32BE(4);
      if (content[8] !== 8 || (content[9] !== 2 && content[9] !== 6) || content[12] !== 0) {
        throw new Error('This is no screenshot: a PNG with 8 bits of red, green and blue is expected.');
      }
      channels = content[9] === 2 ? 3 : 4;
    } else if (type === 'IDAT') {
      data.push(content);
    }
  }
  return {
    width,
    height,
    channels,
    dots: unfilter(inflateSync(Buffer.concat(data)), width * channels, channels),
  };
}

/**
 * Undoes what each row of a PNG is written as the difference of.
 * @param {Buffer} rows @param {number} length @param {number} channels
 */
function unfilter(rows, length, channels) {
  const count = rows.length / (length + 1);
  const dots = Buffer.alloc(length * count);
  for (let row = 0; row < count; row++) {
    const start = row * (length + 1);
    for (let column = 0; column < length; column++) {
      const at = row * length + column;
      const left = column < channels ? 0 : dots.readUInt8(at - channels);
      const above = row === 0 ? 0 : dots.readUInt8(at - length);
      const corner = row === 0 || column < channels ? 0 : dots.readUInt8(at - length - channels);
      const predicted = predict(rows.readUInt8(start), left, above, corner);
      dots[at] = rows.readUInt8(start + 1 + column) + predicted;
    }
  }
  return dots;
}

/** @param {number} filter @param {number} left @param {number} above @param {number} corner */
function predict(filter, left, above, corner) {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4: {
      const toLeft = Math.abs(above - corner);
      const toAbove = Math.abs(left - corner);
      const toCorner = Math.abs(left + above - 2 * corner);
      return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
    default:
      return 0;
  }
}

/** @param {string} type @param {Buffer} content */
function chunk(type, content) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(checksum(body), body.length + 4);
  return framed;
}

/** The CRC of PNG; `crc32` of Node's zlib is too new for Node 20. @param {Buffer} bytes */
function checksum(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}
