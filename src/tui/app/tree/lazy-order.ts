/** Segments up to this length are sorted outright. */
const SMALL = 96

interface Segment {
  readonly from: number
  readonly to: number
  sorted: boolean
  halves: readonly [Segment, Segment] | null
}

/**
 * Items in order, sorted only where somebody looks: a folder of 50,000 files shows 40 of them, and sorting the rest would be
 * felt in the key press. It is a quicksort that remembers its partitions and goes on only into those that are asked for.
 */
export class LazyOrder {
  readonly length: number
  private readonly items: Int32Array
  private readonly compare: (a: number, b: number) => number
  private readonly root: Segment
  /** places that were given out; they are final */
  private readonly known = new Map<number, number>()

  /** Takes `items` over and reorders it. `compare` must be a total order: no two items are equal. */
  constructor(items: Int32Array, compare: (a: number, b: number) => number) {
    this.items = items
    this.length = items.length
    this.compare = compare
    this.root = {from: 0, to: items.length, sorted: items.length < 2, halves: null}
  }

  /** The item at a place in the order; −1 beyond either end. */
  at(place: number): number {
    if (place < 0 || place >= this.length) return -1
    this.refine(this.root, place)
    const item = this.items[place]!
    this.known.set(item, place)
    return item
  }

  /** The place of an item that is among them. */
  placeOf(item: number): number {
    const given = this.known.get(item)
    if (given !== undefined) return given
    if (this.root.sorted) return this.items.indexOf(item)
    let place = 0
    for (const other of this.items) if (other !== item && this.compare(other, item) < 0) place++
    this.known.set(item, place)
    return place
  }

  private refine(start: Segment, place: number): void {
    let segment = start
    while (!segment.sorted) {
      if (segment.to - segment.from <= SMALL) {
        this.items.subarray(segment.from, segment.to).sort(this.compare)
        segment.sorted = true
        return
      }
      segment.halves ??= this.partition(segment.from, segment.to)
      segment = place < segment.halves[0].to ? segment.halves[0] : segment.halves[1]
    }
  }

  /** Hoare's partition around the median of five. */
  private partition(from: number, to: number): readonly [Segment, Segment] {
    const {items, compare} = this
    const step = (to - from - 1) / 4
    const samples = [0, 1, 2, 3, 4].map(i => items[from + Math.floor(i * step)]!).sort(compare)
    const pivot = samples[2]!
    let low = from - 1
    let high = to
    for (;;) {
      do low++
      while (compare(items[low]!, pivot) < 0)
      do high--
      while (compare(items[high]!, pivot) > 0)
      if (low >= high) break
      const swapped = items[low]!
      items[low] = items[high]!
      items[high] = swapped
    }
    const middle = high + 1 >= to ? to - 1 : high + 1
    return [segmentOf(from, middle), segmentOf(middle, to)]
  }
}

function segmentOf(from: number, to: number): Segment {
  return {from, to, sorted: to - from < 2, halves: null}
}
