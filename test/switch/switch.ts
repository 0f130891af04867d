/**
 * A switch of our own: `ovs-vswitchd` with its dummy datapath, in a temporary folder, without root and without a kernel
 * module. Nothing of it is left when it is stopped, or when what started it ends in any way.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { atExit } from '../../scripts/processes.mjs';
import { type Daemon, startDaemon } from '../../scripts/switch/daemon.mjs';
import { ensureSwitch, type SwitchPrograms } from '../../scripts/switch/programs.mjs';
import { Control, NoAnswerError } from './control';
import { type Message, messagesIn, withCookie } from './flow-file';
import { type InstalledFlow, readDump } from './installed-flow';
import { succeed } from './succeed';
import { endlessTrace, readTrace, type Trace } from './trace';

/**
 * KiB of address space. An idle switch takes a sixth of it; a trace without an end uses up the rest within seconds, which
 * ends the switch, and that is how it is known to have no end. Without a limit it would take the machine's memory.
 */
const memory = 400_000;

/** Milliseconds; far above what any answer takes, so that a busy machine fails no test. */
const patience = 60_000;

/** The ports of the bridge, 1 and up. */
export const ports = [1, 2, 3, 4] as const;

/** All of them: each pipeline needs other things. */
const versions = [10, 11, 12, 13, 14, 15].map((version) => `OpenFlow${version}`).join();

/** A line that the switch did not take, and its error, such as `OFPFMFC_OVERLAP`. */
export interface Refusal {
  readonly line: number;
  readonly error: string;
}

export class PrivateSwitch {
  readonly #programs: SwitchPrograms['programs'];
  readonly #folder: string;
  readonly #removeFolder: () => void;
  readonly #database: Daemon;
  #switch: Daemon | undefined;
  #control: Control | undefined;
  #loaded: readonly Message[] = [];
  #starts = 0;

