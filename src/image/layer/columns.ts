/**
 * Typed arrays over shared memory that grow. What a scan fills is what both threads read: handing a column over is a view,
 * not a copy, and memory beyond what was written is never touched, so the system never backs it.
 */
export type Numbers = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array

type Constructor<T extends Numbers> = {
  new (buffer: SharedArrayBuffer, offset?: number, length?: number): T
  readonly BYTES_PER_ELEMENT: number
}

/** A zeroed column of `length` elements. */
export function column<T extends Numbers>(kind: Constructor<T>, length: number): T {
  return new kind(new SharedArrayBuffer(length * kind.BYTES_PER_ELEMENT))
}

/** A column of at least `length` elements that starts with what `old` holds. */
export function grown<T extends Numbers>(old: T, length: number): T {
  const wider = column(old.constructor as Constructor<T>, length)
  ;(wider as Uint8Array).set(old as Uint8Array)
  return wider
}

/** The first `length` elements of a column, sharing its memory. */
export function firstOf<T extends Numbers>(full: T, length: number): T {
  return new (full.constructor as Constructor<T>)(full.buffer as SharedArrayBuffer, full.byteOffset, length)
}

/** Makes room for `length` rows in the columns of a table; one that is null needs none. */
export function widen<Name extends string>(
  table: {[name in Name]: Numbers | null},
  columns: readonly Name[],
  length: number,
): void {
  for (const name of columns) {
    const old = table[name]
    if (old !== null) table[name] = grown(old, length)
  }
}
