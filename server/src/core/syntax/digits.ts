/**
 * Numbers as people read and order them. The engine could do both for any language; to ask it for that loads its data on
 * languages, which is 8 MiB in memory and some milliseconds before the first answer.
 */

/** `12,345`: digits in groups of three, whatever the language of the machine. */
export function grouped(count: number | bigint): string {
  // Numbers from there on are written with an exponent.
  const written = String(count >= 1e21 ? BigInt(count) : count);
  return written.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, ','));
}

/** A number and its noun, which for "information" has no plural. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 || noun === 'information' ? '' : 's'}`;
}

/** Orders by the first number that differs: `2.10` comes after `2.9`, `tun_metadata10` after `tun_metadata9`. */
export function byNumbers(left: string, right: string): number {
  const [some, others] = [numbersIn(left), numbersIn(right)];
  const differs = some.findIndex((number, index) => number !== others[index]);
  return differs >= 0 && differs < others.length
    ? some[differs]! - others[differs]!
    : some.length - others.length;
}

function numbersIn(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}
