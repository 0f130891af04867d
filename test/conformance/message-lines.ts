/** Lines with groups, meters and packet-outs: those that taught us something, and random ones. */
import fc from 'fast-check';

const packet = '0001020304050010203040503333';

/** Lines of bundle files: `group …`, `packet-out …`, with the quirks of each key. */
export const bundleLines: readonly string[] = [
  // Commands, whole and cut short.
  'group delete',
  'group delete ',
  'group delete,',
  'group delete group_id=1',
  'group delete group_id=all',
  'group delete group_id=1,type=all',
  'group delete group_id=1,bucket=output:1',
  'group,group_id=1,type=all',
  'group,add group_id=1,type=all',
  'g a group_id=1,type=all',
  'gro add_ group_id=1,type=all',
  'group m group_id=1,type=all',
  'group i group_id=1,command_bucket_id=1',
  'group remove_bucket group_id=1',
  'group replace group_id=1,type=all',
  // Keys before the buckets.
  'group group_id=1',
  'group type=all',
  'group group_id=1,type=ALL',
  'group group_id=1,type=foo',
  'group group_id=1,type=',
  'group group_id=1,type=fast_failover,bucket=watch_group:2,output:1',
  'group group_id=4294967040,type=all',
  'group group_id=4294967041,type=all',
  'group group_id=4294967292,type=all',
  'group group_id=4294967297,type=all',
  'group group_id=-1,type=all',
  'group group_id=0x10,type=all',
  'group group_id=010,type=all',
  'group group_id=08,type=all',
  'group group_id=1x,type=all',
  'group group_id=,type=all',
  'group group_id,type=all',
  'group group_id=1,group_id=2,type=all',
  'group group_id:1,type(all)',
  'group group_id = 1,type=all',
  'group foo=1,group_id=1,type=all',
  'group =1,group_id=1,type=all',
  'group group_id=1,type=all,command_bucket_id=1',
  'group insert_bucket group_id=1,bucket=output:1',
  'group insert_bucket group_id=1,command_bucket_id=all,bucket=output:1',
  'group insert_bucket group_id=1,command_bucket_id=first,bucket=weight=5,output:1',
  'group insert_bucket group_id=1,command_bucket_id=4294967041,bucket=output:1',
  'group insert_bucket group_id=1,command_bucket_id=4294967293,bucket=output:1',
  'group insert_bucket group_id=1,command_bucket_id=toString,bucket=output:1',
  'group remove_bucket group_id=1,command_bucket_id=3,bucket=output:1',
  // How a select group selects.
  'group group_id=1,type=select,selection_method=hash,bucket=output:1',
  'group group_id=1,type=select,selection_method=foo,bucket=output:1',
  'group group_id=1,type=select,selection_method=sixteen_letters_,bucket=output:1',
  'group group_id=1,type=select,selection_method=äääääääx,bucket=output:1',
  'group group_id=1,type=select,selection_method=ääääääää,bucket=output:1',
  'group group_id=1,type=select,selection_method=,bucket=output:1',
  'group group_id=1,type=select,selection_method_param=5',
  'group group_id=1,type=select,selection_method_param=0',
  'group group_id=1,type=select,selection_method=dp_hash,selection_method_param=18446744073709551616',
  'group group_id=1,type=select,selection_method=hash,fields=ip_src,bucket=output:1',
  'group group_id=1,type=select,selection_method=hash,fields(ip_src=255.255.255.0,tcp_src)',
  'group group_id=1,type=select,selection_method=hash,fields(ip_src,ip_src)',
  'group group_id=1,type=select,selection_method=hash,fields(ip_src=10.0.0.0/8)',
  'group group_id=1,type=select,selection_method=hash,fields(dl_vlan=1)',
  'group group_id=1,type=select,selection_method=hash,fields(nw_proto=255)',
  'group group_id=1,type=select,selection_method=hash,fields(ip_src=x)',
  'group group_id=1,type=select,selection_method=hash,fields()',
  'group group_id=1,type=select,fields()',
  'group group_id=1,type=select,fields(ip_src)',
  'group group_id=1,type=select,selection_method=dp_hash,fields=ip_src',
  'group delete group_id=1,fields(ip_src)',
  // Buckets.
  'group group_id=1,type=all,bucket=',
  'group group_id=1,type=all,bucket',
  'group group_id=1,type=all,bucket:output:1',
  'group group_id=1,type=all,bucket=actions=',
  'group group_id=1,type=all,bucket==1',
  'group group_id=1,type=all,bucket=weight=1',
  'group group_id=1,type=all,bucket=weight=1,output:1',
  'group group_id=1,type=all,bucket=weight=0,output:1',
  'group group_id=1,type=select,bucket=weight=65536,output:1',
  'group group_id=1,type=select,bucket=weight=-1,output:1',
  'group group_id=1,type=select,bucket=WEIGHT:5,OUTPUT:1',
  'group group_id=1,type=select,bucket=weight,output:1',
  'group group_id=1,type=ff,bucket=output:1',
  'group group_id=1,type=ff,bucket=watch_port=foo,output:1',
  'group group_id=1,type=ff,bucket=watch_port=ANY,output:1',
  'group group_id=1,type=ff,bucket=watch_port=CONTROLLER,output:1',
  'group group_id=1,type=ff,bucket=watch_port=LOCAL,output:1',
  'group group_id=1,type=ff,bucket=watch_port=65280,output:1',
  'group group_id=1,type=ff,bucket=watch_group=4294967041,output:1',
  'group group_id=1,type=all,bucket=bucket_id=4294967041,output:1',
  'group group_id=1,type=all,bucket=bucket_id=5,output:1',
  'group group_id=1,type=indirect,bucket=output:1,bucket=output:2',
  'group group_id=1,type=all,bucket=output:1 bucket=output:2',
  'group group_id=1,type=all,bucket=output:1,weight=0,drop',
  'group group_id=1,type=all,bucket=drop,output:1',
  'group group_id=1,type=all,bucket=foo',
  'group group_id=1,type=all,bucket=goto_table:5',
  'group group_id=1,type=all,bucket=write_actions(output:1)',
  'group group_id=1,type=all,bucket=apply_actions(output:1)',
  'group group_id=1,type=all,bucket=check_pkt_larger(1500)->reg0[0]',
  'group group_id=1,type=all,bucket=actions=check_pkt_larger(1500)->reg0[0]',
  'group group_id=1,type=all,bucket=actions=output:1,check_pkt_larger(1500)->reg0[0]',
  'group group_id=1,type=all,bucket=actions(output:1,output:2)',
  'group group_id=1,type=all,bucket=actions=output:1,actions=output:2',
  'group group_id=1,type=all,bucket=ct(commit',
  'group group_id=1,type=all,bucket=actions=ct(commit,weight=3,output:1',
  'group group_id=1,type=all,bucket=output:1,type=select',
  'group group_id=1,type=all,bucket=group_id=3,output:1',
  'group group_id=1,type=all,bucket=watchport=1,output:1',
  'group group_id=1,type=all,bucket=mod_tp_src:80',
  'group group_id=1,type=all,bucket=meter:1',
  'group group_id=1,type=all,xbucket=output:1',
  // Packets.
  `packet-out in_port=1,packet=${packet},actions=drop`,
  `packet-out packet=${packet}`,
  `p in_port=1,packet=${packet},actions=output:2`,
  `packet-out,in_port=1 packet=${packet}`,
  `packet-out ,in_port=1 packet=${packet}`,
  'packet-out in_port=1',
  'packet-out in_port=1,packet=00,actions=drop',
  'packet-out packet=000102030405 0010203040503333',
  'packet-out packet=(000102030405 0010203040503333)',
  'packet-out packet(000102030405 0010203040503333)',
  `packet-out packet=${packet}f`,
  `packet-out packet=${packet}fx`,
  `packet-out packet(${packet} )`,
  `packet-out tcp packet=${packet}`,
  `packet-out in_port packet=${packet}`,
  `packet-out in_port=IN_PORT packet=${packet}`,
  `packet-out in_port=none packet=${packet}`,
  `packet-out in_port=local packet=${packet}`,
  `packet-out in_port=65280 packet=${packet}`,
  `packet-out in_port=65281 packet=${packet}`,
  `packet-out in_port=veth0 packet=${packet}`,
  `packet-out packet_type=(1,0x800) packet=${packet}`,
  `packet-out packet_type(1,0x800) packet=${packet}`,
  `packet-out packet_type(1) packet=${packet}`,
  `packet-out metadata=5/3,reg0=1,tun_id=7 packet=${packet}`,
  `packet-out ct_state=+trk packet=${packet}`,
  `packet-out tcp_dst=80 packet=${packet}`,
  `packet-out reg0=x packet=${packet}`,
  `packet-out reg0[0..3]=1 packet=${packet}`,
  `packet-out foo=1 packet=${packet}`,
  `packet-out packet=${packet} actions`,
  `packet-out packet=${packet} actions=`,
  `packet-out packet=${packet} actions=goto_table:1`,
  `packet-out packet=${packet} actions=drop,output:1`,
];

