import { Uri, window, workspace } from 'vscode';
import { languageId } from './names';

/** Opens an untitled copy of the walkthrough's example, to play with. */
export async function openExample(extension: Uri): Promise<void> {
  const page = Uri.joinPath(extension, 'docs', 'walkthrough', 'example.flows');
  const content = new TextDecoder().decode(await workspace.fs.readFile(page));
  const document = await workspace.openTextDocument({ language: languageId, content });
  await window.showTextDocument(document, { preview: false });
}
