import type { Span } from '../syntax/span';

/** One thing that could stand at the cursor. */
export interface Completion {
  readonly kind: 'field' | 'value' | 'flag';
  readonly label: string;
  /** Beside the label: what it is, or why it would not do. */
  readonly note: string;
  /** Markdown. */
  readonly documentation: string;
  /** What it replaces, the half-typed word included. */
  readonly span: Span;
  readonly newText: string;
  /** Text to go in behind the cursor, where the editor can put the cursor before it. */
  readonly tail?: string;
  /** What the half-typed text is compared with, where that is not the label. */
  readonly filterText?: string;
  /** Another list is wanted right after this one is taken. */
  readonly continues?: boolean;
}
