/**
 * Standard input, for messages of many MiB. What Node reads comes in pieces of 64 KiB that are garbage once they are put together,
 * and are put together by copying: a document of 25 MiB takes 50 before its text is there, and what was in between stays with
 * the process. Here the pieces are read into one and the same buffer, and copied where they belong.
 */
import { Socket, type SocketConstructorOpts, type TcpSocketConnectOpts } from 'node:net';
import { Readable } from 'node:stream';

/** So many bytes are read at once. */
const pieceSize = 65_536;

/** Messages from this size on are put together here; smaller ones are passed on as they come. */
const largeSize = 1024 * 1024;

/**
 * The C library gives back at once what is larger than 32 MiB, and nothing else: what it has given back once it takes for the measure of
 * what to keep from then on. Of what is set aside here no more is in memory than is written to.
 */
const givenBackSize = 33 * 1024 * 1024;

/** No text is as long: what announces more is left to whoever reads the messages. */
const mostSize = 512 * 1024 * 1024;

/** No header is as long: what comes without an end is no message. */
const mostHeader = 4096;

const endOfHeader = '\r\n\r\n';

/** What the process is told. Messages that are large come in one piece; nothing is changed or left out. */
export function standardInput(): Readable {
  const input = new MessageInput();
  try {
    const buffer = Buffer.allocUnsafeSlow(pieceSize);
    const onread = {
      buffer,
      callback: (length: number) => {
        input.accept(buffer.subarray(0, length));
        return true;
      },
    };
    // The types of Node know `onread` of a connection only; it is there for what is open already, too.
    const options: SocketConstructorOpts & Pick<TcpSocketConnectOpts, 'onread'> = {
      fd: 0,
      readable: true,
      writable: false,
      onread,
    };
    const socket = new Socket(options);
    socket.on('end', () => input.push(null)).on('error', (error) => input.destroy(error));
    return input;
  } catch {
    // Neither a pipe nor a socket: a file or a terminal, as nobody starts a server but to try it.
    return process.stdin;
  }
}

/** Passes on bytes that it is given to keep for no longer than the call. */
export class MessageInput extends Readable {
  /** The bytes of a header that is not there as a whole. */
  #header = Buffer.alloc(0);
  /** How many bytes of a body are to come; not known where what comes are no messages. */
  #left = 0;
  /** A large body, as far as it is there. */
  #body: Buffer | undefined;

  override _read(): void {}

  /** Takes the next bytes, wherever messages begin and end in them. */
  accept(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length > 0) {
      rest = this.#left > 0 ? this.#takeBody(rest) : this.#takeHeader(rest);
    }
  }

  #takeHeader(bytes: Buffer): Buffer {
    const known = this.#header.length;
    // Much more may follow, which is not to be copied for each message in it.
    const taken = bytes.subarray(0, mostHeader);
    const header = Buffer.concat([this.#header, taken]);
    const end = header.indexOf(endOfHeader);
    if (end < 0 && header.length < mostHeader) {
      this.#header = header;
      return bytes.subarray(taken.length);
    }
    const length = Number(/^content-length: *(\d+) *$/im.exec(header.toString('latin1', 0, end))?.[1]);
    this.#header = Buffer.alloc(0);
    if (end < 0 || !(length <= mostSize)) {
      this.#left = Number.POSITIVE_INFINITY;
      this.push(header);
      return bytes.subarray(taken.length);
    }
    const size = end + endOfHeader.length;
    this.push(header.subarray(0, size));
    this.#left = length;
    this.#body =
      length >= largeSize
        ? Buffer.allocUnsafeSlow(Math.max(length, givenBackSize)).subarray(0, length)
        : undefined;
    return bytes.subarray(size - known);
  }

  #takeBody(bytes: Buffer): Buffer {
    const taken = bytes.subarray(0, this.#left);
    if (!this.#body) {
      this.push(Buffer.from(taken));
    } else {
      taken.copy(this.#body, this.#body.length - this.#left);
    }
    this.#left -= taken.length;
    if (this.#left === 0 && this.#body) {
      this.push(this.#body);
      this.#body = undefined;
    }
    return bytes.subarray(taken.length);
  }
}
