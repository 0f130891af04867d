// The user settings that our own VS Code starts with: nothing that distracts from the flow file, nothing that asks a
// question or reaches out to the network.

/** @type {Record<string, unknown>} */
export const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'window.confirmBeforeClose': 'never',
};

/** For looking around: in a folder that nobody vouched for VS Code does not ask, it just stays in restricted mode. */
export const startSettings = {
  ...quietSettings,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/** For tests. */
export const testSettings = {
  ...quietSettings,
  'security.workspace.trust.enabled': false,
  'files.autoSave': 'off',
  'files.hotExit': 'off',
};

/** For pictures: the text and what the extension shows, large enough to read in a page, and nothing else. */
export const pictureSettings = {
  'breadcrumbs.enabled': false,
  'window.commandCenter': false,
  'window.customTitleBarVisibility': 'never',
  'window.menuBarVisibility': 'hidden',
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'workbench.statusBar.visible': false,
  'workbench.editor.editorActionsLocation': 'hidden',
  'workbench.editor.showTabs': 'none',
  'editor.cursorBlinking': 'solid',
  'editor.fontSize': 15,
  'editor.lineHeight': 24,
  'editor.guides.indentation': false,
  'editor.lightbulb.enabled': 'off',
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.overviewRulerBorder': false,
  'editor.padding.top': 14,
  'editor.renderLineHighlight': 'none',
  'editor.scrollbar.horizontal': 'hidden',
  'editor.scrollbar.vertical': 'hidden',
};
