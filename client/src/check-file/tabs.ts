import { type Disposable, type Tab, TabInputText, TabInputTextDiff, type Uri, window } from 'vscode';

/** The file that a tab lets one write in; undefined when it shows no text. */
export function uriOf({ input }: Tab): Uri | undefined {
  return input instanceof TabInputText
    ? input.uri
    : input instanceof TabInputTextDiff
      ? input.modified
      : undefined;
}

export function allTabs(): Tab[] {
  return window.tabGroups.all.flatMap(({ tabs }) => tabs);
}

/** Whether a tab shows the file, be it in the background. */
export function isShownInTab(uri: Uri): boolean {
  return allTabs().some((tab) => uriOf(tab)?.toString() === uri.toString());
}

/** Tells of tabs that were opened. */
export function onDidOpenTabs(listener: (opened: readonly Tab[]) => void): Disposable {
  return window.tabGroups.onDidChangeTabs(({ opened, changed }) => listener([...opened, ...changed]));
}
