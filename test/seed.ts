// What random tests start from. The same each time, so that no change is refused for what it did not do;
// `OVS_FLOWS_SEED=$RANDOM npm test` tries others, and `npm run fuzz` does so without end.
import fc from 'fast-check';

export const seed = Number(process.env.OVS_FLOWS_SEED ?? 20_261_122);

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
