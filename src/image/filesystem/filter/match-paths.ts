import type {DistinctNames} from './distinct-names.ts'
import {globTokens} from './glob.ts'
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

/** Names between two reports, less one. */
const STRIDE = 0xfff

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

function testNames({tree, owners}: DistinctNames, parts: readonly Part[], report: Report): TestedNames {
  const {nodeLayer, nodeInLayer, layers} = tree
  const tested = {parts: new Int32Array(owners.length), ...matchColumns(owners.length)}
  for (let id = 1; id < owners.length; id++) {
    if ((id & STRIDE) === 0) report(id, owners.length)
    const owner = owners[id]!
    const {names, nodeName} = layers[nodeLayer[owner]!]!
    const start = nodeName[nodeInLayer[owner]!]!
    const end = nodeName[nodeInLayer[owner]! + 1]!
    let bits = 0
    for (let i = 0; i < parts.length; i++) if (parts[i]?.matches(names, start, end)) bits |= 1 << i
    tested.parts[id] = bits
    const last = parts.at(-1)
    if (last == null) note(tested, id, 0, end - start)
    else if ((bits & (1 << (parts.length - 1))) !== 0) note(tested, id, last.from, last.till)
  }
  return tested
}

/**
 * Along the way from the root it is known of each node how many of the pattern's parts the path so far may have used up, a bit
 * for each possibility; a child's bits follow from its parent's, and parents come first.
 */
function matchParts(names: DistinctNames, test: PathTest, found: MatchColumns, report: Report): void {
  const {parts, fromRoot, foldersOnly} = test
  const {tree, ids} = names
  const tested = testNames(names, parts, report)
  const folders = foldersOnly ? foldersOf(tree) : null
  const {nodeCount, nodeParent} = tree
  const last = 1 << (parts.length - 1)
  const skips = parts.reduce((bits, part, i) => (part === null ? bits | (1 << i) : bits), 0)
  const anywhere = fromRoot ? 0 : skipped(1, skips & ~last)
  // A single name anywhere needs no way to it.
  const used = parts.length === 1 && !fromRoot ? null : new Int32Array(nodeCount)
  if (used !== null) used[0] = skipped(1, skips & ~last)
  for (let node = 1; node < nodeCount; node++) {
    if ((node & STRIDE) === 0) report(node, nodeCount)
    const id = ids[node]!
    const before = used === null ? 1 : used[nodeParent[node]!]!
    const matched = before & (tested.parts[id]! | skips)
    if (used !== null) used[node] = skipped(((matched & ~skips) << 1) | (matched & skips), skips & ~last) | anywhere
    if ((matched & last) === 0 || (folders !== null && folders[node] === 0)) continue
    found.from[node] = tested.from[id]!
    found.till[node] = tested.till[id]!
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
