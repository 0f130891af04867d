/** The names that package.json and this code share. A test of the manifest holds them together. */

/** The product's name, as the user reads it. */
export const productName = 'Open vSwitch Flows';

/** The language of a flow file. */
export const languageId = 'ovs-flows';

/** The settings section; the client's id too, since the trace setting is looked up under it. */
export const settingsSection = 'ovsFlows';

/** The view of the pipeline, as VS Code tells views apart. */
export const pipelineView = 'ovsFlows.pipeline';

/** What the server has code lenses call. It is of no use in the palette, so the manifest does not list it. */
export const showReferencesCommand = 'ovsFlows.showReferences';

/** The report on files that were checked from disk is a document of this scheme. */
export const reportScheme = 'ovs-flows-report';

/** Set while there are findings of files that were checked from disk, for the command that takes them away. */
export const hasFileFindings = 'ovsFlows.hasFileFindings';

/** The commands the extension offers. */
export const commandNames = {
  checkFile: 'ovsFlows.checkFile',
  clearFileFindings: 'ovsFlows.clearFileFindings',
  explainRule: 'ovsFlows.explainRule',
  exportPipelineAsMermaid: 'ovsFlows.exportPipelineAsMermaid',
  exportPipelineAsSvg: 'ovsFlows.exportPipelineAsSvg',
  openExample: 'ovsFlows.openExample',
  restartServer: 'ovsFlows.restartServer',
  showConnectionState: 'ovsFlows.showConnectionState',
  showOutput: 'ovsFlows.showOutput',
  showPipeline: 'ovsFlows.showPipeline',
  sortByPriority: 'ovsFlows.sortByPriority',
} as const;
