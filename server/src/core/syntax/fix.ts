import type { Span } from './span';

/** A replacement within a line; offsets in UTF-16 units of that line. */
export interface Edit extends Span {
  readonly newText: string;
}

/** A change that makes a finding go away. */
export interface Fix {
  /** What a person reads in the menu: an imperative sentence with the text that will stand there. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /**
   * Whether the flow certainly matches the same packets afterwards, and nothing is lost that the author asked
   * for. Only such fixes are part of fix-all: it must not wipe out the traces of a mistake.
   */
  readonly keepsMeaning: boolean;
}
