// Puts the parts of a network together until there are as many flows as wanted, in realistic proportions: a few tables with
// thousands of flows, one per port, address or service, and many small ones.
import { Flows } from './flow.mjs';
import { HandWritten } from './hand-written.mjs';
import { Kubernetes } from './kubernetes.mjs';
import { OpenStack } from './openstack.mjs';
import { OvnPorts } from './ovn-ports.mjs';
import { OvnRules } from './ovn-rules.mjs';
import { OvnSwitches } from './ovn-switches.mjs';
import { Random } from './random.mjs';

/**
 * One part of the network that comes in any number.
 * @typedef {object} Part
 * @property {number} share of all flows
 * @property {() => void} add
 */

/**
 * The flows of one switch.
 * @param {number} count how many; at least 800
 * @param {number} seed
 * @param {boolean} printed see `Flows`
 * @returns {Flows}
 */
export function networkOf(count, seed, printed) {
  const flows = new Flows(printed);
  const random = new Random(seed);
  let ports = 100;
  const nextPort = () => ports++;
  const switches = new OvnSwitches(flows, random);
  const ovnPorts = new OvnPorts(flows, switches, nextPort);
  const rules = new OvnRules(flows, switches, random);
  const kubernetes = new Kubernetes(flows, random, nextPort);
  const openStack = new OpenStack(flows, random, nextPort);
  const handWritten = new HandWritten(flows, random, nextPort);
  const groups = Math.max(2, Math.round(count / 1000));

  switches.start();
  kubernetes.start();
  openStack.start();
  handWritten.start();
  handWritten.addLeftOvers();
  switches.addSwitch();

  /** @type {Part[]} */
  const parts = [
    { share: 0.02, add: () => switches.addSwitch() },
    { share: 0.09, add: () => ovnPorts.addLocalPort() },
    { share: 0.34, add: () => ovnPorts.addRemotePort() },
    { share: 0.03, add: () => rules.addAccessRule() },
    { share: 0.03, add: () => rules.addConjunction() },
    { share: 0.02, add: () => rules.addVirtualAddress(groups) },
    { share: 0.02, add: () => rules.addRoute() },
    { share: 0.02, add: () => rules.addBinding() },
    { share: 0.24, add: () => kubernetes.addService(groups) },
    { share: 0.03, add: () => kubernetes.addPolicy() },
    { share: 0.02, add: () => kubernetes.addPod() },
    { share: 0.003, add: () => kubernetes.addNode() },
    { share: 0.04, add: () => openStack.addPort() },
    { share: 0.02, add: () => handWritten.addAccessPort() },
    { share: 0.02, add: () => handWritten.addRule() },
    { share: 0.01, add: () => handWritten.addTunnel() },
  ];
  const made = parts.map(() => 0);
  // What is most behind its share comes next; the rest is what a switch has learned, one flow each.
  for (;;) {
    const next = mostBehind(parts, made);
    const part = parts[next];
    const before = flows.list.length;
    if (part === undefined || before + largestPart > count * 0.98) {
      break;
    }
    part.add();
    made[next] = (made[next] ?? 0) + flows.list.length - before;
    if (made.reduce((sum, each) => sum + each, 0) > count * 0.92) {
      break;
    }
  }
  while (flows.list.length < count) {
    handWritten.addLearned();
  }
  return flows;
}

/** More flows than any part adds at once. */
const largestPart = 80;

/**
 * @param {readonly Part[]} parts
 * @param {readonly number[]} made how many flows each has added
 */
function mostBehind(parts, made) {
  let chosen = 0;
  for (const [index, { share }] of parts.entries()) {
    const ratio = (made[index] ?? 0) / share;
    if (ratio < (made[chosen] ?? 0) / (parts[chosen]?.share ?? 1)) {
      chosen = index;
    }
  }
  return chosen;
}
