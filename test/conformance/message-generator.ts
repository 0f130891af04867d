/** Random groups, meters and packet-outs: well-formed ones, and ones with mistakes in them. */
import fc from 'fast-check';
import { packet } from './message-lines';

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
