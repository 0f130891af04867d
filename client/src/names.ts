/** The names that package.json and this code share. A test of the manifest holds them together. */

/** The product's name, as the user reads it. */
export const productName = 'Open vSwitch Flows';

/** The language of a flow file. */
export const languageId = 'ovs-flows';

/** The settings section; the client's id too, since the trace setting is looked up under it. */
export const settingsSection = 'ovsFlows';

/** The commands the extension offers. */
export const commandNames = {
  explainRule: 'ovsFlows.explainRule',
  openExample: 'ovsFlows.openExample',
  restartServer: 'ovsFlows.restartServer',
  showOutput: 'ovsFlows.showOutput',
} as const;
