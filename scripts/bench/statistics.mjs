// Figures out of measurements.

/**
 * The value in the middle; the mean of the two in the middle where their number is even.
 * @param {readonly number[]} values at least one
 */
export function median(values) {
  const sorted = ascending(values);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/**
 * The smallest of the values that at least 95 of 100 do not exceed.
 * @param {readonly number[]} values at least one
 */
export function percentile95(values) {
  return ascending(values)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
}

/** @param {readonly number[]} values */
const ascending = (values) => [...values].sort((left, right) => left - right);
