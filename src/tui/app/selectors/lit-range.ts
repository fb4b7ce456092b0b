import type {Union} from '../../../image/filesystem/union.ts'
import {decodeName} from '../../../image/layer/layer-index.ts'
import {graphemesOf} from '../../../text/graphemes.ts'
import {printable} from '../../../text/printable.ts'
import type {TreeModel} from '../tree/tree-model.ts'

/**
 * Which characters [from, till) of a name, as it is shown, a filter was looking for; null where there are none to point at.
 * `shown` is the beginning of the node's name, printable. Never in the middle of what the user sees as one character.
 */
export function litRange(
  model: TreeModel,
  node: number,
  shown: string,
  ascii: boolean,
): readonly [number, number] | null {
  const range = model.sieve?.isMatch(node) ? model.sieve.matches.range(node) : null
  if (range === null || range[0] === range[1]) return null
  const [from, till] = range.map(at => shownLength(model.union, node, at, shown, ascii))
  if (from === undefined || till === undefined || from >= shown.length) return null
  if (/^[\x20-\x7e]*$/.test(shown)) return [from, till]
  const segments = graphemesOf(shown)
  const start = segments.containing(from)?.index ?? from
  const last = segments.containing(Math.max(start, till - 1))
  return [start, last === undefined ? till : last.index + last.segment.length]
}

/** How many characters the first `bytes` of a name are once they are printable. */
function shownLength(union: Union, node: number, bytes: number, shown: string, ascii: boolean): number {
  const name = union.nameBytes(node)
  const before = printable(decodeName(name, 0, Math.min(bytes, name.length)), {ascii})
  return Math.min(before.length, shown.length)
}
