/**
 * What is worked out of something that never changes, worked out once: `find` is asked when somebody first does. `rest` is what it takes
 * besides, and must not make a difference.
 */
export function oncePer<
  Subject extends object,
  Rest extends unknown[],
  Found extends object | string | boolean,
>(find: (subject: Subject, ...rest: Rest) => Found): (subject: Subject, ...rest: Rest) => Found {
  const known = new WeakMap<Subject, Found>();
  return (subject, ...rest) => {
    let found = known.get(subject);
    if (found === undefined) {
      found = find(subject, ...rest);
      known.set(subject, found);
    }
    return found;
  };
}

/** Wraps a function that finds something of an object from something else: it is found again once that is no longer the same. */
export function whileSame<Subject extends object, Basis, Rest extends unknown[], Found>(
  isSame: (before: Basis, now: Basis) => boolean,
  find: (subject: Subject, basis: Basis, ...rest: Rest) => Found,
): (subject: Subject, basis: Basis, ...rest: Rest) => Found {
  const known = new WeakMap<Subject, { readonly basis: Basis; readonly found: Found }>();
  return (subject, basis, ...rest) => {
    const before = known.get(subject);
    if (before && isSame(before.basis, basis)) {
      return before.found;
    }
    const found = find(subject, basis, ...rest);
    known.set(subject, { basis, found });
    return found;
  };
}
