/** Takes a finished drawing out of the view. */
import { commands, languages, type Uri, ViewColumn, window, workspace } from 'vscode';
import type { ExportFormat } from './graph/messages';

/** Puts the drawing where the reader wants it: a picture into a file, text into a new document to copy from. */
export async function takeOut(format: ExportFormat, text: string, source: Uri): Promise<void> {
  await (format === 'svg' ? saveAs(text, source) : openAs('mermaid', text));
}

async function saveAs(text: string, source: Uri): Promise<void> {
  const target = await window.showSaveDialog({
    title: 'Save the Pipeline as SVG',
    filters: { SVG: ['svg'] },
    ...(source.scheme === 'untitled' ? {} : { defaultUri: source.with({ path: `${source.path}.svg` }) }),
  });
  if (!target) {
    return;
  }
  const name = target.path.split('/').at(-1);
  try {
    await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  } catch (error) {
    const open = 'Open as Text';
    const message = `${name} could not be written: ${error instanceof Error ? error.message : error}`;
    if ((await window.showErrorMessage(message, open)) === open) {
      await openAs('xml', text);
    }
    return;
  }
  const open = 'Open';
  if ((await window.showInformationMessage(`The pipeline was saved as ${name}.`, open)) === open) {
    await commands.executeCommand('vscode.open', target);
  }
}

/** Opens a new document, in the language of that name where the editor knows it. */
async function openAs(language: string, content: string): Promise<void> {
  const known = (await languages.getLanguages()).includes(language);
  const document = await workspace.openTextDocument({ language: known ? language : 'plaintext', content });
  await window.showTextDocument(document, { viewColumn: ViewColumn.One, preview: false });
}
