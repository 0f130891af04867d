/**
 * Words of meters. `ovs-ofctl` reads them on its command line only (`add-meter`), and prints them (`dump-meters`).
 * Source: ovs-ofctl(8), "Meter Syntax"; lib/ofp-meter.c, parse_ofp_meter_mod_str__.
 */

export interface MeterWord {
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
}

export const meterKeys: readonly MeterWord[] = [
  {
    name: 'meter',
    meaning:
      'The number of the meter, 1 to 4294901760, or `controller` for packets to the controller, `slowpath` for packets that Open vSwitch handles in user space. `all` when meters are deleted or shown.',
    example: 'meter=1',
  },
  {
    name: 'bands',
    meaning: 'What is done to packets beyond a rate. Bands come last; each starts with its type.',
    example: 'bands=type=drop rate=1000',
  },
];

/** What rates count, and more. They take no value. */
export const meterFlags: readonly MeterWord[] = [
  { name: 'kbps', meaning: 'Rates are in kilobits per second.', example: 'kbps' },
  { name: 'pktps', meaning: 'Rates are in packets per second.', example: 'pktps' },
  { name: 'burst', meaning: 'Each band has a burst_size.', example: 'burst' },
  { name: 'stats', meaning: 'The switch keeps statistics of the meter.', example: 'stats' },
];

export const bandKeys: readonly MeterWord[] = [
  { name: 'type', meaning: 'Starts a band: `drop` or `dscp_remark`.', example: 'type=drop' },
  { name: 'rate', meaning: 'The rate beyond which the band is applied.', example: 'rate=1000' },
  {
    name: 'burst_size',
    meaning: 'How much may come at once, in kilobits or packets. Only, and always, with the flag burst.',
    example: 'burst_size=500',
  },
  {
    name: 'prec_level',
    meaning:
      'By how much the drop precedence in the DSCP is raised, 1 to 255. Only, and always, in dscp_remark.',
    example: 'prec_level=1',
  },
];

export const bandTypes: readonly MeterWord[] = [
  { name: 'drop', meaning: 'Packets beyond the rate are dropped.', example: 'type=drop rate=1000' },
  {
    name: 'dscp_remark',
    meaning: 'Packets beyond the rate get a higher drop precedence. No datapath of Open vSwitch can do it.',
    example: 'type=dscp_remark rate=1000 prec_level=1',
  },
];

/** Meters that have names instead of numbers. Source: include/openflow/openflow-1.3.h, enum ofp13_meter. */
export const namedMeters: Readonly<Record<string, number>> = {
  slowpath: 0xfffffffd,
  controller: 0xfffffffe,
  all: 0xffffffff,
};

export const largestMeter = 0xffff0000;
