import {
  ConfigurationTarget,
  Disposable,
  languages,
  type Memento,
  type TextDocument,
  type Uri,
  window,
  workspace,
} from 'vscode';
// The one thing the client takes from the server's core: a pure function, bundled. Asking the server
// would mean to start it for every plain-text file.
import { looksLikeFlows } from '../../server/src/core/syntax/recognise';
import { languageId, settingsSection } from './names';
import { RememberedFiles } from './remembered-files';

const offerSetting = 'offerLanguage';
const sampleLength = 8192;
const sampleLines = 200;

const switchLanguage = 'Switch language';
const no = 'No';
const neverAsk = 'Never ask';

/**
 * Offers, once, to treat a plain-text file as flows when its content plainly is. "No" is remembered for
 * the file, "Never ask" for good.
 */
export function offerLanguage(memento: Memento): Disposable {
  const declined = new RememberedFiles(memento, 'offerDeclined');
  const offered = new Set<string>();

  consider(window.activeTextEditor?.document);
  return Disposable.from(
    window.onDidChangeActiveTextEditor((editor) => consider(editor?.document)),
    // The name of an untitled file is given to the next one, which is another file.
    workspace.onDidCloseTextDocument(
      ({ uri }) => uri.scheme === 'untitled' && offered.delete(uri.toString()),
    ),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // Pasted, or loaded anew; typing never brings more than one line at a time.
      const pasted = contentChanges.some(({ text }) => text.includes('\n') && text.trim() !== '');
      if (pasted && document === window.activeTextEditor?.document) {
        consider(document);
      }
    }),
  );

  function consider(document: TextDocument | undefined): void {
    if (
      document?.languageId === 'plaintext' &&
      isFile(document.uri) &&
      workspace.getConfiguration(settingsSection, document).get<boolean>(offerSetting, true) &&
      !offered.has(document.uri.toString()) &&
      !declined.has(document.uri) &&
      looksLikeFlows(sampleOf(document))
    ) {
      offered.add(document.uri.toString());
      void offer(document, declined);
    }
  }
}

async function offer(document: TextDocument, declined: RememberedFiles): Promise<void> {
  const answer = await window.showInformationMessage(
    'This looks like Open vSwitch flows.',
    switchLanguage,
    no,
    neverAsk,
  );
  if (answer === switchLanguage && !document.isClosed) {
    await languages.setTextDocumentLanguage(document, languageId);
  } else if (answer === no) {
    await declined.add(document.uri);
  } else if (answer === neverAsk) {
    await workspace.getConfiguration(settingsSection).update(offerSetting, false, ConfigurationTarget.Global);
  }
}

/** Whether it is a file, saved or not yet: output panels and the old side of a diff are documents too. */
function isFile(uri: Uri): boolean {
  return uri.scheme === 'untitled' || workspace.fs.isWritableFileSystem(uri.scheme) === true;
}

function sampleOf(document: TextDocument): string {
  let sample = '';
  for (let line = 0; line < Math.min(document.lineCount, sampleLines); line++) {
    sample += `${document.lineAt(line).text}\n`;
    if (sample.length >= sampleLength) {
      break;
    }
  }
  return sample.slice(0, sampleLength);
}
