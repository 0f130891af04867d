import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Rest } from '../../server/src/lsp/rest';

describe('memory is given back', () => {
  const collect = vi.fn();
  let rest: Rest;

  beforeEach(() => {
    vi.useFakeTimers();
    collect.mockClear();
    rest = new Rest(collect);
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test('once, after a large document and a pause', () => {
    rest.after(100_000);
    expect(collect).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(collect).toHaveBeenCalledTimes(1);
    rest.after(0);
    vi.advanceTimersByTime(10_000);
    expect(collect).toHaveBeenCalledTimes(1);
  });

  test('not while something goes on', () => {
    rest.after(100_000);
    for (let time = 0; time < 10; time++) {
      vi.advanceTimersByTime(1_000);
      rest.after(1);
    }
    expect(collect).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(collect).toHaveBeenCalledTimes(1);
  });

  test('never after small ones', () => {
    rest.after(500);
    vi.advanceTimersByTime(10_000);
    expect(collect).not.toHaveBeenCalled();
  });
});
