// How flows are written: as `ovs-ofctl dump-flows` prints them, and as people and programs add them.

/** @typedef {import('./flow.mjs').Flow} Flow */
/** @typedef {import('./random.mjs').Random} Random */

/** A dump has a header in front of as many flows as fit into one message of the switch. */
export const flowsPerReply = 400;

/**
 * A header of a dump.
 * @param {boolean} isLast whether no other reply comes after this one
 */
export const replyHeader = (isLast) => `NXST_FLOW reply (xid=0x4):${isLast ? '' : ' flags=[more]'}`;

/**
 * A flow as a dump shows it.
 * @param {Flow} flow
 * @param {Random} random
 */
export function printed({ cookie, table, timeouts, priority, match, actions, finding }, random) {
  const hits = random.below(3) === 0 ? random.below(1 << random.below(24)) : 0;
  // A flow that can be shown to be a mistake was never hit.
  const packets = finding === undefined ? hits : 0;
  const bytes = packets * random.between(60, 900);
  const age = packets > 0 ? random.below(900) : 8000 + random.below(400);
  const duration = `${8000 + random.below(90_000)}.${String(random.below(1000)).padStart(3, '0')}s`;
  const statistics = `cookie=${cookie}, duration=${duration}, table=${table}, n_packets=${packets}, n_bytes=${bytes}, `;
  // A line of a dump that ends before its actions may have been wrapped by a mail program; this one was not.
  const end = actions === '' ? ' actions' : ` actions=${actions}`;
  const rest = `${timeouts === '' ? '' : `${timeouts}, `}idle_age=${age}, priority=${priority}`;
  return ` ${statistics}${rest}${match === '' ? '' : `,${match}`}${end}`;
}

/**
 * A flow as it is added. Programs leave no blanks, people do.
 * @param {Flow} flow
 */
export function added({ kind, cookie, table, timeouts, priority, match, actions }) {
  const isByHand = kind.startsWith('hand-written/');
  const items = [`table=${table}`, `priority=${priority}`];
  if (cookie !== '0x0') {
    items.unshift(`cookie=${cookie}`);
  }
  if (timeouts !== '') {
    items.push(timeouts);
  }
  if (match !== '') {
    items.push(match);
  }
  const text = items.join(isByHand ? ', ' : ',');
  return actions === '' ? text : `${text}${isByHand ? ' ' : ','}actions=${actions}`;
}
