/** What to add to a match so that it meets what a field or an action needs. */
import { type PrerequisiteName, prerequisites } from '../facts/prerequisites';
import { type ProtocolWord, protocolWord } from '../facts/protocol-words';
import type { Fix } from '../syntax/fix';
import type { Span } from '../syntax/span';
import type { MatchTerm } from './match-items';

/**
 * Fixes that meet a prerequisite: each adds an item in front of `position`, or makes a more general protocol
 * word that is there already a more special one (`ip` to `tcp`). None where the match is on another protocol.
 */
export function prerequisiteFixes(
  prerequisite: PrerequisiteName | undefined,
  terms: readonly MatchTerm[],
  position: number,
): Fix[] {
  const there = terms.flatMap((term) => protocolOf(term) ?? []);
  return (prerequisite ? prerequisites[prerequisite].items : []).flatMap((item) => {
    const wanted = protocolIn(item.split(',')[0]!);
    const general = there.find((protocol) => wanted && generalises(protocol, wanted));
    if (general) {
      return [
        {
          title: `Change ${general.text} to ${item}`,
          edits: [{ ...general.span, newText: item }],
          keepsMeaning: false,
        },
      ];
    }
    const isThere = there.length > 0 && there.every((protocol) => wanted && isSame(protocol, wanted));
    if (wanted && there.length > 0 && !isThere) {
      return [];
    }
    const added = isThere ? furtherItems(item.split(',').slice(1), terms) : item;
    if (added === undefined) {
      return [];
    }
    return [
      {
        title: `Add ${added}`,
        edits: [{ start: position, end: position, newText: `${added}${separatorAt(position, terms)}` }],
        keepsMeaning: false,
      },
    ];
  });
}

/** What stands between the items around a place: what is added there is set apart in the same way. */
function separatorAt(position: number, terms: readonly MatchTerm[]): string {
  const index = Math.max(
    terms.findIndex(({ item }) => item.keyStart === position),
    1,
  );
  const [before, after] = [terms[index - 1], terms[index]];
  return before && after && after.item.keyStart - before.item.end === 2 ? ', ' : ',';
}

/** The items of a prerequisite behind its protocol word, as far as the match does not have them. */
function furtherItems(items: readonly string[], terms: readonly MatchTerm[]): string | undefined {
  const missing = items.filter((item) => !terms.some(({ key }) => key === item.split('=')[0]));
  return missing.length > 0 ? missing.join(',') : undefined;
}

/** What an item says of the protocol: an Ethernet type, and perhaps an IP protocol. */
type Protocol = Pick<ProtocolWord, 'etherType' | 'ipProtocol'>;

/** The protocol that an item of the match names, by a word or as an Ethernet type. */
function protocolOf({
  item,
  key,
  word,
  field,
  value,
}: MatchTerm): (Protocol & { readonly text: string; readonly span: Span }) | undefined {
  const { keyStart: start, keyEnd, end } = item;
  if (word) {
    return { ...word, text: key, span: { start, end: keyEnd } };
  }
  if (field?.name !== 'eth_type' || !value) {
    return undefined;
  }
  const etherType = Number(value.value);
  return {
    etherType,
    ipProtocol: undefined,
    text: `${key}=0x${etherType.toString(16)}`,
    span: { start, end },
  };
}

/** The same of the first item of a prerequisite: `tcp` or `dl_type=0x894f`; undefined where it names none. */
function protocolIn(item: string): Protocol | undefined {
  const [, etherType] = /^dl_type=(.*)/.exec(item) ?? [];
  return etherType ? { etherType: Number(etherType), ipProtocol: undefined } : protocolWord(item);
}

function isSame(left: Protocol, right: Protocol): boolean {
  return left.etherType === right.etherType && left.ipProtocol === right.ipProtocol;
}

/** Whether one says less than another, and nothing else: `ip` than `tcp`. */
function generalises(general: Protocol, special: Protocol): boolean {
  return (
    general.etherType === special.etherType &&
    general.ipProtocol === undefined &&
    special.ipProtocol !== undefined
  );
}
