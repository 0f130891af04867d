/** The ranges of `nat`: addresses, and ports behind a colon. */
import { portNames } from '../facts/well-known';
import { ipv6Number, strictIpv4Number } from '../flow/values/addresses';
import { grouped } from '../syntax/digits';

const shape = /^\[?([0-9a-fA-F.:]+?)\]?(?:-\[?([0-9a-fA-F.:]+?)\]?)?(?::(\d{1,5})(?:-(\d{1,5}))?)?$/;

/** `192.0.2.1-192.0.2.9:1024-2048` in words; undefined when it is none that can be read at a glance. */
export function describeNatRange(written: string): string | undefined {
  const found = written.length > 200 ? null : shape.exec(written);
  const bare = ipv6Number(written) !== undefined;
  const [, first, last, firstPort, lastPort] = bare ? [written, written] : (found ?? []);
  const from = first === undefined ? undefined : addressNumber(first);
  const to = last === undefined ? from : addressNumber(last);
  if (from === undefined || to === undefined) {
    return undefined;
  }
  const count = to - from + 1n;
  const addresses =
    last === undefined
      ? `the address ${first}`
      : count > 0n
        ? `one of ${grouped(count)} addresses, ${first} to ${last}`
        : 'a range that is the wrong way round';
  return [addresses, portWords(firstPort, lastPort)].filter(Boolean).join('; ');
}

function addressNumber(text: string): bigint | undefined {
  return strictIpv4Number(text) ?? ipv6Number(text);
}

function portWords(first: string | undefined, last: string | undefined): string | undefined {
  if (first === undefined) {
    return undefined;
  }
  const name = portNames[Number(first)];
  return last === undefined
    ? `port ${first}${name ? ` (${name})` : ''}`
    : `one of the ports ${first} to ${last}`;
}
