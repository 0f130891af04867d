import { commands, type Extension, type QuickPickItem, Uri, window, workspace } from 'vscode';
import { settingsSection } from './names';

/**
 * Opens the page of a rule in the Markdown preview. The pages come with the extension: no network, and in
 * an untrusted workspace as well. Without a rule, or with one that has no page, the user picks one.
 */
export async function explainRule(extension: Extension<unknown>, rule: unknown): Promise<void> {
  const rules = ruleItems(extension.packageJSON);
  const chosen = rules.some(({ label }) => label === rule) ? rule : (await pickRule(rules, rule))?.label;
  if (typeof chosen === 'string') {
    await showPage(Uri.joinPath(extension.extensionUri, 'docs', 'rules', ...`${chosen}.md`.split('/')));
  }
}

/**
 * The rules, read off the setting that configures them. The folder itself cannot be listed everywhere: in
 * the browser the extension may lie behind plain HTTP. It is also the guard: no other file can be opened.
 */
function ruleItems(manifest: ExtensionManifest): QuickPickItem[] {
  const sections = [manifest.contributes.configuration].flat();
  const setting = sections.map(({ properties }) => properties[`${settingsSection}.rules`]).find(Boolean);
  return Object.entries(setting?.properties ?? {}).map(([label, { markdownDescription, description }]) => ({
    label,
    detail: (description ?? markdownDescription ?? '').replaceAll('`', ''),
  }));
}

async function pickRule(rules: QuickPickItem[], unknown: unknown): Promise<QuickPickItem | undefined> {
  return window.showQuickPick(rules, {
    title: 'Explain a Rule',
    placeHolder: unknown === undefined ? 'Rule' : `There is no rule ${unknown}. These are the rules:`,
    matchOnDetail: true,
  });
}

async function showPage(page: Uri): Promise<void> {
  try {
    await commands.executeCommand('markdown.showPreviewToSide', page);
  } catch {
    // VS Code's own Markdown extension can be switched off. The source reads well enough.
    await window.showTextDocument(await workspace.openTextDocument(page), { preview: true });
  }
}

interface SettingSchema {
  readonly properties?: Record<string, SettingSchema>;
  readonly description?: string;
  readonly markdownDescription?: string;
}

interface ConfigurationSection {
  readonly properties: Record<string, SettingSchema>;
}

interface ExtensionManifest {
  readonly contributes: { readonly configuration: ConfigurationSection | ConfigurationSection[] };
}
