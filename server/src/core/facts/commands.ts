/**
 * The words that may start a line of a flow file. Open vSwitch takes any leading part of a command
 * (`d` is `delete`) and compares in this order. Source: lib/ofp-flow.c, parse_ofp_str__; lib/ofp-bundle.c.
 */
export const flowCommands: readonly string[] = ['add', 'delete', 'delete_strict', 'modify', 'modify_strict'];

/** The words that start a line of a bundle file, before the command. */
export const bundleWords: readonly string[] = ['flow', 'group', 'packet-out'];

/** Commands that take no actions: on such lines the word `actions` is a key like any other. */
export const commandsWithoutActions: ReadonlySet<string> = new Set(['delete', 'delete_strict']);
