/**
 * Entry of the bundle, which is the same file everywhere: under Node it speaks over IPC or standard input and output, in a
 * web worker with the page; `dist/cli.js` leaves a mark and gets the command line. Only what belongs to the place is loaded.
 */
if ('ovsFlowsCommandLine' in globalThis) {
  void import('./cli/main');
} else if (typeof process === 'object' && process.versions?.node !== undefined) {
  void import('./node');
} else {
  void import('./browser');
}
