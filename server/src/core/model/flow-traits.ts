/** What flows have in common that are written alike. */
import type { StateSet } from '../conntrack/state-set';
import type { FlowCommand } from '../facts/flow-keys';
import type { Signature } from './packet-set';
import type { Step } from './steps';

/** What flows have in common that are written alike: all but their numbers, and where things stand in the text. */
export interface FlowTraits {
  readonly command: FlowCommand;
  /** Whether `ovs-ofctl` and the switch take it. */
  readonly accepted: boolean;
  /** Whether a switch has printed it, with its statistics. */
  readonly printed: boolean;
  /** The table; for commands that act on all tables, and tables known by name only, undefined. */
  readonly table: number | undefined;
  /** Whether the table is known: it has a number, or the command acts on all tables. */
  readonly tableKnown: boolean;
  /** Whether it goes away by itself, after a timeout. */
  readonly temporary: boolean;
  /** Narrows modify and delete to certain flows, in ways that are not looked into. */
  readonly narrowed: boolean;
  /** The bits of packets that it looks at, their connection state apart. */
  readonly signature: Signature;
  /** The states that its match covers: on `ct_state`, and on fields that only tracked packets have. */
  readonly states: StateSet;
  /** What it asks of `ct_state`, `value/mask`: of flows with the same packets, equal texts mean the same match. */
  readonly stateKey: string;
  /** Whether it matches on `ct_state`. */
  readonly asksForState: boolean;
  /** Whether it matches on another field that only tracked packets have. */
  readonly asksForTracked: boolean;
  /** The zone of tracked packets that it asks for; undefined where it asks for none, or for some bits of it. */
  readonly zone: number | undefined;
  /** Whether its packets are IP packets; undefined where they may be or not. */
  readonly isIp: boolean | undefined;
  /** Whether the signature is all there is to the match: false where names or errors hide some of it. */
  readonly matchKnown: boolean;
  /**
   * What one of these flows does. Kinds of steps, tables, zones and groups are those of all of them; places in the text,
   * values that are written, and the numbers of conjunctions are its own.
   */
  readonly likeSteps: readonly Step[];
  /** Whether the steps are all that happens: false where names or errors hide some of it. */
  readonly stepsKnown: boolean;
  /** Whether it is part of a conjunction: it takes no packets by itself. */
  readonly isClause: boolean;
  /** Whether it has a list of actions in the text. */
  readonly hasActions: boolean;
}

/** A flow whose traits are an object of their own, which it shares with others. */
export abstract class FlowWithTraits implements FlowTraits {
  abstract readonly traits: FlowTraits;

  get command(): FlowCommand {
    return this.traits.command;
  }
  get accepted(): boolean {
    return this.traits.accepted;
  }
  get printed(): boolean {
    return this.traits.printed;
  }
  get table(): number | undefined {
    return this.traits.table;
  }
  get tableKnown(): boolean {
    return this.traits.tableKnown;
  }
  get temporary(): boolean {
    return this.traits.temporary;
  }
  get narrowed(): boolean {
    return this.traits.narrowed;
  }
  get signature(): Signature {
    return this.traits.signature;
  }
  get states(): StateSet {
    return this.traits.states;
  }
  get stateKey(): string {
    return this.traits.stateKey;
  }
  get asksForState(): boolean {
    return this.traits.asksForState;
  }
  get asksForTracked(): boolean {
    return this.traits.asksForTracked;
  }
  get zone(): number | undefined {
    return this.traits.zone;
  }
  get isIp(): boolean | undefined {
    return this.traits.isIp;
  }
  get matchKnown(): boolean {
    return this.traits.matchKnown;
  }
  get likeSteps(): readonly Step[] {
    return this.traits.likeSteps;
  }
  get stepsKnown(): boolean {
    return this.traits.stepsKnown;
  }
  get isClause(): boolean {
    return this.traits.isClause;
  }
  get hasActions(): boolean {
    return this.traits.hasActions;
  }
}
