/** A function whose value for equal arguments is worked out once: the same files are hashed for it. */
export function onceEach<A, B>(of: (value: A) => B): (value: A) => B {
  const known = new Map<string, B>();
  return (value) => {
    const key = JSON.stringify(value);
    const found = known.get(key) ?? of(value);
    known.set(key, found);
    return found;
  };
}
