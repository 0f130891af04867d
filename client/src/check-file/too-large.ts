import { Disposable, type Tab, type Uri, window, workspace } from 'vscode';
import { languageId } from '../names';
import type { RememberedFiles } from '../remembered-files';
import { nameOf } from './check';
import { hasNameOf, type LanguageNames } from './flow-file-names';
import { allTabs, onDidOpenTabs, uriOf } from './tabs';

/** Above this, in bytes, VS Code gives extensions no text. A tab is all that they see of such a file. */
const largestDocument = 50 * 1024 * 1024;

const checkIt = 'Check File';

/** What is read of the manifest. */
interface Manifest {
  readonly contributes: { readonly languages: readonly (LanguageNames & { readonly id: string })[] };
}

/**
 * Offers, once for each file, to check a flow file from disk that is shown but too large for VS Code to hand over.
 * Whether it is one is told by its name.
 *
 * @param asked the files about which nothing more is to be said
 */
export function offerToCheck(
  manifest: Manifest,
  asked: RememberedFiles,
  check: (files: readonly Uri[]) => Promise<void>,
): Disposable {
  const names = manifest.contributes.languages.find(({ id }) => id === languageId) ?? {};
  void consider(allTabs());
  return Disposable.from(onDidOpenTabs(consider));

  async function consider(tabs: readonly Tab[]): Promise<void> {
    for (const uri of tabs.map(uriOf)) {
      if (
        uri?.scheme === 'file' &&
        hasNameOf(names, nameOf(uri)) &&
        !asked.has(uri) &&
        (await isTooLarge(uri))
      ) {
        // Asked of another tab in the meantime.
        if (!asked.has(uri)) {
          await asked.add(uri);
          void offer(uri, check);
        }
      }
    }
  }
}

async function isTooLarge(uri: Uri): Promise<boolean> {
  try {
    return (await workspace.fs.stat(uri)).size > largestDocument;
  } catch {
    // It is gone, or nobody may read it: VS Code says so itself.
    return false;
  }
}

async function offer(uri: Uri, check: (files: readonly Uri[]) => Promise<void>): Promise<void> {
  const answer = await window.showInformationMessage(
    `VS Code does not give files over 50 MB to extensions, so ${nameOf(uri)} is not checked. Check it from disk?`,
    checkIt,
  );
  if (answer === checkIt) {
    await check([uri]);
  }
}