/** Meters, as arguments of `add-meter`. */
export const meterLines: readonly string[] = [
  'meter=1,kbps,band=type=drop,rate=1000',
  'meter=1 kbps bands= type=drop rate=1000',
  'meter 1 kbps bands=type=drop rate=1',
  'meter=1 kbps bands : = type drop rate 1',
  'meter==1 kbps bands=type=drop rate=1',
  'meter = 1 kbps bands=type=drop rate=1',
  'meter:1 kbps bands=type=drop rate=1',
  'meter=0,kbps,bands=type=drop,rate=5',
  'meter=4294901760,kbps,bands=type=drop,rate=5',
  'meter=4294901761,kbps,bands=type=drop,rate=5',
  'meter=4294967297,kbps,bands=type=drop,rate=5',
  'meter=controller,kbps,bands=type=drop,rate=5',
  'meter=slowpath,pktps,bands=type=drop,rate=5',
  'meter=CONTROLLER,kbps,bands=type=drop,rate=5',
  'meter=toString,kbps,bands=type=drop,rate=5',
  'meter=x,kbps,bands=type=drop,rate=5',
  'meter=1,meter=2,kbps,bands=type=drop,rate=5',
  'meter=1,bands=type=drop,rate=5',
  'meter=1,stats,bands=type=drop,rate=5',
  'meter=1,kbps',
  'meter=1,kbps,bands',
  'meter=1,kbps,bands=',
  'meter=1,foo,bands=type=drop,rate=5',
  'meter=1,kbps,foo=1,bands=type=drop,rate=5',
  'meter=1,kbsp,bands=type=drop,rate=5',
  'meter=1,kbps,bands=rate=5',
  'meter=1,kbps,bands=rate=5,type=drop',
  'meter=1,kbps,bands=type=drop',
  'meter=1,kbps,bands=type=foo,rate=5',
  'meter=1,kbps,bands=type',
  'meter=1,kbps,bands=type=drop,rate=0',
  'meter=1,kbps,bands=type=drop,rate=4294967296',
  'meter=1,kbps,bands=type=drop,rate=foo',
  'meter=1,kbps,bands=type=drop,rate=',
  'meter=1,kbps,bands=type=drop,rate=5,burst_size=3',
  'meter=1,kbps,burst,bands=type=drop,rate=5',
  'meter=1,kbps,burst,bands=type=drop,rate=5,burst_size=3,type=drop,rate=6',
  'meter=1,kbps,bands=type=drop,rate=5,prec_level=1',
  'meter=1,kbps,bands=type=dscp_remark,rate=5',
  'meter=1,kbps,bands=type=dscp_remark,rate=5,prec_level=1',
  'meter=1,kbps,bands=type=dscp_remark,rate=5,prec_level=256',
  'meter=1,kbps,bands=type=drop,rate=5,foo=1',
  'meter=1,kbps,bands=foo=1',
];

