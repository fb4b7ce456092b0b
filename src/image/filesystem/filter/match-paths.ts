import {column} from '../../layer/columns.ts'
import {type DistinctNames, markNodes} from './distinct-names.ts'
import {globTokens} from './glob.ts'
import {inSlices} from './in-slices.ts'
import {matchExpression} from './match-expression.ts'
import {GlobTest, inEitherSpelling, literalTest, type NameTest} from './name-test.ts'
import {type MatchColumns, note, type Places, placesOf, type Report} from './path-matches.ts'
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
  return pattern.kind === 'regex'
    ? matchExpression(names, pattern.text, report)
    : matchParts(names, pathTest(pattern), report)
}

function pathTest(pattern: PathPattern): PathTest {
  const {parts, fromRoot, foldersOnly} = partsOf(pattern.text)
  const caseSensitive = isCaseSensitive(pattern)
  const compiled = parts.map((part, i): Part => {
    if (pattern.kind === 'glob') {
      if (part === '**') return null
      return inEitherSpelling(part, spelling => new GlobTest(globTokens(spelling, caseSensitive)))
    }
    // A piece of a path: its first name may begin earlier, its last may go on; what is between slashes is whole.
    const beginsHere = i > 0 || fromRoot
    const endsHere = i < parts.length - 1 || foldersOnly
    const where = beginsHere ? (endsHere ? 'whole' : 'at-start') : endsHere ? 'at-end' : 'anywhere'
    return inEitherSpelling(part, spelling => literalTest(spelling, where, caseSensitive))
  })
  return {parts: compiled, fromRoot, foldersOnly}
}

/** A bit for each part of a pattern. As narrow as can be: memory that was never written to takes longest of all. */
type Bits = Uint8Array | Int32Array

function bitsOf(count: number, parts: readonly Part[]): Bits {
  return parts.length > 8 ? new Int32Array(count) : new Uint8Array(count)
}

interface TestedNames {
  /** per distinct name: the parts of the pattern that it matches */
  readonly parts: Bits
  /** where the last part does */
  readonly places: Places
}

function testNames(names: DistinctNames, parts: readonly Part[], report: Report): TestedNames {
  const count = names.owners.length
  const tested = {parts: bitsOf(count, parts), places: placesOf(count)}
  for (const [i, test] of parts.entries()) {
    const places = i === parts.length - 1 ? tested.places : null
    if (test !== null)
      inSlices(count, report, (first, end) => testSlice(names, test, i, tested.parts, places, first, end))
    else if (places !== null) inSlices(count, report, (first, end) => wholeNames(names, places, first, end))
  }
  return tested
}

/** Holds names against a part of the pattern; where it is the last one, `places` is told where in them it is found. */
function testSlice(
  {bytes, starts, letters}: DistinctNames,
  test: NameTest,
  part: number,
  parts: Bits,
  places: Places | null,
  first: number,
  end: number,
): void {
  const needed = test.letters
  for (let id = first; id < end; id++) {
    const held = letters[id]!
    if ((held & needed) !== needed || !test.matches(bytes, starts[id]!, starts[id + 1]!, held)) continue
    parts[id]! |= 1 << part
    if (places !== null) note(places, id, test.from, test.till)
  }
}

/** A `**` at the end matches any name as a whole. */
function wholeNames({starts}: DistinctNames, places: Places, first: number, end: number): void {
  for (let id = first; id < end; id++) note(places, id, 0, starts[id + 1]! - starts[id]!)
}

function matchParts(names: DistinctNames, {parts, fromRoot, foldersOnly}: PathTest, report: Report): MatchColumns {
  const {tree, ids} = names
  const {nodeCount} = tree
  const tested = testNames(names, parts, report)
  const hits = column(Uint8Array, nodeCount)
  // A single name anywhere needs no way to it.
  if (parts.length === 1 && !fromRoot) markNodes(names, tested.places, hits, report)
  else {
    const way = wayOf(parts, fromRoot, nodeCount)
    inSlices(nodeCount, report, (first, end) => followSlice(names, tested, way, hits, first, end))
  }
  if (foldersOnly) {
    const folders = foldersOf(tree)
    inSlices(nodeCount, report, (first, end) => leaveFolders(folders, hits, first, end))
  }
  return {hits, places: tested.places, rows: ids}
}

/**
 * Along the way from the root it is known of each node how many of the pattern's parts the path so far may have used up, a bit
 * for each possibility; a child's bits follow from its parent's, and parents come first.
 */
interface Way {
  /** per node, filled as it is followed */
  readonly used: Bits
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
  const used = bitsOf(nodeCount, parts)
  used[0] = begun
  return {used, skips, last, anywhere: fromRoot ? 0 : begun}
}

function followSlice(
  {tree, ids}: DistinctNames,
  {parts}: TestedNames,
  {used, skips, last, anywhere}: Way,
  hits: Uint8Array,
  first: number,
  end: number,
): void {
  const {nodeParent} = tree
  for (let node = first; node < end; node++) {
    const matched = used[nodeParent[node]!]! & (parts[ids[node]!]! | skips)
    used[node] = skipped(((matched & ~skips) << 1) | (matched & skips), skips & ~last) | anywhere
    if ((matched & last) !== 0) hits[node] = 1
  }
}

function leaveFolders(folders: Uint8Array, hits: Uint8Array, first: number, end: number): void {
  for (let node = first; node < end; node++) if (folders[node] === 0) hits[node] = 0
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
