/** What a field needs besides itself: the items to add to a match so that a match on the field counts. */
import { signedSpelling } from '../conntrack/spelling';
import { any } from '../facts/flow-formats';
import type { MatchField } from '../facts/match-fields';
import { type PrerequisiteName, prerequisites } from '../facts/prerequisites';
import { protocolWords } from '../facts/protocol-words';
import { flowCommandOf } from '../flow/evaluate';
import { defaultKeys, noTable } from '../flow/keys';
import { Match } from '../flow/match';
import { type MatchTerm, readMatch } from '../flow/match-items';
import { meets } from '../flow/prerequisites';
import { Problems } from '../flow/problem';
import type { Edit } from '../syntax/fix';
import { type FlowLine, parseFlowLine } from '../syntax/flow-line';
import { type Item, parseItems } from '../syntax/items';

/** What a match lacks. Nothing to add and nothing to edit: it lacks nothing. */
export interface Addition {
  /** Items to write before the field, in order. */
  readonly items: readonly string[];
  /** Changes to items that are there. */
  readonly edits: readonly Edit[];
}

/** The words of both an Ethernet type and an IP protocol, by their numbers. */
const protocolNames = new Map(
  protocolWords
    .filter(({ ipProtocol }) => ipProtocol !== undefined)
    .map(({ name, etherType, ipProtocol }) => [`${etherType} ${ipProtocol}`, name]),
);

const nothingToAdd: Addition = { items: [], edits: [] };

/**
 * Fields whose prerequisite is more than the row can say: the addresses of a connection have those of the
 * packet as their family; its ports count with its protocol only. Source: lib/ofp-flow.c; lib/match.c.
 */
const alsoNeeded: Readonly<Record<string, readonly string[] | undefined>> = {
  ct_nw_src: ['ip'],
  ct_nw_dst: ['ip'],
  ct_ipv6_src: ['ipv6'],
  ct_ipv6_dst: ['ipv6'],
  ct_nw_proto: ['ip', 'ipv6'],
  ct_tp_src: ['ip,ct_nw_proto=6', 'ipv6,ct_nw_proto=6'],
  ct_tp_dst: ['ip,ct_nw_proto=6', 'ipv6,ct_nw_proto=6'],
};

/** Nobody writes so many items; what hostile lines have beyond that is not looked at. */
const most = 1000;

/** The match of a line without the item that is being written. */
export class MatchSoFar {
  readonly match = new Match();
  readonly terms: readonly MatchTerm[];
  /** The table of the flow; 0 where the line names none. */
  readonly table: number;
  /** Groups and packets have no match: nobody knows which packets come to them. */
  readonly isFlow: boolean;
  readonly #cache = new Map<string, Addition | undefined>();

  constructor(
    readonly line: FlowLine,
    written: Item | undefined,
  ) {
    this.isFlow = line.kind === 'flow';
    const others = this.isFlow ? line.match.slice(0, most).filter((item) => item !== written) : [];
    const keys = defaultKeys();
    this.terms = read({ ...line, match: others }, this.match, keys);
    this.table = keys.table === noTable ? 0 : keys.table;
  }

  /** What has to be added for a match on the field to count; undefined when what is matched rules it out. */
  additionFor(field: MatchField, alternatives?: readonly PrerequisiteName[]): Addition | undefined {
    const also = alsoNeeded[field.name];
    if (!also && !alternatives && field.prerequisite === undefined) {
      return nothingToAdd;
    }
    const key = `${alternatives ?? field.prerequisite}|${also}|${providesItself(field)}`;
    if (!this.#cache.has(key)) {
      this.#cache.set(key, this.#work(field, alternatives ?? [field.prerequisite], also));
    }
    return this.#cache.get(key);
  }

  #work(
    field: MatchField,
    alternatives: readonly (PrerequisiteName | undefined)[],
    also: readonly string[] = [],
  ): Addition | undefined {
    const [first] = alternatives;
    const isMet = (match: Match) =>
      alternatives.some((name) => meets(name, match)) || (providesItself(field) && meets('ethernet', match));
    const candidates = isMet(this.match) || first === undefined ? [''] : prerequisites[first].items;
    for (const candidate of candidates) {
      for (const extra of also.length > 0 ? also : ['']) {
        const text = [extra, candidate].filter((part) => part !== '').join(',');
        const addition = this.#adding(text);
        const completed = new Match(this.match);
        readItems(text, completed);
        if (addition && isMet(completed)) {
          return addition;
        }
      }
    }
    return undefined;
  }

  /** The items of `text` that are not in the match yet; undefined when one contradicts it. */
  #adding(text: string): Addition | undefined {
    if (text === '') {
      return nothingToAdd;
    }
    const items: string[] = [];
    const edits: Edit[] = [];
    for (const item of parseItems(text, 0, text.length)) {
      const asked = new Match();
      readItems(text.slice(item.keyStart, item.end), asked);
      const slots = [...asked.slots];
      if (slots.some(([slot, { value, mask }]) => !agrees(this.match, slot, value, mask))) {
        return undefined;
      }
      const given = slots.every(([slot, { value, mask }]) => {
        return (this.match.mask(slot) & mask) === mask && (this.match.value(slot) & mask) === value;
      });
      if (!given) {
        const edit = this.#widened(asked);
        if (edit) {
          edits.push(edit);
        } else {
          items.push(text.slice(item.keyStart, item.end));
        }
      }
    }
    return { items, edits };
  }

  /** An item that is there and says part of it: `ip` becomes `tcp`, `ct_state=+trk` becomes `ct_state=-inv+trk`. */
  #widened(asked: Match): Edit | undefined {
    const state = this.terms.find(({ field, kind }) => kind === 'field' && field?.format === 'ct-state');
    if (state?.value && asked.mask('ct_state') !== 0n) {
      const mask = Number(this.match.mask('ct_state') | asked.mask('ct_state'));
      const value = Number(this.match.value('ct_state') | asked.value('ct_state'));
      const { valueStart: start, valueEnd: end } = state.item;
      return { start, end, newText: signedSpelling({ value, mask }) };
    }
    const protocol = asked.value('nw_proto');
    const word = this.terms.find(
      ({ word: general }) =>
        general && general.ipProtocol === undefined && BigInt(general.etherType) === asked.value('dl_type'),
    );
    if (!word || protocol === 0n || this.match.mask('nw_proto') !== 0n) {
      return undefined;
    }
    const newText = protocolNames.get(`${word.word!.etherType} ${protocol}`);
    return newText === undefined ? undefined : { start: word.item.keyStart, end: word.item.keyEnd, newText };
  }
}

/** Reads items that are not in the line. */
function readItems(text: string, match: Match): void {
  read({ ...parseFlowLine(''), kind: 'flow', text, match: parseItems(text, 0, text.length) }, match);
}

function read(line: FlowLine, match: Match, keys = defaultKeys()): MatchTerm[] {
  return readMatch(line, {
    match,
    keys,
    problems: new Problems(),
    command: flowCommandOf(line),
    formats: any,
  });
}

function agrees(match: Match, slot: string, value: bigint, mask: bigint): boolean {
  return ((match.value(slot) ^ value) & match.mask(slot) & mask) === 0n;
}

/** Whether matching the field is enough to meet its own prerequisite, as a VLAN priority asks for a tag. */
function providesItself(field: MatchField): boolean {
  if (field.prerequisite !== 'vlan') {
    return false;
  }
  const match = new Match();
  readItems(/[^,]*$/.exec(field.example)![0], match);
  return meets(field.prerequisite, match);
}
