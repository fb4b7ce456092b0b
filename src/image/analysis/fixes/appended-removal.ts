import {lineOf} from '../dockerfile.ts'
import type {Ground} from '../ground.ts'
import {commandsOf, HARMLESS} from '../source-layer.ts'
import {firstStored} from '../waste/first-stored.ts'
import type {WasteGroup} from '../waste/waste-finding.ts'

type Hidden = Pick<WasteGroup, 'rows' | 'layer' | 'hider'>

/** what every step can do without */
const CACHE = /^(?:var\/(?:cache|log)|(?:.{1,400}\/)?(?:\.cache|\.npm))(?:\/|$)/

/** Whether a step after `first`, or the one that removes them, may do something with these files. */
export function mayNeed(ground: Ground, first: number, {hider, rows}: Pick<Hidden, 'hider' | 'rows'>): boolean {
  if (rows.every(({path}) => CACHE.test(path))) return false
  const areLists = rows.every(({path}) => path.startsWith('var/lib/apt/lists'))
  for (let layer = first + 1; layer <= hider; layer++) {
    const instruction = ground.instruction(layer)
    if (instruction === null) return true
    if (instruction.verb !== 'RUN') continue
    if (areLists && !/\bapt/.test(instruction.text)) continue
    if (!isHarmless(ground, layer)) return true
  }
  return false
}

/**
 * Whether what a later step removes can as well be removed at the end of the RUN that stores it, while steps between stay apart:
 * none of them needs it, names it or stores it once more.
 */
export function appendable(ground: Ground, {rows, layer, hider}: Hidden): boolean {
  const firsts = new Set(rows.map(row => firstStored(ground, row)))
  const [first] = firsts
  if (first === undefined || firsts.size > 1 || hider <= first + 1 || ground.isBase(first)) return false
  if (ground.instruction(first)?.verb !== 'RUN' || ground.instruction(hider)?.verb !== 'RUN') return false
  if (!rows.every(row => row.whole) || mayNeed(ground, first, {rows, hider})) return false
  for (let l = first + 1; l < hider; l++) {
    const instruction = ground.instruction(l)
    if (l <= layer && !isHarmless(ground, l)) return false
    if (instruction === null) continue
    const text = lineOf({verb: null, text: instruction.text})
    if (rows.some(({path}) => text.includes(`/${path}`))) return false
  }
  return true
}

function isHarmless(ground: Ground, layer: number): boolean {
  const instruction = ground.instruction(layer)
  return instruction?.verb === 'RUN' && commandsOf(instruction.text).every(command => HARMLESS.test(command))
}
