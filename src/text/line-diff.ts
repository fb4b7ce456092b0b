import {diffArrays} from 'diff'

/** A line of a unified difference, as it stands in the files: hostile. Numbers count from 1. */
export type DiffLine =
  | {readonly kind: 'hunk'; readonly before: LineRange; readonly after: LineRange}
  | {readonly kind: 'same'; readonly before: number; readonly after: number; readonly text: string}
  | {readonly kind: 'removed'; readonly before: number; readonly text: string}
  | {readonly kind: 'added'; readonly after: number; readonly text: string}
  /** the line before is the last, and nothing ends it */
  | {readonly kind: 'no-line-end'}

export interface LineRange {
  /** the first line, or the one before where there is none */
  readonly from: number
  readonly count: number
}

export interface LineDiff {
  /** hunks, each with a few lines around its changes */
  readonly lines: readonly DiffLine[]
  readonly added: number
  readonly removed: number
  /** true where looking for the shortest difference would have taken too long: whole stretches count as exchanged */
  readonly coarse: boolean
  /** lines of hunks that are left out at the end: nobody reads so many */
  readonly left: number
}

export interface LineDiffOptions {
  /** milliseconds to look for the shortest difference; then what lies between the first and the last change counts as exchanged */
  readonly patience?: number
  /** lines of hunks to tell */
  readonly most?: number
}

/** Lines shown around each change. */
const AROUND = 3
/** Longer lines are shown as far as this, characters. */
const LONGEST = 10_000

/** A run of lines of both files. */
interface Run {
  readonly kind: 'same' | 'removed' | 'added'
  readonly count: number
}

/**
 * What makes `before` into `after`, line by line: compared as bytes, told as text. Takes its time:
 * see `patience`.
 */
export function lineDiff(before: Uint8Array, after: Uint8Array, options: LineDiffOptions = {}): LineDiff {
  const {patience = 2000, most = 20_000} = options
  const [a, b] = [linesOf(before), linesOf(after)]
  const head = commonHead(a, b)
  const tail = commonTail(a, b, head)
  const [from, to] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)]
  const middle = diffArrays(...numbered(from, to), {timeout: patience})
  const runs: Run[] = [{kind: 'same', count: head}]
  if (middle === undefined) runs.push({kind: 'removed', count: from.length}, {kind: 'added', count: to.length})
  else
    for (const {added, removed, count} of middle)
      runs.push({kind: added ? 'added' : removed ? 'removed' : 'same', count})
  runs.push({kind: 'same', count: tail})
  const counted = (kind: Run['kind']) => runs.reduce((sum, run) => sum + (run.kind === kind ? run.count : 0), 0)
  const lines = hunksOf(
    runs.filter(run => run.count > 0),
    a,
    b,
  )
  return {
    lines: lines.slice(0, most),
    added: counted('added'),
    removed: counted('removed'),
    coarse: middle === undefined,
    left: Math.max(0, lines.length - most),
  }
}

/** Lines with what ends them, one character a byte. */
function linesOf(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  return text.split(/(?<=\n)/).filter(line => line !== '')
}

function commonHead(a: readonly string[], b: readonly string[]): number {
  let n = 0
  while (n < a.length && n < b.length && a[n] === b[n]) n++
  return n
}

function commonTail(a: readonly string[], b: readonly string[], head: number): number {
  let n = 0
  while (n < a.length - head && n < b.length - head && a[a.length - 1 - n] === b[b.length - 1 - n]) n++
  return n
}

/** The lines as numbers, equal lines the same: quicker to compare. */
function numbered(a: readonly string[], b: readonly string[]): [number[], number[]] {
  const numbers = new Map<string, number>()
  const numberOf = (line: string) => {
    const known = numbers.get(line)
    if (known !== undefined) return known
    numbers.set(line, numbers.size)
    return numbers.size - 1
  }
  return [a.map(numberOf), b.map(numberOf)]
}

/** The lines of each change with those around it; changes near each other share a hunk. */
function hunksOf(runs: readonly Run[], a: readonly string[], b: readonly string[]): DiffLine[] {
  const lines: DiffLine[] = []
  let hunk: DiffLine[] = []
  let [i, j] = [0, 0]
  let start = {before: 0, after: 0}
  const close = () => {
    if (hunk.length === 0) return
    const [before, after] = [i - start.before, j - start.after]
    lines.push({
      kind: 'hunk',
      before: {from: start.before + (before > 0 ? 1 : 0), count: before},
      after: {from: start.after + (after > 0 ? 1 : 0), count: after},
    })
    for (const line of hunk) lines.push(line)
    hunk = []
  }
  const take = (kind: Run['kind'], count: number) => {
    for (let n = 0; n < count; n++) {
      const raw = kind === 'added' ? b[j]! : a[i]!
      if (kind !== 'added') i++
      if (kind !== 'removed') j++
      const text = shown(raw)
      if (kind === 'same') hunk.push({kind, before: i, after: j, text})
      else if (kind === 'removed') hunk.push({kind, before: i, text})
      else hunk.push({kind, after: j, text})
      if (!raw.endsWith('\n')) hunk.push({kind: 'no-line-end'})
    }
  }
  for (const [n, {kind, count}] of runs.entries()) {
    if (kind !== 'same') {
      take(kind, count)
      continue
    }
    const isLast = n === runs.length - 1
    const after = hunk.length === 0 ? 0 : Math.min(count, AROUND)
    const before = isLast ? 0 : Math.min(count - after, AROUND)
    const between = count - after - before
    take('same', after)
    if (between > 0 || hunk.length === 0) {
      close()
      i += between
      j += between
      start = {before: i, after: j}
    }
    take('same', before)
  }
  close()
  return lines
}

/** A line as text, without what ends it. */
function shown(raw: string): string {
  const line = raw.endsWith('\n') ? raw.slice(0, -1) : raw
  return Buffer.from(line.slice(0, LONGEST), 'latin1').toString('utf8')
}
