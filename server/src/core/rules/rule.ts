import type { FormatSet } from '../facts/flow-formats';
import type { FlowEvaluation } from '../flow/evaluate';
import type { FlowConnectionState } from '../model/flow-connection-state';
import type { Fix } from '../syntax/fix';
import type { FlowLine } from '../syntax/flow-line';
import type { Span } from '../syntax/span';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export type { Edit, Fix } from '../syntax/fix';

/** One thing a rule has to say about a line. */
export interface Finding {
  readonly span: Span;
  /** What is wrong, what Open vSwitch will do with it, what to do. */
  readonly message: string;
  /** The text can go: editors fade it. */
  readonly unnecessary?: boolean;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  /** Worked out only when asked for. The best fix first. */
  readonly fixes?: () => Fix[];
}

/** What a rule looks at. */
export interface RuleInput {
  readonly line: FlowLine;
  readonly state: FlowConnectionState;
  /** What Open vSwitch makes of the line. */
  readonly flow: FlowEvaluation;
  /** The flow formats of the OpenFlow version in use; all of them where none is chosen. */
  readonly allowed: FormatSet;
}

/** One diagnostic: its code, and its severity unless settings change it. */
export interface Rule {
  /** Stable: settings, comments that silence, and the page in docs/rules are named after it. */
  readonly code: string;
  readonly severity: Severity;
  /** Says something only where settings ask for it. */
  readonly offByDefault?: true;
  /** What the rule finds, a few words. */
  readonly title: string;
}

/** A diagnostic with a check of its own; others are reported while a line is read. */
export interface WrittenRule extends Rule {
  check(input: RuleInput): Iterable<Finding>;
}
