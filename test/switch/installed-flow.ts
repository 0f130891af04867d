/** The flows of a switch, read off what `ovs-ofctl dump-flows` prints. */

export interface InstalledFlow {
  readonly cookie: number;
  readonly table: number;
  readonly priority: number;
  /** How many packets hit it. */
  readonly packets: number;
  /** What is matched: `ip`, `ct_state=+trk`, `nw_src=10.0.0.0/8`. */
  readonly match: readonly string[];
  readonly actions: string;
}

/** Properties of a flow that stand among its matches and match nothing. */
const property =
  /^(?:cookie|duration|table|n_packets|n_bytes|idle_age|hard_age|idle_timeout|hard_timeout|importance|priority)=|^(?:send_flow_rem|reset_counts|check_overlap|no_packet_counts|no_byte_counts)$/;

export function readDump(text: string): InstalledFlow[] {
  return text.split('\n').flatMap((line) => {
    const [, head, actions] = /^ *(cookie=.*?) actions=(.*)$/.exec(line) ?? [];
    if (head === undefined || actions === undefined) {
      return [];
    }
    const items = head.split(/[ ,]+/);
    const number = (key: string) => items.find((item) => item.startsWith(`${key}=`))?.slice(key.length + 1);
    return {
      cookie: Number(number('cookie')),
      table: Number(number('table') ?? 0),
      priority: Number(number('priority') ?? 32768),
      packets: Number(number('n_packets')),
      match: items.filter((item) => item !== '' && !property.test(item)),
      actions,
    };
  });
}
