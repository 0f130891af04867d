import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { legalStates } from '../../server/src/core/conntrack/states';
import { connectionStateFlags } from '../../server/src/core/facts/connection-state';
import { PrivateSwitch } from './switch';

async function started(): Promise<PrivateSwitch> {
  const ours = await PrivateSwitch.start();
  onTestFinished(() => ours.stop());
  return ours;
}

const packet = 'in_port=1,tcp,nw_src=10.0.0.1,nw_dst=10.0.0.2,tp_dst=80';

describe('a switch of our own', () => {
  test('takes flows, groups and meters, and says which lines it refuses', async () => {
    const ours = await started();
    const refused = await ours.load(`# a comment
table=0,priority=10,tcp,actions=group:1
table=0,priority=5,actions=group:7
meter=1,kbps,band=type=drop,rate=1000
group_id=1,type=all,bucket=resubmit(,3)
table=3,cookie=0x77,in_port=1,actions=meter:1,output:2
table=3,priority=2,actions=meter:2,output:2
`);
    expect(refused).toEqual([
      { line: 2, error: 'OFPBAC_BAD_OUT_GROUP' },
      { line: 6, error: 'OFPMMFC_INVALID_METER' },
    ]);
    const flows = await ours.dumpFlows();
    expect(flows.map(({ cookie, table, priority, match }) => [cookie, table, priority, match])).toEqual([
      [2, 0, 10, ['tcp']],
      [6, 3, 32768, ['in_port=1']],
    ]);
    const { hits, visited, missed } = await ours.trace(packet);
    expect([[...hits], [...visited], [...missed]]).toEqual([[2, 6], [0, 3], []]);
  });

  test('is empty again for the next file', async () => {
    const ours = await started();
    await ours.load(
      'meter=1,kbps,band=type=drop,rate=1000\ngroup_id=1,type=all,bucket=output:1\nactions=drop',
    );
    expect(
      await ours.load('meter=1,kbps,band=type=drop,rate=1000\ngroup_id=1,type=all,bucket=output:1'),
    ).toEqual([]);
    expect(await ours.dumpFlows()).toEqual([]);
  });

  test('tells in which states a packet comes back from the tracker', async () => {
    const ours = await started();
    await ours.load(
      'table=0,ip,actions=ct(table=1)\ntable=1,ct_state=+est,ip,actions=ct(table=2)\ntable=2,ct_state=+rpl,actions=drop',
    );
    expect([...(await ours.trace(packet, ['trk,est', 'trk,est,rpl'])).hits]).toEqual([1, 2, 3]);
    const other = await ours.trace(packet, ['trk,est', 'trk,est']);
    expect([[...other.hits], [...other.missedTracked], other.tracked]).toEqual([[1, 2], [2], 2]);
  });

  test.each([
    ['new', 'table=0,ip,actions=ct(table=0)'],
    ['est', 'table=0,ct_state=-trk,ip,actions=ct(table=1)\ntable=1,ct_state=+est,ip,actions=ct(table=1)'],
  ])(
    'a packet that goes round for ever in state %s is told, and the switch goes on after it',
    async (state, flows) => {
      const ours = await started();
      await ours.load(flows);
      expect((await ours.trace(packet, Array(30).fill(`trk,${state}`))).isEndless).toBe(true);
      expect((await ours.trace('in_port=1,arp')).isEndless).toBe(false);
      expect(await ours.dumpFlows()).toHaveLength(flows.split('\n').length);
    },
  );

  test('tracks real packets', async () => {
    const ours = await started();
    await ours.load(
      'table=0,udp,actions=ct(table=1)\ntable=1,ct_state=+new,udp,actions=ct(commit),output:2\ntable=1,ct_state=+est+rpl,actions=output:1',
    );
    const udp = (from: number, to: number) =>
      `in_port(${from}),eth(src=02:00:00:00:00:0${from},dst=02:00:00:00:00:0${to}),eth_type(0x0800),` +
      `ipv4(src=10.0.0.${from},dst=10.0.0.${to},proto=17,tos=0,ttl=64,frag=no),udp(src=${from},dst=${to})`;
    await ours.receive(1, udp(1, 2));
    await ours.receive(2, udp(2, 1));
    expect((await ours.dumpFlows()).map(({ cookie, packets }) => [cookie, packets])).toEqual([
      [1, 2],
      [2, 1],
      [3, 1],
    ]);
    expect(await ours.connections()).toHaveLength(1);
    await ours.forgetConnections();
    expect(await ours.connections()).toEqual([]);
  });

  test('says that a packet is not tracked behind ct, and is tracked where ct hands it on', async () => {
    const ours = await started();
    await ours.load(
      'table=0,ip,actions=ct(table=1)\ntable=1,ct_state=+trk,ip,actions=ct(commit),resubmit(,2)\n' +
        'table=2,ct_state=+trk,actions=drop\ntable=2,ct_state=-trk,actions=drop',
    );
    expect([...(await ours.trace(packet, ['trk,new'])).hits]).toEqual([1, 2, 4]);
  });

  test('leaves nothing behind', async () => {
    const ours = await PrivateSwitch.start();
    expect([ours.isRunning, existsSync(ours.folder)]).toEqual([true, true]);
    await ours.stop();
    expect([ours.isRunning, existsSync(ours.folder)]).toEqual([false, false]);
  });
});

test('the states that the switch takes for possible are the ones we do', async () => {
  const ours = await started();
  await ours.load('actions=drop');
  const taken: number[] = [];
  for (let state = 1; state < 256; state++) {
    const names = connectionStateFlags.filter(({ bit }) => state & bit).map(({ name }) => name);
    await ours.trace(packet, [names.join()]).then(
      () => taken.push(state),
      () => {},
    );
  }
  expect([0, ...taken]).toEqual(legalStates);
});

test('a daemon does not outlive what started it, even when that is killed', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ovs-'));
  const ready = mkdtempSync(path.join(tmpdir(), 'ovs-'));
  onTestFinished(() => rmSync(ready, { recursive: true, force: true }));
  const processId = path.join(ready, 'process');
  const wanted = {
    program: 'sh',
    args: ['-c', `echo $$ > ${processId}.part; mv ${processId}.part ${processId}; exec sleep 1000`],
    environment: { PATH: process.env.PATH },
    folder,
    memory: 400_000,
  };
  const module = new URL('../../scripts/switch/daemon.mjs', import.meta.url).href;
  const program = `(await import('${module}')).startDaemon(${JSON.stringify(wanted)});`;
  const starter = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' });
  await vi.waitFor(() => expect(existsSync(processId)).toBe(true), { timeout: 20_000 });
  const daemon = Number(readFileSync(processId, 'utf8'));
  expect(isAlive(daemon)).toBe(true);
  starter.kill('SIGKILL');
  await vi.waitFor(() => expect([isAlive(daemon), existsSync(folder)]).toEqual([false, false]), {
    timeout: 20_000,
  });
});

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
