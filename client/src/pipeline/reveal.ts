/** Goes to a place of the document from the view. */
import {
  Range,
  Selection,
  type TextDocument,
  TextEditorRevealType,
  ThemeColor,
  ViewColumn,
  window,
} from 'vscode';
import type { PipelinePlace } from './graph/pipeline';

/** How long a place that was gone to is tinted, in milliseconds. */
const tinted = 1_200;

/** Shows a place: in the editor that shows the document already, else in a new one. */
export async function revealPlace(
  document: TextDocument,
  place: PipelinePlace,
  focus: boolean,
): Promise<void> {
  const shown = window.visibleTextEditors.find((editor) => editor.document === document);
  const editor = await window.showTextDocument(document, {
    viewColumn: shown?.viewColumn ?? ViewColumn.One,
    preserveFocus: !focus,
    preview: false,
  });
  // The text may have become shorter since the drawing was made.
  const range = document.validateRange(new Range(place.line, place.start, place.line, place.end));
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);

  const tint = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('editor.rangeHighlightBackground'),
    borderColor: new ThemeColor('editor.rangeHighlightBorder'),
  });
  editor.setDecorations(tint, [range]);
  setTimeout(() => tint.dispose(), tinted);
}
