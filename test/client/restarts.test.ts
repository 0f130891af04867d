import { expect, test } from 'vitest';
import { loopTime, mostRestarts, Restarts, restartWindow } from '../../client/src/restarts';

test('a server that dies again and again is left alone, and that it does is news once', () => {
  const restarts = new Restarts();
  const verdicts = Array.from({ length: mostRestarts + 2 }, (_, second) => restarts.died(second * 1000));
  expect(verdicts.map(({ startAgain }) => startAgain)).toEqual([true, true, true, true, false, false]);
  expect(verdicts.map(({ isNews }) => isNews)).toEqual([true, false, false, false, false, false]);
});

test('one that dies now and then is started again for ever, and each time it is news', () => {
  const restarts = new Restarts();
  const apart = restartWindow / mostRestarts;
  for (let death = 0; death < 100; death++) {
    expect(restarts.died(death * apart)).toEqual({ startAgain: true, isNews: true });
  }
});

test('a series of deaths is one as long as none of them is far from the one before', () => {
  const restarts = new Restarts();
  const news = [0, loopTime - 1, 2 * (loopTime - 1), 3 * loopTime].map((now) => restarts.died(now).isNews);
  expect(news).toEqual([true, false, false, true]);
});

test('only deaths within the window count', () => {
  const restarts = new Restarts();
  for (let death = 0; death <= mostRestarts; death++) {
    restarts.died(death);
  }
  expect(restarts.died(restartWindow - 1).startAgain).toBe(false);
  expect(restarts.died(3 * restartWindow).startAgain).toBe(true);
});
