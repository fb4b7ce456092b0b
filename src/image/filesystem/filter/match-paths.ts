import {type DistinctNames, spread} from './distinct-names.ts'
import {globTokens} from './glob.ts'
import {inSlices} from './in-slices.ts'
import {matchExpression} from './match-expression.ts'
import {GlobTest, literalTest, type NameTest} from './name-test.ts'
import {type MatchColumns, matchColumns, note, type Report} from './path-matches.ts'
import {foldersOf} from './path-tree.ts'
import {isCaseSensitive, type PathPattern, partsOf} from './pattern.ts'

/** A name in a pattern; null is `**`, any number of folders. */
type Part = NameTest | null

interface PathTest {
  readonly parts: readonly Part[]
  readonly fromRoot: boolean
  readonly foldersOnly: boolean
}

/**
 * All nodes of a tree, of whatever layer, that match a pattern of parsePattern. Linear in the bytes of all names for
 * substrings and wildcards (times the pattern's length at worst); a regular expression takes as long as it takes. Throws what
 * `report` throws, and SyntaxError for a regular expression that parsePattern refuses.
 */
export function matchPaths(names: DistinctNames, pattern: PathPattern, report: Report): MatchColumns {
  const found = matchColumns(names.tree.nodeCount)
  if (pattern.kind === 'regex') matchExpression(names, pattern.text, found, report)
  else matchParts(names, pathTest(pattern), found, report)
  return found
}

function pathTest(pattern: PathPattern): PathTest {
  const {parts, fromRoot, foldersOnly} = partsOf(pattern.text)
  const caseSensitive = isCaseSensitive(pattern)
  const compiled = parts.map((part, i): Part => {
    if (pattern.kind === 'glob') return part === '**' ? null : new GlobTest(globTokens(part, caseSensitive))
    // A piece of a path: its first name may begin earlier, its last may go on; what is between slashes is whole.
    const beginsHere = i > 0 || fromRoot
    const endsHere = i < parts.length - 1 || foldersOnly
    const where = beginsHere ? (endsHere ? 'whole' : 'at-start') : endsHere ? 'at-end' : 'anywhere'
    return literalTest(part, where, caseSensitive)
  })
  return {parts: compiled, fromRoot, foldersOnly}
}

/** Per distinct name: a bit for each part of the pattern that it matches, and where the last part does. */
interface TestedNames extends MatchColumns {
  readonly parts: Int32Array
}

function testNames(names: DistinctNames, parts: readonly Part[], report: Report): TestedNames {
  const count = names.owners.length
  const tested = {parts: new Int32Array(count), ...matchColumns(count)}
  inSlices(count, report, (first, end) => testSlice(names, parts, tested, first, end))
  return tested
}

function testSlice(
  {tree, owners}: DistinctNames,
  parts: readonly Part[],
  tested: TestedNames,
  first: number,
  end: number,
): void {
  const {nodeLayer, nodeInLayer, layers} = tree
  const last = parts.length - 1
  for (let id = first; id < end; id++) {
    const owner = owners[id]!
    const {names, nodeName} = layers[nodeLayer[owner]!]!
    const start = nodeName[nodeInLayer[owner]!]!
    const stop = nodeName[nodeInLayer[owner]! + 1]!
    let bits = 0
    for (let i = 0; i <= last; i++) if (parts[i]?.matches(names, start, stop)) bits |= 1 << i
    tested.parts[id] = bits
    const test = parts[last]
    if (test == null) note(tested, id, 0, stop - start)
    else if ((bits & (1 << last)) !== 0) note(tested, id, test.from, test.till)
  }
}

function matchParts(
  names: DistinctNames,
  {parts, fromRoot, foldersOnly}: PathTest,
  found: MatchColumns,
  report: Report,
) {
  const {tree} = names
  const tested = testNames(names, parts, report)
  // A single name anywhere needs no way to it.
  if (parts.length === 1 && !fromRoot) spread(names, tested, found, report)
  else {
    const way = wayOf(parts, fromRoot, tree.nodeCount)
    inSlices(tree.nodeCount, report, (first, end) => followSlice(names, tested, way, found, first, end))
  }
  if (!foldersOnly) return
  const folders = foldersOf(tree)
  inSlices(tree.nodeCount, report, (first, end) => leaveFolders(folders, found, first, end))
}

/**
 * Along the way from the root it is known of each node how many of the pattern's parts the path so far may have used up, a bit
 * for each possibility; a child's bits follow from its parent's, and parents come first.
 */
interface Way {
  /** per node, filled as it is followed */
  readonly used: Int32Array
  /** the parts that are any number of folders */
  readonly skips: number
  readonly last: number
  /** what every path may have used up: nothing, where the pattern need not begin at the root */
  readonly anywhere: number
}

function wayOf(parts: readonly Part[], fromRoot: boolean, nodeCount: number): Way {
  const last = 1 << (parts.length - 1)
  const skips = parts.reduce((bits, part, i) => (part === null ? bits | (1 << i) : bits), 0)
  const begun = skipped(1, skips & ~last)
  const used = new Int32Array(nodeCount)
  used[0] = begun
  return {used, skips, last, anywhere: fromRoot ? 0 : begun}
}

function followSlice(
  {tree, ids}: DistinctNames,
  tested: TestedNames,
  {used, skips, last, anywhere}: Way,
  found: MatchColumns,
  first: number,
  end: number,
): void {
  const {nodeParent} = tree
  for (let node = first; node < end; node++) {
    const id = ids[node]!
    const matched = used[nodeParent[node]!]! & (tested.parts[id]! | skips)
    used[node] = skipped(((matched & ~skips) << 1) | (matched & skips), skips & ~last) | anywhere
    if ((matched & last) === 0) continue
    found.from[node] = tested.from[id]!
    found.till[node] = tested.till[id]!
  }
}

function leaveFolders(folders: Uint8Array, {from, till}: MatchColumns, first: number, end: number): void {
  for (let node = first; node < end; node++) {
    if (folders[node] !== 0) continue
    from[node] = 0
    till[node] = 0
  }
}

/** `**` may also be no folder at all (but at the end of a pattern it is at least one name). */
function skipped(used: number, skips: number): number {
  let bits = used
  for (let left = skips; left !== 0; left &= left - 1) {
    const part = left & -left
    if ((bits & part) !== 0) bits |= part << 1
  }
  return bits
}
