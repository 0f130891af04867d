import { runMocha } from '../mocha';

/** Called by VS Code. */
export const run = (): Promise<void> => runMocha(__dirname);
