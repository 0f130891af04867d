import type { FormatSet } from '../facts/flow-formats';
import type { FlowCommand } from '../facts/flow-keys';
import type { MatchField } from '../facts/match-fields';
import type { ProtocolWord } from '../facts/protocol-words';
import type { Item } from '../syntax/items';
import type { FlowKeys } from './keys';
import type { Match } from './match';
import type { Problems } from './problem';
import type { Subfield } from './subfield';
import type { FieldValue } from './values/reading';

/** One item of a match and what it is to Open vSwitch. */
export interface MatchTerm {
  readonly item: Item;
  readonly key: string;
  readonly kind: 'field' | 'subfield' | 'protocol' | 'ethernet' | 'key' | 'unknown';
  readonly field?: MatchField;
  readonly subfield?: Subfield;
  readonly word?: ProtocolWord;
  /** What was read; undefined when it was rejected. */
  readonly value?: FieldValue;
  /** What the whole match asked of the field right after this item. */
  readonly result?: FieldValue;
}

/** What reading a match fills in. */
export interface MatchTarget {
  readonly match: Match;
  readonly keys: FlowKeys;
  readonly problems: Problems;
  readonly command: FlowCommand;
  formats: FormatSet;
}
