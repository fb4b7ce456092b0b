/**
 * What `make` gave last for an object, while the rest that it was asked with stays the same: lines are laid out once, not at
 * each key. Forgotten with the object.
 */
export function remembered<K extends object, A extends readonly unknown[], R>(
  make: (of: K, ...rest: A) => R,
): (of: K, ...rest: A) => R {
  const kept = new WeakMap<K, {readonly rest: A; readonly made: R}>()
  return (of, ...rest) => {
    const last = kept.get(of)
    if (last?.rest.every((each, i) => each === rest[i])) return last.made
    const made = make(of, ...rest)
    kept.set(of, {rest, made})
    return made
  }
}
