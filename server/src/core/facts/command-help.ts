/** What the words do that may start a line. Source: ovs-ofctl(8), "add-flows", "bundle", "mod-flows", "del-flows". */
export interface CommandHelp {
  readonly name: string;
  readonly meaning: string;
}

const rows: readonly CommandHelp[] = [
  {
    name: 'add',
    meaning:
      'Adds the flow. One with the same table, priority and match is replaced. Lines without a command add.',
  },
  {
    name: 'modify',
    meaning:
      'Gives new actions to every flow that matches no more than this, whatever its priority. Where there is none, it adds the flow.',
  },
  {
    name: 'modify_strict',
    meaning:
      'Gives new actions to the flow with exactly this match and priority. Where there is none, it adds the flow.',
  },
  {
    name: 'delete',
    meaning:
      'Deletes every flow that matches no more than this, whatever its priority: the fewer fields, the more flows. Without a table, in all tables.',
  },
  { name: 'delete_strict', meaning: 'Deletes the flow with exactly this match and priority.' },
  { name: 'flow', meaning: 'In a file for `ovs-ofctl bundle`: a command for flows follows.' },
  { name: 'group', meaning: 'In a file for `ovs-ofctl bundle`: a command for groups follows.' },
  { name: 'packet-out', meaning: 'In a file for `ovs-ofctl bundle`: a packet to send follows.' },
];

const byName = new Map(rows.map((row) => [row.name, row]));

/** What the command of that full name does. */
export function commandHelp(name: string): CommandHelp | undefined {
  return byName.get(name);
}
