import { StringDecoder } from 'node:string_decoder';

/**
 * The text that the bytes stand for: UTF-8, or UTF-16 where a byte order mark says so, as editors take it. The mark is
 * left out; bytes that make no sense become U+FFFD.
 */
export async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  // A mark may come in pieces.
  let first: Uint8Array = new Uint8Array();
  for await (const piece of bytes) {
    if (decoder) {
      yield decoder.add(piece);
    } else {
      first = first.length === 0 ? piece : Buffer.concat([first, piece]);
      if (first.length >= 3) {
        decoder = new Decoder(first);
        yield decoder.start();
      }
    }
  }
  if (!decoder) {
    decoder = new Decoder(first);
    yield decoder.start();
  }
  yield decoder.end();
}

const marks = [
  { mark: [0xef, 0xbb, 0xbf], encoding: 'utf8', swaps: false },
  { mark: [0xff, 0xfe], encoding: 'utf16le', swaps: false },
  { mark: [0xfe, 0xff], encoding: 'utf16le', swaps: true },
  { mark: [], encoding: 'utf8', swaps: false },
] as const;

class Decoder {
  readonly #first: Uint8Array;
  readonly #decoder: StringDecoder;
  readonly #swaps: boolean;
  /** Half a unit of UTF-16 whose other half is still to come. */
  #half: Uint8Array = new Uint8Array();

  constructor(first: Uint8Array) {
    const { mark, encoding, swaps } = marks.find((each) =>
      each.mark.every((byte, index) => first[index] === byte),
    )!;
    this.#first = first.subarray(mark.length);
    this.#decoder = new StringDecoder(encoding);
    this.#swaps = swaps;
  }

  /** What the first bytes stand for, behind the mark. */
  start(): string {
    return this.add(this.#first);
  }

  add(piece: Uint8Array): string {
    return this.#decoder.write(Buffer.from(this.#swaps ? this.#swapped(piece) : piece));
  }

  end(): string {
    return this.#decoder.end();
  }

  #swapped(piece: Uint8Array): Buffer {
    const all = Buffer.concat([this.#half, piece]);
    const even = all.length - (all.length % 2);
    this.#half = all.subarray(even);
    return all.subarray(0, even).swap16();
  }
}