const oneOf = fc.constantFrom<string[]>;
const separator = fc.oneof(
  { weight: 8, arbitrary: fc.constant(',') },
  { weight: 1, arbitrary: oneOf(' ', ', ', '\t') },
);
const number = oneOf(
  '0',
  '1',
  '5',
  '65535',
  '65536',
  '010',
  '0x1f',
  '4294967040',
  '4294967295',
  '4294967301',
  '-1',
  'x',
  '',
);

/** Pieces with a separator between any two. */
function joined(piece: fc.Arbitrary<string>, maxLength: number, minLength = 0): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(piece, separator), { minLength, maxLength })
    .map((pairs) => pairs.flat().slice(0, -1).join(''));
}

function assigned(name: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(oneOf('=', '=', '=', ':', '('), value)
    .map(([delimiter, text]) => (delimiter === '(' ? `${name}(${text})` : name + delimiter + text));
}

const action = oneOf(
  'output:1',
  'output:1',
  '2',
  'drop',
  'group:2',
  'dec_ttl',
  'strip_vlan',
  'resubmit(,5)',
  'ct(commit,zone=1)',
  'set_field:1->reg0',
  'load:0x1->NXM_NX_REG0[]',
  'mod_nw_src:1.2.3.4',
  'meter:1',
  'goto_table:3',
  'controller',
  'foo',
);

