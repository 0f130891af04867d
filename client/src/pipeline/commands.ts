/** The commands about the pipeline, and the one panel that they share. */
import {
  commands,
  Disposable,
  type ExtensionContext,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import { commandNames, languageId, pipelineView } from '../names';
import { explainRule } from '../rule-pages';
import type { Server } from '../server';
import type { ExportFormat } from './graph/messages';
import { readViewState } from './graph/view-state';
import { PipelinePanel } from './panel';
import { askForConnectionState } from './requests';

/** Registers them, and what brings the view back when a window is loaded anew. */
export function registerPipeline(context: ExtensionContext, server: Server): Disposable {
  let panel: PipelinePanel | undefined;
  return Disposable.from(
    commands.registerCommand(commandNames.showPipeline, () => showPipeline()),
    commands.registerCommand(commandNames.exportPipelineAsSvg, () => exportPipeline('svg')),
    commands.registerCommand(commandNames.exportPipelineAsMermaid, () => exportPipeline('mermaid')),
    commands.registerCommand(commandNames.showConnectionState, () => showConnectionState()),
    window.registerWebviewPanelSerializer(pipelineView, {
      deserializeWebviewPanel: async (restored, state) => {
        const uri = readViewState(state)?.uri;
        const shown = adopt(restored);
        if (uri !== undefined) {
          shown.show(Uri.parse(uri), 0);
        }
      },
    }),
  );

  /** Shows the pipeline of the active flow file beside it. Called again, it leads into the view. */
  function showPipeline(): PipelinePanel | undefined {
    const editor = flowEditor();
    const wasVisible = panel?.panel.visible === true;
    if (!editor && !panel) {
      void window.showInformationMessage('Open a flow file first: its pipeline is shown beside it.');
      return undefined;
    }
    const isOther = editor !== undefined && editor.document.uri.toString() !== panel?.uri?.toString();
    if (panel) {
      panel.panel.reveal(undefined, !wasVisible || isOther);
    } else {
      const column = { viewColumn: ViewColumn.Beside, preserveFocus: true };
      panel = adopt(window.createWebviewPanel(pipelineView, 'Pipeline', column, { enableScripts: true }));
    }
    if (isOther) {
      panel.show(editor.document.uri, editor.selection.active.line);
    }
    return panel;
  }

  function exportPipeline(format: ExportFormat): void {
    const shown = panel?.panel.visible === true && !flowEditor() ? panel : showPipeline();
    shown?.say({ type: 'export', format });
  }

  async function showConnectionState(): Promise<void> {
    const editor = flowEditor();
    if (!editor) {
      void window.showInformationMessage('Put the cursor on a flow first.');
      return;
    }
    const { document, selection } = editor;
    let markdown: string | undefined;
    try {
      markdown = await askForConnectionState(server, document, selection.active);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void window.showErrorMessage(`The language server has no answer: ${reason}`);
      return;
    }
    if (markdown === undefined) {
      void window.showInformationMessage('There is no flow at the cursor.');
      return;
    }
    if (panel?.panel.visible !== true || panel.uri?.toString() !== document.uri.toString()) {
      showPipeline();
    }
    const uri = document.uri.toString();
    panel?.say({ type: 'connectionState', uri, line: selection.active.line, markdown });
  }

  function adopt(webviewPanel: WebviewPanel): PipelinePanel {
    const made = new PipelinePanel(
      webviewPanel,
      context.extensionUri,
      server,
      (rule) => void explainRule(context.extension, rule),
    );
    panel = made;
    webviewPanel.onDidDispose(() => {
      panel = panel === made ? undefined : panel;
    });
    return made;
  }
}

function flowEditor(): typeof window.activeTextEditor {
  const editor = window.activeTextEditor;
  return editor?.document.languageId === languageId ? editor : undefined;
}
