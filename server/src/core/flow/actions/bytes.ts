/** Bytes in hexadecimal, as `note` and `controller` take them. Source: lib/ofpbuf.c, ofpbuf_put_hex. */

/** What of a text is bytes, as one row of hexadecimal digits in lower case, and where it stops being that. */
export function readBytes(text: string): { readonly hex: string; readonly end: number } {
  const bytes: string[] = [];
  const next = /[ .\t\r\n]*([0-9a-fA-F]{2})?/y;
  for (;;) {
    const found = next.exec(text)!;
    if (found[1] === undefined) {
      return { hex: bytes.join('').toLowerCase(), end: next.lastIndex };
    }
    bytes.push(found[1]);
  }
}

/** As Open vSwitch prints them: with dots between. */
export function formatBytes(hex: string): string {
  return hex.replace(/..(?=.)/g, '$&.');
}
