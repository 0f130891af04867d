// What a generated file is made of.

/**
 * One flow.
 * @typedef {object} Flow
 * @property {string} kind which kind of flow it is, such as `ovn/arp-responder`
 * @property {number} table
 * @property {number} priority
 * @property {string} match in the order in which Open vSwitch prints it; empty where it matches every packet
 * @property {string} actions
 * @property {string} cookie
 * @property {string} timeouts as a dump prints them, such as `hard_timeout=300`; mostly empty
 * @property {string} [finding] the code of what only the whole file shows about it, where it has a mistake of that kind
 */

/**
 * Where a network is described: each `add` is a flow.
 */
export class Flows {
  /** @type {Flow[]} */
  list = [];

  /**
   * Groups of the file by their numbers, as a line adds them.
   * @type {Map<number, string>}
   */
  groups = new Map();

  /**
   * @param {boolean} printed whether the flows are to be those of a dump in the format of OpenFlow 1.0, which has
   *   no groups, meters or instructions
   */
  constructor(printed) {
    this.printed = printed;
  }

  /**
   * @param {string} kind
   * @param {number} table
   * @param {number} priority
   * @param {string} match
   * @param {string} actions
   * @param {string} [cookie]
   * @param {string} [timeouts]
   */
  add(kind, table, priority, match, actions, cookie = '0x0', timeouts = '') {
    this.list.push({ kind, table, priority, match, actions, cookie, timeouts });
  }

  /**
   * Adds a flow that Open vSwitch takes, and that is a mistake all the same: only the whole file shows it.
   * @param {string} finding the code of what is to be said of it
   * @param {number} table
   * @param {number} priority
   * @param {string} match
   * @param {string} actions
   */
  addMistaken(finding, table, priority, match, actions) {
    const place = { kind: 'hand-written/left-over', table, priority };
    this.list.push({ ...place, match, actions, cookie: '0x0', timeouts: '', finding });
  }

  /**
   * Adds a group that chooses one of its buckets; once for each number.
   * @param {number} group
   * @param {string[]} buckets the actions of each
   */
  addGroup(group, buckets) {
    const each = buckets.map((actions, index) => `bucket=bucket_id=${index},weight=100,actions=${actions}`);
    if (!this.groups.has(group)) {
      this.groups.set(group, `group add group_id=${group},type=select,${each.join(',')}`);
    }
  }

  /**
   * How packets are sent on to a table: an instruction where there are such, else an action.
   * @param {number} table
   */
  goto(table) {
    return this.printed ? `resubmit(,${table})` : `goto_table:${table}`;
  }
}
