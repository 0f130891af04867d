/** What is shown at a place of a line, as if it stood there. */
export interface InlayHint {
  /** In UTF-16 units from the start of the line. */
  readonly offset: number;
  readonly label: string;
  /** Markdown. */
  readonly tooltip: string;
}
