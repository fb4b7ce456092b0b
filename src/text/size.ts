import {translated} from './translate.ts'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const

/** A size as number and unit, as docker prints them: SI, three significant digits, no trailing zeros. */
export function sizeParts(bytes: number): readonly [number: string, unit: string] {
  let value = bytes
  let unit = 0
  // 999,500 rounds to 1,000 kB: that is 1 MB.
  while (unit < UNITS.length - 1 && Number(value.toPrecision(3)) >= 1000) {
    value /= 1000
    unit++
  }
  return [String(Number(value.toPrecision(3))), UNITS[unit]!]
}

/** `1.21 GB`, `8.1 MB`, `14 kB`, `0 B`. */
export function size(bytes: number): string {
  return sizeParts(bytes).join(' ')
}

/** A whole number with thousands separators: `1,234,567`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** How many of what: `1 entry`, `2,345 entries`. A catalogue has both by their keys, `{0} entry` and `{0} entries`. */
export function counted(value: number, one: string, many: string): string {
  return translated(`{0} ${value === 1 ? one : many}`, count(value))
}

/** A size to the byte: `1,234,567 B`. */
export function exactSize(bytes: number): string {
  return `${count(bytes)} B`
}
