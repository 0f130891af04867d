import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';

/** What the server needs to know of the editor at the other end. */
export interface Client {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesInlayHints: boolean;
  readonly refreshesLenses: boolean;
  readonly asksForSettings: boolean;
  readonly registersForSettings: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  /** Whether hovers and documentation may be Markdown; else they are plain text. */
  readonly markdown: boolean;
  readonly labelDetails: boolean;
  readonly snippets: boolean;
  /** Parameters of a signature may be given as stretches of its label. */
  readonly parameterOffsets: boolean;
  /** `null` for the active parameter says that there is none. */
  readonly noActiveParameter: boolean;
  readonly documentChanges: boolean;
  /** Where a name leads may be given with what is to be underlined. */
  readonly definitionLinks: boolean;
  /** The outline may be a tree; else it is a list. */
  readonly nestsSymbols: boolean;
  /** The editor asks what is renamed before it asks for a name. */
  readonly preparesRename: boolean;
  /** The editor shows diagnostics in the same hover as ours. */
  readonly errorsInHover: boolean;
  /** The editor's own command that asks for completion again; undefined where there is none. */
  readonly completeAgain: string | undefined;
  /** A command that shows places, given an address, a position and locations; undefined where there is none. */
  readonly showReferences: string | undefined;
  /**
   * The editor takes `ovsFlows/diagnosticsCount` with a `DiagnosticsCount`: before each report that does not have all
   * findings of its document, and before the next one that has. It asks for it with the initialization option
   * `diagnosticsCount: true`.
   */
  readonly countsDiagnostics: boolean;
  /** The address of a rule's page, where there is one to open. */
  linkTo(code: string): string | undefined;
}

/** Reads the editor's capabilities. `pages` is the address of the pages where the editor names none of its own. */
export function clientOf(params: InitializeParams, pages: string | undefined): Client {
  const { workspace, textDocument }: ClientCapabilities = params.capabilities ?? {};
  const options: Record<string, unknown> = params.initializationOptions ?? {};
  const template = typeof options.ruleDocumentation === 'string' ? options.ruleDocumentation : pages;
  const completeAgain = options.completeAgainCommand;
  const showReferences = options.showReferencesCommand;
  const signature = textDocument?.signatureHelp?.signatureInformation;
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    asksForSettings: workspace?.configuration === true,
    registersForSettings: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    relatedInformation:
      textDocument?.diagnostic?.relatedInformation === true ||
      textDocument?.publishDiagnostics?.relatedInformation === true,
    codeDescription:
      textDocument?.diagnostic?.codeDescriptionSupport === true ||
      textDocument?.publishDiagnostics?.codeDescriptionSupport === true,
    markdown: (textDocument?.hover?.contentFormat ?? ['markdown']).includes('markdown'),
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    labelDetails: textDocument?.completion?.completionItem?.labelDetailsSupport === true,
    parameterOffsets: signature?.parameterInformation?.labelOffsetSupport === true,
    noActiveParameter: signature?.noActiveParameterSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    nestsSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    errorsInHover: options.diagnosticsInHover === true,
    countsDiagnostics: options.diagnosticsCount === true,
    completeAgain: typeof completeAgain === 'string' ? completeAgain : undefined,
    showReferences: typeof showReferences === 'string' ? showReferences : undefined,
    linkTo: (code) => (template === undefined ? undefined : fillIn(template, code)),
  };
}

/** A code stands in a path as it is; in the arguments of a `command:` link its slash has to be encoded. */
function fillIn(template: string, code: string): string {
  return template.replaceAll('{rule}', template.startsWith('command:') ? encodeURIComponent(code) : code);
}
