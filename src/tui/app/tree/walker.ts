import {type Folding, isOpen} from './folding.ts'
import type {LazyOrder} from './lazy-order.ts'
import type {TreeModel} from './tree-model.ts'

/** A place among the rows, that can step to the next and the previous one in display order without listing them. */
export class Walker {
  private readonly model: TreeModel
  private readonly folding: Folding
  private readonly orders: LazyOrder[] = []
  private readonly places: number[] = []
  node = 0

  /** Starts at the root, which is not a row; see `goTo`. */
  constructor(model: TreeModel, folding: Folding) {
    this.model = model
    this.folding = folding
  }

  /** 0 for what lies in the root. */
  get depth(): number {
    return this.orders.length - 1
  }

  /** To a node that is displayed: shown, and every folder above it open. */
  goTo(node: number): this {
    this.orders.length = 0
    this.places.length = 0
    const chain: number[] = []
    for (let n = node; n > 0; n = this.model.union.parent(n)) chain.push(n)
    let parent = 0
    for (const step of chain.reverse()) {
      const order = this.model.children(parent)
      this.orders.push(order)
      this.places.push(order.placeOf(step))
      parent = step
    }
    this.node = node
    return this
  }

  /** False, and no move, at the end. From the root it is the first row. */
  next(): boolean {
    if (isOpen(this.model, this.folding, this.node) && this.enter(0)) return true
    for (let level = this.orders.length - 1; level >= 0; level--) {
      const following = this.orders[level]!.at(this.places[level]! + 1)
      if (following < 0) continue
      this.orders.length = level + 1
      this.places.length = level + 1
      this.places[level]!++
      this.node = following
      return true
    }
    return false
  }

  /** False, and no move, at the first row. */
  previous(): boolean {
    const level = this.orders.length - 1
    if (level < 0) return false
    const place = this.places[level]!
    if (place > 0) {
      this.places[level] = place - 1
      this.node = this.orders[level]!.at(place - 1)
      this.toLastInside()
      return true
    }
    if (level === 0) return false
    this.orders.pop()
    this.places.pop()
    this.node = this.orders[level - 1]!.at(this.places[level - 1]!)
    return true
  }

  /** To the last row of all; false where there is none. */
  toLast(): boolean {
    this.orders.length = 0
    this.places.length = 0
    this.node = 0
    this.toLastInside()
    return this.node > 0
  }

  private toLastInside(): void {
    while (isOpen(this.model, this.folding, this.node) && this.enter(-1));
  }

  /** Into the open folder: to its first row (0) or its last (−1). */
  private enter(end: 0 | -1): boolean {
    const order = this.model.children(this.node)
    if (order.length === 0) return false
    const place = end === 0 ? 0 : order.length - 1
    this.orders.push(order)
    this.places.push(place)
    this.node = order.at(place)
    return true
  }
}
