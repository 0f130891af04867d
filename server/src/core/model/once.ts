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
