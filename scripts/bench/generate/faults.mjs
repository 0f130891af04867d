// Mistakes as people make them, one on a line.

/** @typedef {import('./flow.mjs').Flow} Flow */

/**
 * A kind of mistake.
 * @typedef {object} Fault
 * @property {string} name
 * @property {boolean} isError whether Open vSwitch rejects the line; else it takes it, and does something else
 * @property {(flow: Flow) => Flow} make gives the flow with the mistake
 */

/** @type {readonly Fault[]} */
export const faults = [
  { name: 'unknown field', isError: true, make: (flow) => matching(flow, 'tcp,tcp_dts=80') },
  {
    name: 'impossible connection state',
    isError: false,
    make: (flow) => matching(flow, 'ct_state=+new+est+trk,ip'),
  },
  { name: 'unknown flag', isError: true, make: (flow) => matching(flow, 'ct_state=+trk+nwe,ip') },
  { name: 'bad mask', isError: true, make: (flow) => matching(flow, 'ip,nw_src=10.1.2.0/33') },
  { name: 'bad address', isError: true, make: (flow) => matching(flow, 'ip,nw_dst=10.1.2') },
  { name: 'bad MAC address', isError: true, make: (flow) => matching(flow, 'dl_dst=fa:16:3e:00:12') },
  { name: 'value too large', isError: true, make: (flow) => matching(flow, 'udp,tp_dst=70000') },
  { name: 'missing prerequisite', isError: false, make: (flow) => matching(flow, 'tp_dst=80') },
  { name: 'missing actions', isError: true, make: (flow) => ({ ...flow, actions: '' }) },
  { name: 'unknown action', isError: true, make: (flow) => ({ ...flow, actions: 'ouput:2' }) },
  {
    name: 'bad subfield',
    isError: true,
    make: (flow) => ({ ...flow, actions: 'load:0x1->NXM_NX_REG5[0..40]' }),
  },
  { name: 'impossible priority', isError: true, make: (flow) => ({ ...flow, priority: 70_000 }) },
];

/**
 * The flow with another match.
 * @param {Flow} flow
 * @param {string} match
 */
const matching = (flow, match) => ({ ...flow, match });
