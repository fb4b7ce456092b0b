import {column} from '../../layer/columns.ts'
import {decodeName} from '../../layer/layer-index.ts'
import {type DistinctNames, markNodes} from './distinct-names.ts'
import {isAsciiName} from './name-test.ts'
import {type MatchColumns, note, type Places, placesOf, type Report} from './path-matches.ts'
import type {PathTree} from './path-tree.ts'
import {expressionOf} from './pattern.ts'

/** An expression sees this much of a name, or of the end of a path: as much as Linux takes (PATH_MAX). Characters. */
const LONGEST = 4096
/** Nodes between two reports, less one: an expression may be slow. */
const STRIDE = 0xff

/** The nodes that a regular expression matches: names, or paths where the expression holds a slash. */
export function matchExpression(names: DistinctNames, text: string, report: Report): MatchColumns {
  const expression = expressionOf(text)
  return text.includes('/') ? matchWholePaths(names.tree, expression, report) : matchNames(names, expression, report)
}

function matchNames(distinct: DistinctNames, expression: RegExp, report: Report): MatchColumns {
  const {tree, owners, ids} = distinct
  const names = new Names(tree)
  const places = placesOf(owners.length)
  for (let id = 1; id < owners.length; id++) {
    if ((id & STRIDE) === 0) report(id, owners.length)
    noteMatch(places, id, expression, '', names.of(owners[id]!))
  }
  const hits = column(Uint8Array, tree.nodeCount)
  markNodes(distinct, places, hits, report)
  return {hits, places, rows: ids}
}

function matchWholePaths(tree: PathTree, expression: RegExp, report: Report): MatchColumns {
  const subjects = new PathSubjects(tree)
  const names = new Names(tree)
  const hits = column(Uint8Array, tree.nodeCount)
  const places = placesOf(tree.nodeCount)
  for (let node = 1; node < tree.nodeCount; node++) {
    if ((node & STRIDE) === 0) report(node, tree.nodeCount)
    if (noteMatch(places, node, expression, subjects.before(node, names), names.of(node))) hits[node] = 1
  }
  return {hits, places, rows: null}
}

/** False where nothing matches. */
function noteMatch(places: Places, row: number, expression: RegExp, before: string, name: string): boolean {
  const range = rangeIn(expression, before, name)
  if (range === null) return false
  const [from, till] = range
  const ahead = Buffer.byteLength(name.slice(0, from))
  note(places, row, ahead, ahead + Buffer.byteLength(name.slice(from, till)))
  return true
}

/** The first match in `before + name` that reaches into the name: its part there, by characters. */
function rangeIn(expression: RegExp, before: string, name: string): readonly [number, number] | null {
  const subject = before + name
  expression.lastIndex = 0
  for (let match = expression.exec(subject); match !== null; match = expression.exec(subject)) {
    const end = match.index + match[0].length
    const isEmpty = match[0] === ''
    if (end > before.length || (isEmpty && end === before.length))
      return [Math.max(0, match.index - before.length), end - before.length]
    // An empty match would be found again at the same place, also from the second half of a character of two units.
    if (isEmpty) expression.lastIndex += (subject.codePointAt(expression.lastIndex) ?? 0) > 0xffff ? 2 : 1
  }
  return null
}

/** Bytes of names that are made text at a time. */
const WINDOW = 1 << 20

/** Names as text. ASCII ones, nearly all, are cut out of a longer text that was made at one go. */
class Names {
  private readonly tree: PathTree
  private layer = -1
  private start = 0
  private text = ''

  constructor(tree: PathTree) {
    this.tree = tree
  }

  of(node: number): string {
    const layer = this.tree.nodeLayer[node]!
    const {names, nodeName} = this.tree.layers[layer]!
    const inLayer = this.tree.nodeInLayer[node]!
    const start = nodeName[inLayer]!
    const end = Math.min(nodeName[inLayer + 1]!, start + 4 * LONGEST)
    if (!isAsciiName(names, start, end)) return decodeName(names, start, end).slice(0, LONGEST)
    if (layer !== this.layer || start < this.start || end > this.start + this.text.length) {
      const length = Math.min(WINDOW, names.length - start)
      this.layer = layer
      this.start = start
      this.text = Buffer.from(names.buffer, names.byteOffset + start, length).toString('latin1')
    }
    return this.text.slice(start - this.start, Math.min(end, start + LONGEST) - this.start)
  }
}

/** What stands before a name in its path: from the root's slash to the one before the name. */
class PathSubjects {
  private readonly tree: PathTree
  private parent = -1
  private path = ''

  constructor(tree: PathTree) {
    this.tree = tree
  }

  before(node: number, names: Names): string {
    const parent = this.tree.nodeParent[node]!
    if (parent !== this.parent) {
      let path = '/'
      for (let n = parent; n > 0 && path.length < LONGEST; n = this.tree.nodeParent[n]!) path = `/${names.of(n)}${path}`
      this.parent = parent
      this.path = path.slice(-LONGEST)
    }
    return this.path
  }
}
