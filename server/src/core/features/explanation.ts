import type { Span } from '../syntax/span';

/** What to show when the mouse rests on something. */
export interface Hover {
  /** Markdown. */
  readonly contents: string;
  readonly span: Span;
}
