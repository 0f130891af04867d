import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { disagreements } from './agreement';
import { wrongCauses } from './causes';
import { type Evidence, gatherEvidence } from './evidence';
import { judgedCodes, readPipelines } from './pipeline';
import { PrivateSwitch } from './switch';
import { inOrder, verdictsOn } from './verdicts';

const pipelines = readPipelines();

let ours: PrivateSwitch;
beforeAll(async () => {
  ours = await PrivateSwitch.start();
});
afterAll(() => ours.stop());

describe.each(pipelines)('$name', (pipeline) => {
  let evidence: Evidence;
  beforeAll(async () => {
    evidence = await gatherEvidence(ours, pipeline.text);
  });

  test('says what it is', () => {
    expect(pipeline.about).toMatch(/^[A-Z].*[.]$/);
  });

  test('we report what is expected', () => {
    expect(verdictsOn(pipeline)).toEqual(inOrder(pipeline.expected));
  });

  test('the switch does what we report', () => {
    expect(disagreements(pipeline, verdictsOn(pipeline), evidence)).toEqual([]);
  });

  test('the causes that we name are the causes', async () => {
    expect(await wrongCauses(ours, pipeline, verdictsOn(pipeline), evidence.installed)).toEqual([]);
  });

  if (pipeline.expected.length === 0) {
    test('the switch contradicts whoever reports anything', () => {
      const flows = evidence.messages.filter(({ line }) => evidence.installed.has(line));
      const believed = flows
        .filter(({ text }) => !text.includes('conjunction('))
        .flatMap(({ line }) => judgedCodes.map((code) => ({ line, code })))
        .filter((verdict) => disagreements(pipeline, [verdict], evidence).length === 0);
      expect(believed).toEqual([]);
    });
  } else {
    test('the switch contradicts whoever reports nothing', () => {
      expect(disagreements(pipeline, [], evidence)).not.toEqual([]);
    });
  }
});