  private constructor(programs: SwitchPrograms['programs'], folder: string, removeFolder: () => void) {
    this.#programs = programs;
    this.#folder = folder;
    this.#removeFolder = removeFolder;
    this.#database = this.#start('ovsdb-server', [
      `--remote=punix:${this.#file('db.sock')}`,
      `--unixctl=${this.#file('db.ctl')}`,
      this.#file('conf.db'),
    ]);
  }

  /** Starts a switch with an empty bridge. */
  static async start(): Promise<PrivateSwitch> {
    const { programs, schema } = await ensureSwitch();
    // Short: the name of a socket has at most 108 bytes.
    const folder = mkdtempSync(path.join(tmpdir(), 'ovs-'));
    const removeFolder = atExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    await succeed(programs['ovsdb-tool'], ['create', path.join(folder, 'conf.db'), schema]);
    const started = new PrivateSwitch(programs, folder, removeFolder);
    try {
      await started.#configure();
      return started;
    } catch (error) {
      await started.stop();
      throw error;
    }
  }

  /** The processes that it consists of, for those who want to see them gone. */
  get isRunning(): boolean {
    return this.#database.isRunning() || this.#switch?.isRunning() === true;
  }

  get folder(): string {
    return this.#folder;
  }

  /**
   * Loads a file of flows, groups and meters, in any order, on the empty bridge: the groups and meters first. Each flow gets
   * the cookie that tells its line, one more than the line.
   * @returns the lines that the switch refused; the others are there
   */
  async load(text: string): Promise<Refusal[]> {
    this.#loaded = messagesIn(text);
    return this.#sendAll();
  }

  /** Sends one more flow to what is there. @returns the error where the switch refuses it */
  async add(flow: string): Promise<string | undefined> {
    return this.#sendFile('add-flows', flow);
  }

  async dumpFlows(): Promise<InstalledFlow[]> {
    await this.#ask('revalidator/purge');
    return readDump(await this.#openFlow('--no-names', 'dump-flows'));
  }

  /**
   * Follows a packet through the tables.
   * @param packet as a match: `in_port=1,tcp`
   * @param states what the tracker says of it, time after time, such as `trk,est`; after the last, that it is new
   * @param learns whether flows are learned on the way, as of a real packet
   */
  async trace(packet: string, states: readonly string[] = [], learns = false): Promise<Trace> {
    const next = states.flatMap((state) => ['--ct-next', state]);
    try {
      const text = await this.#ask('ofproto/trace', 'br0', packet, ...next, ...(learns ? ['-generate'] : []));
      return readTrace(text, states.length);
    } catch (error) {
      if (!(error instanceof NoAnswerError)) {
        throw error;
      }
      const ranOutOfMemory = await this.#restart();
      if (!ranOutOfMemory) {
        throw error;
      }
      return endlessTrace;
    }
  }

  /** Has a packet arrive for real, which is tracked and changed for real. @param flow in the form of datapath flows */
  async receive(port: number, flow: string): Promise<void> {
    await this.#ask('netdev-dummy/receive', `p${port}`, flow);
  }

  /** The connections that are committed. */
  async connections(): Promise<string[]> {
    return (await this.#ask('dpctl/dump-conntrack')).split('\n').filter((line) => line !== '');
  }

  async forgetConnections(): Promise<void> {
    await this.#ask('dpctl/flush-conntrack');
  }

  /** Asks the daemon something that is not about flows. */
  async #ask(method: string, ...params: readonly string[]): Promise<string> {
    if (this.#control === undefined) {
      throw new Error('The switch is not running.');
    }
    return this.#control.ask(method, ...params);
  }

  async stop(): Promise<void> {
    this.#control?.close();
    this.#control = undefined;
    await this.#switch?.end();
    await this.#database.end();
    this.#removeFolder();
  }

  async #configure(): Promise<void> {
    (await this.#whenListening('db.ctl', this.#database)).close();
    await this.#vsctl('--no-wait', 'init');
    // The number of threads follows the number of processors, and each takes of the memory.
    const threads = ['other_config:n-handler-threads=1', 'other_config:n-revalidator-threads=1'];
    await this.#vsctl('--no-wait', 'set', 'Open_vSwitch', '.', ...threads);
    const bridge = ['add-br', 'br0', '--', 'set', 'bridge', 'br0', 'datapath-type=dummy', 'fail-mode=secure'];
    const added = ports.flatMap((port) => [
      ...['--', 'add-port', 'br0', `p${port}`],
      ...['--', 'set', 'interface', `p${port}`, 'type=dummy', `ofport_request=${port}`],
    ]);
    await this.#vsctl('--no-wait', ...bridge, `protocols=${versions}`, ...added);
    await this.#startSwitch();
  }

  async #startSwitch(): Promise<void> {
    this.#switch = this.#start('ovs-vswitchd', [
      ...['--enable-dummy=override', '--disable-system', '--disable-system-route'],
      ...[`--unixctl=${this.#file('sw.ctl')}`, `unix:${this.#file('db.sock')}`],
    ]);
    this.#control = await this.#whenListening('sw.ctl', this.#switch);
    this.#starts++;
    // A change that is waited for: it takes flows only once it has made the bridge that the database tells of.
    await this.#vsctl('set', 'bridge', 'br0', `other_config:start=${this.#starts}`);
    // The packets that are sent are made of a few words, which leaves their sequence numbers at 0.
    await this.#control.ask('dpctl/ct-disable-tcp-seq-chk');
  }

  /** @returns whether the switch had ended because it wanted more memory than it may have */
  async #restart(): Promise<boolean> {
    const old = this.#switch;
    this.#control?.close();
    await old?.end();
    await this.#startSwitch();
    await this.#sendAll();
    return /memory exhausted/.test(old?.said() ?? '');
  }

  async #sendAll(): Promise<Refusal[]> {
    for (const command of ['del-flows', 'del-groups', 'del-meters']) {
      await this.#openFlow(command);
    }
    const refusals: Refusal[] = [];
    for (const kind of ['group', 'meter', 'flow'] as const) {
      const messages = this.#loaded.filter((message) => message.kind === kind);
      refusals.push(...(await this.#sendKind(kind, messages)));
    }
    return refusals;
  }

  /** All at once, and only where one of them is refused one by one. */
  async #sendKind(kind: Message['kind'], messages: readonly Message[]): Promise<Refusal[]> {
    const send = (some: readonly Message[]) => this.#sendFile(`add-${kind}s`, some.map(asSent).join('\n'));
    if (messages.length === 0 || (kind !== 'meter' && (await send(messages)) === undefined)) {
      return [];
    }
    if (kind !== 'meter') {
      await this.#openFlow(`del-${kind}s`);
    }
    const refusals: Refusal[] = [];
    for (const message of messages) {
      const error = kind === 'meter' ? await this.#refusal('add-meter', message.text) : await send([message]);
      if (error !== undefined) {
        refusals.push({ line: message.line, error });
      }
    }
    return refusals;
  }

  async #sendFile(command: string, text: string): Promise<string | undefined> {
    const file = this.#file('sent');
    writeFileSync(file, `${text}\n`);
    return this.#refusal(command, file);
  }

  /** @returns the switch's error, or what `ovs-ofctl` says where it does not even send it */
  async #refusal(command: string, argument: string): Promise<string | undefined> {
    try {
      await this.#openFlow(command, argument);
      return undefined;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return /OFPT_ERROR .*: (\w+)$/m.exec(message)?.[1] ?? message;
    }
  }

  /** Runs `ovs-ofctl` on the bridge. The last of the arguments, if there is more than the command, is the command's. */
  #openFlow(...words: readonly string[]): Promise<string> {
    const command = words.findIndex((word) => !word.startsWith('-'));
    const bridge = `unix:${this.#file('br0.mgmt')}`;
    const args = ['-O', versions, ...words.slice(0, command + 1), bridge, ...words.slice(command + 1)];
    return succeed(this.#programs['ovs-ofctl'], args, this.#environment());
  }

  #vsctl(...args: string[]): Promise<string> {
    const all = [`--db=unix:${this.#file('db.sock')}`, '--timeout=60', ...args];
    return succeed(this.#programs['ovs-vsctl'], all, this.#environment());
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }

  #environment(): Record<string, string> {
    const folders = ['RUNDIR', 'LOGDIR', 'DBDIR', 'SYSCONFDIR', 'PKGDATADIR'];
    return {
      PATH: process.env.PATH ?? '',
      // Else each thread of the daemon reserves address space of its own.
      MALLOC_ARENA_MAX: '1',
      ...Object.fromEntries(folders.map((folder) => [`OVS_${folder}`, this.#folder])),
    };
  }

  #start(name: 'ovs-vswitchd' | 'ovsdb-server', args: string[]): Daemon {
    const environment = this.#environment();
    return startDaemon({ program: this.#programs[name], args, environment, folder: this.#folder, memory });
  }

  /** Waits until the daemon listens at its socket. */
  async #whenListening(socket: string, daemon: Daemon): Promise<Control> {
    const deadline = Date.now() + patience;
    while (daemon.isRunning() && Date.now() < deadline) {
      const control = await Control.open(this.#file(socket), patience);
      if (control) {
        return control;
      }
      await setTimeout(10);
    }
    throw new Error(`A daemon of Open vSwitch did not start: ${daemon.said().trim()}`);
  }
}

function asSent({ kind, text, line }: Message): string {
  return kind === 'flow' ? withCookie(text, line + 1) : text;
}
