/**
 * Connection state once more, written out from the four rules with nothing in common with the model: what
 * the model says is compared with this.
 */

export const flagBits = { new: 1, est: 2, rel: 4, rpl: 8, inv: 16, trk: 32, snat: 64, dnat: 128 } as const;

export interface Pair {
  readonly value: number;
  readonly mask: number;
}

/** The rules, in falling precedence, each telling whether a state breaks it. */
export const brokenRules: readonly { readonly id: string; readonly breaks: (state: number) => boolean }[] = [
  {
    id: 'untracked',
    breaks: (state) => {
      if (state & flagBits.trk) {
        return false;
      }
      return state !== 0;
    },
  },
  {
    id: 'invalid',
    breaks: (state) => {
      if (!(state & flagBits.inv)) {
        return false;
      }
      return state !== flagBits.inv && state !== flagBits.inv + flagBits.trk;
    },
  },
  {
    id: 'new-or-established',
    breaks: (state) => Boolean(state & flagBits.new) && Boolean(state & flagBits.est),
  },
  {
    id: 'new-or-reply',
    breaks: (state) => Boolean(state & flagBits.new) && Boolean(state & flagBits.rpl),
  },
];

/** Every state that breaks no rule. */
export const legal: readonly number[] = (() => {
  const states: number[] = [];
  for (let state = 0; state < 256; state++) {
    let broken = false;
    for (const rule of brokenRules) {
      if (rule.breaks(state)) {
        broken = true;
      }
    }
    if (!broken) {
      states.push(state);
    }
  }
  return states;
})();

/** All pairs of a mask and a value within it, 6561 of them: what the 65,536 pairs come down to. */
export const pairs: readonly Pair[] = (() => {
  const list: Pair[] = [];
  for (let mask = 0; mask < 256; mask++) {
    for (let value = 0; value < 256; value++) {
      if ((value & mask) === value) {
        list.push({ value, mask });
      }
    }
  }
  return list;
})();

const covers: (readonly number[])[] = [];
for (const { value, mask } of pairs) {
  const states: number[] = [];
  for (const state of legal) {
    let matches = true;
    for (let bit = 1; bit < 256; bit *= 2) {
      if (mask & bit && (state & bit) !== (value & bit)) {
        matches = false;
      }
    }
    if (matches) {
      states.push(state);
    }
  }
  covers[mask * 256 + value] = states;
}

/** The legal states that a pair covers, in ascending order. */
export function coverOf({ value, mask }: Pair): readonly number[] {
  return covers[mask * 256 + value]!;
}

/** The single bits of a number. */
export function bitsOf(bits: number): number[] {
  const list: number[] = [];
  for (let bit = 1; bit < 256; bit *= 2) {
    if (bits & bit) {
      list.push(bit);
    }
  }
  return list;
}

/** Every subset of some bits, none and all of them included. */
export function subsetsOf(bits: number): number[] {
  const list: number[] = [];
  for (let subset = 0; subset < 256; subset++) {
    if ((subset & bits) === subset) {
      list.push(subset);
    }
  }
  return list;
}

/** The pair without some flags. */
export function leavingOut({ value, mask }: Pair, bits: number): Pair {
  return { value: value & (255 - bits), mask: mask & (255 - bits) };
}

/** How a pair is named when a test fails. */
export function nameOf({ value, mask }: Pair): string {
  return `${value.toString(16)}/${mask.toString(16)}`;
}

/** The pairs for which `holds` is false: a test expects none, and shows the first few. */
export function failures(list: readonly Pair[], holds: (pair: Pair) => boolean): string[] {
  return list
    .filter((pair) => !holds(pair))
    .slice(0, 10)
    .map(nameOf);
}
