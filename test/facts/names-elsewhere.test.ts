import { expect, test } from 'vitest';
import { flowKey } from '../../server/src/core/facts/flow-keys';
import { matchField } from '../../server/src/core/facts/match-fields';
import { namesElsewhere } from '../../server/src/core/facts/names-elsewhere';
import { protocolWord } from '../../server/src/core/facts/protocol-words';

test('names of other tools are none of a flow, and stand for one that is', () => {
  const isKnown = (name: string) => Boolean(matchField(name) ?? flowKey(name) ?? protocolWord(name));
  expect([...namesElsewhere.keys()].filter(isKnown)).toEqual([]);
  expect([...namesElsewhere.values()].filter((name) => !isKnown(name))).toEqual([]);
  expect([...namesElsewhere.keys()].filter((name) => name !== name.toLowerCase())).toEqual([]);
});
