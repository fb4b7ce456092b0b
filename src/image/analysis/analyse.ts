import type {Union} from '../filesystem/union.ts'
import type {BaseImage} from './base-image.ts'
import {lineOf} from './dockerfile.ts'
import {EVIDENCE_KEPT, type Finding} from './finding.ts'
import {unlessNeeded} from './fixes/needed-elsewhere.ts'
import {Ground, type ImageFacts, type Rule, WANTED_MOST} from './ground.ts'
import {RULES} from './rules.ts'
import {blamedLayer} from './waste/blame.ts'
import {foldWaste, type WasteRow} from './waste/folded-waste.ts'
import {type WastedFiles, wastedFiles} from './waste/wasted-files.ts'

/** Why an image is as big as it is, and what to change. Plain data. */
export interface Analysis {
  readonly base: BaseImage
  /** Σ of what your layers are to blame for, and of what the base is: together the image's wasted size */
  readonly wasted: {readonly yours: number; readonly base: number}
  /** what a fix saves comes first, yours before the base's; bytes are never in two of them */
  readonly findings: readonly Finding[]
  /** waste by cause, layer and folder, largest first; sums up to the wasted size */
  readonly waste: readonly WasteRow[]
}

/** What an analysis goes by: a tree, what the image says of itself, and what was read of it. */
export interface AnalysisInput {
  readonly union: Union
  readonly facts: ImageFacts
  readonly base: BaseImage
  /** the files that `wantedContents` named, by version */
  readonly contents?: ReadonlyMap<number, Uint8Array>
  /** versions with the same bytes; null or absent where nobody looked */
  readonly duplicates?: readonly Int32Array[] | null
  /** where somebody has them already */
  readonly files?: WastedFiles
}

const PLACES = RULES.flatMap(rule => rule.places ?? [])

/** Runs all rules. A second for a million entries: not for the thread that draws. */
export function analyse({union, facts, base, contents, duplicates, files}: AnalysisInput): Analysis {
  const waste = foldWaste(union, files ?? wastedFiles(union))
  const about = {waste, base, facts, contents: contents ?? new Map(), duplicates: duplicates ?? null}
  const ground = new Ground(union, about, PLACES)
  const yours = waste.reduce((sum, row) => sum + (ground.isBase(blamedLayer(row)) ? 0 : row.bytes), 0)
  const total = waste.reduce((sum, row) => sum + row.bytes, 0)
  const findings = RULES.flatMap(rule => [...findingsOf(rule, ground)])
  return {base, wasted: {yours, base: total - yours}, findings: findings.sort(byWorth), waste}
}

/** Versions whose contents the rules would like to see, the most telling first. */
export function wantedContents(union: Union, facts: ImageFacts, base: BaseImage): readonly number[] {
  const ground = new Ground(union, {waste: [], base, facts}, PLACES)
  const wanted = RULES.flatMap(rule => (rule.wants?.(ground) ?? []).slice(0, WANTED_MOST))
  return [...new Set(wanted)].slice(0, 2 * WANTED_MOST)
}

function* findingsOf(rule: Rule, ground: Ground): Generator<Finding> {
  for (const told of rule.find(ground)) {
    const instruction = ground.instruction(told.layer)
    yield {
      ...told,
      rule: rule.id,
      kind: rule.kind,
      why: rule.why,
      instruction: instruction === null ? null : lineOf(instruction),
      fix: unlessNeeded(told.fix, ground.allInstructions),
      inBase: told.layer !== null && ground.isBase(told.layer),
      evidence: told.evidence.slice(0, EVIDENCE_KEPT),
      more: Math.max(0, told.evidence.length - EVIDENCE_KEPT),
    }
  }
}

/** Secrets first: no number of bytes outweighs them. */
function byWorth(a: Finding, b: Finding): number {
  return (
    Number(b.kind === 'secret') - Number(a.kind === 'secret') ||
    Number(a.inBase) - Number(b.inBase) ||
    b.bytes - a.bytes ||
    (a.layer ?? 0) - (b.layer ?? 0)
  )
}
