/** Random `learn` actions: keys of the flow that is learned, what it matches, and what it does. */
import { number } from './generate-match';
import { constant, register, type Writer } from './generate-writers';

const learnedSpecs: readonly Writer[] = [
  (writing) => register(writing),
  (writing) => `${register(writing, 8)}=${register(writing, 8)}`,
  ({ chance }) => `reg${chance.below(16)}=${number(chance, chance.bits(32))}`,
  constant('eth_dst=eth_src'),
  constant('NXM_OF_VLAN_TCI[0..11]'),
  constant('eth_type=0x800,nw_proto=6'),
  ({ chance }) => `load:${chance.below(200)}->reg${chance.below(16)}[0..${chance.between(7, 31)}]`,
  (writing) => `load:${register(writing, 16)}->${register(writing, 16)}`,
  constant('output:in_port'),
  (writing) => `output:${register(writing)}`,
];

const learnedKeys: readonly Writer[] = [
  ({ chance }) => `table=${chance.between(0, 254)}`,
  ({ chance }) => `priority=${chance.below(65536)}`,
  ({ chance }) => `idle_timeout=${chance.below(100)}`,
  ({ chance }) => `hard_timeout=${chance.below(100)}`,
  ({ chance }) => `fin_idle_timeout=${chance.below(100)}`,
  ({ chance }) => `fin_hard_timeout=${chance.below(100)}`,
  ({ chance }) => `cookie=${number(chance, chance.bits(64))}`,
  ({ chance }) => `limit=${chance.below(100)}`,
  constant('send_flow_rem'),
  constant('delete_learned'),
  ({ chance }) => `result_dst=reg${chance.below(16)}[${chance.below(32)}]`,
];

export const learnActions: Readonly<Record<string, Writer>> = {
  learn: (writing) => {
    const { chance } = writing;
    const keys = chance.shuffled(learnedKeys).slice(0, chance.below(4));
    const specs = Array.from({ length: chance.below(4) }, () => chance.pick(learnedSpecs));
    return `learn(${[...keys, ...specs].map((write) => write(writing)).join()})`;
  },
};
