import type { Edit } from '../syntax/fix';
import type { Span } from '../syntax/span';

/** One thing that could stand at the cursor. */
export interface Completion {
  readonly kind:
    | 'field'
    | 'value'
    | 'flag'
    | 'protocol'
    | 'key'
    | 'command'
    | 'action'
    | 'argument'
    | 'directive'
    | 'rule';
  readonly label: string;
  /** Right behind the label: what comes along with it, or how it goes on. */
  readonly detail?: string;
  /** Beside the label: what it is, or why it would not do. */
  readonly note: string;
  /** Markdown. */
  readonly documentation: string;
  /** What it replaces, the half-typed word included. */
  readonly span: Span;
  readonly newText: string;
  /** Text to go in behind the cursor, where the editor can put the cursor before it. */
  readonly tail?: string;
  /** What goes in instead of all that where the editor can fill in: `$1`, `$2`, `$0` are the places to do so. */
  readonly snippet?: string;
  /** Changes elsewhere in the line that come along. */
  readonly edits?: readonly Edit[];
  /** What the half-typed text is compared with, where that is not the label. */
  readonly filterText?: string;
  /** Another list is wanted right after this one is taken. */
  readonly continues?: boolean;
}

/** What completion takes from around the line. */
export interface CompletionContext {
  /** The text of a line so many lines further down, or up; undefined outside the document. */
  lineAt(distance: number): string | undefined;
  /** An object that stands for that line as long as it stays as it is; undefined where nothing can be kept of it. */
  keyAt?(distance: number): object | undefined;
}

/** A line that stands alone. */
export const noContext: CompletionContext = { lineAt: () => undefined };
