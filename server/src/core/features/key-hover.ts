/** Words of a line that are neither match fields nor actions: commands, keys, protocols. */
import { commandHelp } from '../facts/command-help';
import { formatsSince } from '../facts/flow-formats';
import type { FlowKey } from '../facts/flow-keys';
import { matchFields } from '../facts/match-fields';
import { prerequisites } from '../facts/prerequisites';
import type { ProtocolWord } from '../facts/protocol-words';
import { leadingUnsigned64, wholeInteger } from '../flow/integers';
import { readPort } from '../flow/values/ports';
import { grouped } from '../syntax/digits';
import { commandOf } from '../syntax/flow-line';
import { code, paragraphs } from './markdown';
import { otherBase } from './number-value';
import { describePort } from './value-hover';

/** A command word. Open vSwitch takes any leading part of one: `d` is `delete`. */
export function describeCommand(written: string): string | undefined {
  const name = commandHelp(written) ? written : commandOf(written);
  const help = name === undefined ? undefined : commandHelp(name);
  return (
    help &&
    paragraphs(
      written === help.name ? `**${help.name}**` : `**${code(written)}** is short for **${help.name}**`,
      help.meaning,
    )
  );
}

/** `tcp` is `dl_type=0x0800,nw_proto=6`; and what can be matched along with it. */
export function describeProtocol({ name, etherType, ipProtocol, meaning }: ProtocolWord): string {
  const type = `dl_type=0x${etherType.toString(16).padStart(4, '0')}`;
  const unlocked = matchFields.filter(
    ({ prerequisite }) => prerequisite && prerequisites[prerequisite].items.includes(name),
  );
  return paragraphs(
    `**${name}**: ${meaning}`,
    `Short for \`${type}${ipProtocol === undefined ? '' : `,nw_proto=${ipProtocol}`}\`.`,
    unlocked.length > 0 &&
      `Makes a match possible on ${unlocked.map((field) => code(field.name)).join(', ')}.`,
  );
}

/** `eth`: the packet starts with an Ethernet header. */
export function describeEthernetWord(): string {
  return paragraphs(
    '**eth**: Ethernet packets',
    'Short for `packet_type=(0,0)`. Open vSwitch adds it by itself to a match on any header, so hardly any flow needs it.',
  );
}

/** A key, with its value in words where that says more. */
export function describeKey(key: FlowKey, written: string, onValue: boolean): string {
  const value = written === '' ? undefined : describeKeyValue(key, written);
  const since = sinceVersion(key);
  const facts = [
    `Example: ${code(key.example)}`,
    ...commandsOf(key),
    ...(since ? [`OpenFlow ${since} and later`] : []),
  ];
  const heading = `**${key.name}**: ${key.meaning}`;
  return onValue && value
    ? paragraphs(`**${code(written)}**: ${value}`, heading)
    : paragraphs(heading, facts.join(' · '));
}

/** Only where the key does not go with every command: the others need no word. */
function commandsOf({ commands }: FlowKey): string[] {
  return commands.length === 5
    ? []
    : [`with the command${commands.length === 1 ? '' : 's'} ${commands.join(', ')}`];
}

function sinceVersion({ formats }: FlowKey): string | undefined {
  return (['1.1', '1.2', '1.3', '1.4', '1.5'] as const).find((version) => formats === formatsSince(version));
}

function describeKeyValue(key: FlowKey, written: string): string | undefined {
  const number = wholeInteger(written);
  switch (key.kind) {
    case 'cookie':
      return describeCookie(written);
    case 'port': {
      const port = readPort(written);
      return port && describePort(port.port);
    }
    case 'table':
      return number === undefined ? undefined : number === 255 ? 'no table in particular' : `table ${number}`;
    case 'statistic':
      return describeStatistic(key.name, written);
    case 'number':
      return number === undefined
        ? undefined
        : key.name.endsWith('timeout')
          ? number === 0
            ? 'never'
            : `${duration(number)}`
          : key.name === 'priority'
            ? describePriority(number)
            : `${number} of at most 65535`;
    default:
      return undefined;
  }
}

function describePriority(priority: number): string {
  return priority === 0
    ? 'the lowest priority: taken when nothing else matches'
    : priority === 32768
      ? 'the priority of flows that name none'
      : priority === 65535
        ? 'the highest priority'
        : `${priority} (0x${priority.toString(16)}), ${priority < 32768 ? 'below' : 'above'} the 32768 of flows that name none`;
}

function describeCookie(written: string): string | undefined {
  const [value, mask] = written.split('/').map((part) => {
    const number = leadingUnsigned64(part);
    return number && !number.tooLarge && number.end === part.length ? number.value : undefined;
  });
  if (value === undefined) {
    return undefined;
  }
  if (!written.includes('/')) {
    return otherBase(value, written) || 'in decimal and in hexadecimal';
  }
  return mask === undefined
    ? undefined
    : mask === (1n << 64n) - 1n
      ? `flows with the cookie 0x${value.toString(16)}`
      : `flows whose cookie has ${`0x${(value & mask).toString(16)}`} in the bits 0x${mask.toString(16)}`;
}

function describeStatistic(name: string, written: string): string | undefined {
  const number = Number.parseFloat(written);
  if (!/^[0-9]+(?:\.[0-9]+)?s?$/.test(written) || !Number.isFinite(number)) {
    return undefined;
  }
  return name === 'n_packets'
    ? `${grouped(number)} packets`
    : name === 'n_bytes'
      ? bytes(number)
      : duration(number);
}

function bytes(count: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];
  const power = count < 1000 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), units.length - 1);
  const short = power === 0 ? '' : `, about ${(count / 1000 ** power).toPrecision(3)} ${units[power]}`;
  return `${grouped(count)} bytes${short}`;
}

/** Seconds as people say them. */
export function duration(seconds: number): string {
  const units: readonly [string, number][] = [
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const parts: string[] = [];
  let rest = seconds;
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    if (count > 0) {
      parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
      rest -= count * size;
    }
  }
  if (rest > 0 || parts.length === 0) {
    parts.push(`${Number(rest.toFixed(3))} second${rest === 1 ? '' : 's'}`);
  }
  return parts.slice(0, 2).join(' ');
}
