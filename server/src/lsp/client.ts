import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';

/** What the server needs to know of the editor at the other end. */
export interface Client {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
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
  /** The editor shows diagnostics in the same hover as ours. */
  readonly errorsInHover: boolean;
  /** The editor's own command that asks for completion again; undefined where there is none. */
  readonly completeAgain: string | undefined;
  /** The address of a rule's page, where there is one to open. */
  linkTo(code: string): string | undefined;
}

/** Reads the editor's capabilities. `pages` is the address of the pages where the editor names none of its own. */
export function clientOf(params: InitializeParams, pages: string | undefined): Client {
  const { workspace, textDocument }: ClientCapabilities = params.capabilities ?? {};
  const options: Record<string, unknown> = params.initializationOptions ?? {};
  const template = typeof options.ruleDocumentation === 'string' ? options.ruleDocumentation : pages;
  const completeAgain = options.completeAgainCommand;
  const signature = textDocument?.signatureHelp?.signatureInformation;
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
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
    errorsInHover: options.diagnosticsInHover === true,
    completeAgain: typeof completeAgain === 'string' ? completeAgain : undefined,
    linkTo: (code) => (template === undefined ? undefined : fillIn(template, code)),
  };
}

/** A code stands in a path as it is; in the arguments of a `command:` link its slash has to be encoded. */
function fillIn(template: string, code: string): string {
  return template.replaceAll('{rule}', template.startsWith('command:') ? encodeURIComponent(code) : code);
}
