/**
 * Entry of the bundle, which is the same file everywhere: under Node it speaks over IPC or standard input and output, in a
 * web worker with the page. Only what belongs to the place is loaded.
 */
if (typeof process === 'object' && process.versions?.node !== undefined) {
  void import('./node');
} else {
  void import('./browser');
}
