/**
 * Entry of the command line. All it does lies in the bundle of the language server, which is there once: what both
 * need would otherwise be installed twice. The bundle starts the command line where it finds the mark.
 */
import { join } from 'node:path';

Object.assign(globalThis, { ovsFlowsCommandLine: true });
require(join(__dirname, 'server.js'));
