/** The flows of a table by what they have in common: few kinds in most tables, however many flows there are. */
import type { StateSet } from '../conntrack/state-set';
import type { FlowFacts } from './flow-facts';
import type { FlowTraits } from './flow-traits';
import { takesPackets } from './judged';
import type { Signature } from './packet-set';
import { hashOfText, isWithin, type SharedBits, sharedBits } from './shared-bits';

/** Flows of a table that are written alike. */
export interface TableKind {
  readonly traits: FlowTraits;
  /** Which signature of the table is theirs. */
  readonly signature: number;
  /** A hash of what their matches look at, and of the connection state that they ask for. */
  readonly hash: number;
  /** Whether everything of their match is known, and they are taken: then a switch has no two that are the same. */
  readonly isIdentified: boolean;
  /**
   * Whether they hide flows below them: a clause of a conjunction takes no packets by itself, and a flow with a
   * timeout takes them for a while.
   */
  readonly hides: boolean;
  /** Whether they take the packets that they match, and for good. */
  readonly takes: boolean;
  /** The states that they match, as two numbers. */
  readonly low: number;
  readonly high: number;
}

/** The lower and the upper half of a set of states, each small enough to be compared at once. */
export function lowOf(states: StateSet): number {
  return Number(states & 0x1f_ffffn);
}

export function highOf(states: StateSet): number {
  return Number(states >> 21n);
}

/** The set again. */
export function statesFrom(low: number, high: number): StateSet {
  return (BigInt(high) << 21n) | BigInt(low);
}

/** Pairs of signatures beyond are compared anew each time: tables with so many are made up. */
const mostRemembered = 20_000;

/** The signatures of a table, each with a number. */
export class Signatures {
  readonly all: Signature[] = [];
  /** By signature, a bit for each of its slots: not many slots have the same bit. */
  readonly #slots: number[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #shared = new Map<number, Map<number, SharedBits>>();
  #remembered = 0;

  numberOf(signature: Signature): number {
    let number = this.#byKey.get(signature.key);
    if (number === undefined) {
      number = this.all.length;
      this.all.push(signature);
      this.#slots.push(signature.slots.reduce((bits, { slot }) => bits | (1 << (hashOfText(slot) & 31)), 0));
      this.#byKey.set(signature.key, number);
    }
    return number;
  }

  /** The bits that both look at where those are all that `one` looks at; undefined where they are not. */
  within(one: number, other: number): SharedBits | undefined {
    const mayBe = (this.#slots[one]! & ~this.#slots[other]!) === 0;
    return mayBe && isWithin(this.all[one]!, this.all[other]!) ? this.shared(one, other) : undefined;
  }

  /** The bits that both look at. */
  shared(one: number, other: number): SharedBits {
    let known = this.#shared.get(one);
    const found = known?.get(other);
    if (found) {
      return found;
    }
    const shared = sharedBits(this.all[one]!, this.all[other]!);
    if (this.#remembered < mostRemembered) {
      if (!known) {
        known = new Map();
        this.#shared.set(one, known);
      }
      known.set(other, shared);
      this.#remembered++;
    }
    return shared;
  }
}

/** The kinds of a table, each with a number. Those that are no longer there stay until the table is read anew. */
export class TableKinds {
  readonly all: TableKind[] = [];
  readonly signatures = new Signatures();
  readonly #numbers = new Map<FlowTraits, number>();

  numberOf(traits: FlowTraits): number {
    let number = this.#numbers.get(traits);
    if (number === undefined) {
      number = this.all.length;
      this.all.push(this.#kindOf(traits));
      this.#numbers.set(traits, number);
    }
    return number;
  }

  numberOfSignature({ facts }: { readonly facts: FlowFacts }): number {
    return this.signatures.numberOf(facts.traits.signature);
  }

  #kindOf(traits: FlowTraits): TableKind {
    const { signature, stateKey, accepted, matchKnown, temporary, isClause, states } = traits;
    return {
      traits,
      signature: this.signatures.numberOf(signature),
      hash: hashOfText(signature.key) ^ hashOfText(stateKey),
      isIdentified: accepted && matchKnown,
      hides: accepted && matchKnown && !temporary && !isClause,
      takes: takesPackets(traits),
      low: lowOf(states),
      high: highOf(states),
    };
  }
}

/** Whether flows of both kinds look at the same bits and ask for the same state. */
export function matchAlike(one: TableKind, other: TableKind): boolean {
  return (
    one === other || (one.signature === other.signature && one.traits.stateKey === other.traits.stateKey)
  );
}

/** Whether flows of a kind can be hidden, or hide. */
export function isThere({ traits }: TableKind, { fate }: { readonly fate: unknown }): boolean {
  return traits.accepted && fate === undefined;
}