const bucketItem = fc.oneof(
  { weight: 6, arbitrary: action },
  { weight: 2, arbitrary: action.map((text) => `actions=${text}`) },
  { weight: 1, arbitrary: assigned('weight', number) },
  { weight: 1, arbitrary: assigned('bucket_id', number) },
  { weight: 1, arbitrary: assigned('watch_port', oneOf('1', 'LOCAL', 'ANY', 'CONTROLLER', 'p1')) },
  { weight: 1, arbitrary: assigned('watch_group', number) },
);

const groupItem = fc.oneof(
  { weight: 1, arbitrary: assigned('type', oneOf('all', 'select', 'ff', 'indirect', 'none')) },
  { weight: 1, arbitrary: assigned('command_bucket_id', fc.oneof(number, oneOf('first', 'last', 'all'))) },
  { weight: 1, arbitrary: assigned('selection_method', oneOf('hash', 'dp_hash', '')) },
  { weight: 1, arbitrary: assigned('selection_method_param', number) },
  { weight: 1, arbitrary: assigned('fields', oneOf('ip_src', 'tcp_src', 'foo', 'ip_src=0.0.0.0')) },
  { weight: 1, arbitrary: assigned('group_id', number) },
  { weight: 1, arbitrary: oneOf('foo=1', 'bar', '=') },
);

const command = oneOf(
  '',
  '',
  '',
  'add ',
  'modify ',
  'mod ',
  'add_or_mod ',
  'delete ',
  'insert_bucket ',
  'remove_bucket ',
  'r ',
);

/** Random groups, as lines of bundle files. */
export const group: fc.Arbitrary<string> = fc
  .record({
    command,
    head: joined(fc.oneof({ weight: 1, arbitrary: groupItem }), 2),
    usual: oneOf(
      'group_id=1,type=all',
      'group_id=1,type=select',
      'group_id=1,type=ff',
      'group_id=1',
      'group_id=1,command_bucket_id=2',
    ),
    buckets: fc.array(joined(bucketItem, 4), { maxLength: 3 }),
    after: separator,
  })
  .map(({ command: word, head, usual, buckets, after }) =>
    [
      `group ${word}${usual}`,
      ...(head === '' ? [] : [head]),
      ...buckets.map((text) => `bucket=${text}`),
    ].join(after),
  );

const bandItem = fc.oneof(
  { weight: 2, arbitrary: oneOf('type=drop,rate=5', 'type=drop rate=7 burst_size=3') },
  { weight: 1, arbitrary: assigned('type', oneOf('drop', 'dscp_remark', 'none')) },
  { weight: 1, arbitrary: assigned('rate', number) },
  { weight: 1, arbitrary: assigned('burst_size', number) },
  { weight: 1, arbitrary: assigned('prec_level', number) },
);

/** Random meters, as arguments of `add-meter`. */
export const meter: fc.Arbitrary<string> = fc
  .record({
    head: joined(
      fc.oneof(
        { weight: 4, arbitrary: oneOf('kbps', 'pktps', 'burst', 'stats') },
        { weight: 1, arbitrary: oneOf('foo', 'foo=1') },
        { weight: 1, arbitrary: assigned('meter', number) },
      ),
      2,
    ),
    bands: joined(bandItem, 2, 1),
    word: oneOf('bands=', 'bands=', 'band=', 'bands'),
  })
  .map(({ head, bands, word }) => `meter=1 kbps${head && ','}${head},${word}${bands}`);

const packetItem = fc.oneof(
  assigned('in_port', oneOf('1', 'LOCAL', 'none', 'ALL', 'p1', '65536', '')),
  assigned('packet', oneOf(packet, packet, `${packet}0`, '0011', '')),
  assigned('packet_type', oneOf('1,0x800', '1')),
  assigned('metadata', oneOf('1', '0x1/0x3', 'x')),
  assigned('reg3', number),
  assigned('tun_dst', oneOf('10.0.0.1', '10.0.0.0/8', '1')),
  oneOf('tcp', 'tcp_dst=80', 'ct_mark=1', 'foo=2', 'reg0[0]=1'),
);

/** Random packets, as lines of bundle files. */
export const packetOut: fc.Arbitrary<string> = fc
  .record({
    items: joined(packetItem, 2),
    actions: fc.oneof(
      fc.constant(''),
      joined(action, 2).map((list) => ` actions=${list}`),
    ),
  })
  .map(({ items, actions }) => `packet-out packet=${packet}${items && ','}${items}${actions}`);
