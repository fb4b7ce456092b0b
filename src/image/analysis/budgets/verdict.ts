import {count, exactSize, size} from '../../../text/size.ts'
import type {Finding} from '../finding.ts'
import {globMatcher} from '../glob.ts'
import {type Amount, BUDGETS, type BudgetKey, type Budgets} from './budget.ts'

/** What one budget says of an image. Plain data; paths in it are hostile. */
export interface Verdict {
  /** `size`, `forbidden-path`, `rules.lowestEfficiency` … */
  readonly budget: string
  readonly passed: boolean
  /** a sentence without its full stop */
  readonly message: string
  /** paths or layers that are to blame, at most some; hostile */
  readonly evidence: readonly string[]
}

/** What of an image is measured. With the base left out, of your layers alone. */
export interface Measured {
  readonly size: number
  /** null where the layers are stored plain: then it is not known */
  readonly compressedSize: number | null
  readonly layers: readonly {readonly layer: number; readonly size: number}[]
  readonly wasted: number
  /** all layers of the image, and of the one that growth is measured against: the base grows too */
  readonly wholeSize: number
  readonly against: {readonly reference: string; readonly size: number} | null
}

const EVIDENCE_MOST = 10

/** One verdict for each budget. A budget that can't be measured is not passed. */
export function judge(budgets: Budgets, measured: Measured): Verdict[] {
  return BUDGETS.flatMap(({key, what}) => {
    const allowed = budgets[key]
    return allowed === undefined ? [] : [verdictOn(key, what, allowed, measured)]
  })
}

function verdictOn(key: BudgetKey, what: string, allowed: Amount, measured: Measured): Verdict {
  const actual = actualOf(key, allowed, measured)
  if (actual === null) return {budget: key, passed: false, message: `${what} is not known`, evidence: []}
  const least = key === 'efficiency'
  const passed = least ? actual >= allowed.value : actual <= allowed.value
  const relation = passed ? (least ? 'at least' : 'at most') : least ? 'less than' : 'more than'
  const against = key === 'growth' ? ` against ${measured.against!.reference}` : ''
  const message = `${what}${against} is ${shown(actual, allowed.unit)}, ${relation} ${shown(allowed.value, allowed.unit)}`
  return {budget: key, passed, message, evidence: key === 'layerSize' ? tooLarge(allowed.value, measured) : []}
}

function actualOf(key: BudgetKey, {unit}: Amount, measured: Measured): number | null {
  const {size: total, compressedSize, layers, wasted, wholeSize, against} = measured
  switch (key) {
    case 'size':
      return total
    case 'compressedSize':
      return compressedSize
    case 'layerSize':
      return layers.reduce((most, layer) => Math.max(most, layer.size), 0)
    case 'layers':
      return layers.length
    case 'wasted':
      return wasted
    case 'wastedPercent':
      return total === 0 ? 0 : (wasted / total) * 100
    case 'efficiency':
      return total === 0 ? 1 : (total - wasted) / total
    case 'growth':
      if (against === null) return null
      if (unit === 'bytes') return wholeSize - against.size
      if (against.size === 0) return wholeSize === 0 ? 0 : Number.POSITIVE_INFINITY
      return (wholeSize / against.size - 1) * 100
  }
}

function shown(value: number, unit: Amount['unit']): string {
  if (unit === 'bytes')
    return value < 0 ? `−${size(-value)}` : value < 1000 ? size(value) : `${size(value)} (${exactSize(value)})`
  if (unit === 'count') return count(value)
  return unit === 'percent' ? `${value.toFixed(2)} %` : value.toFixed(4)
}

function tooLarge(allowed: number, {layers}: Measured): string[] {
  const found = layers.filter(layer => layer.size > allowed)
  return found.slice(0, EVIDENCE_MOST).map(layer => `layer ${layer.layer}: ${size(layer.size)}`)
}

/** One verdict for each glob of paths that must not be there. `paths`: all of the image, or of your layers. */
export function judgePaths(globs: readonly string[], paths: () => Iterable<string>): Verdict[] {
  if (globs.length === 0) return []
  const matchers = globs.map(glob => ({glob, fits: globMatcher(glob), found: 0, evidence: [] as string[]}))
  for (const path of paths()) {
    for (const matcher of matchers) {
      if (!matcher.fits(path)) continue
      matcher.found++
      if (matcher.evidence.length < EVIDENCE_MOST) matcher.evidence.push(`/${path}`)
    }
  }
  return matchers.map(({glob, found, evidence}) => ({
    budget: 'forbidden-path',
    passed: found === 0,
    message:
      found === 0 ? `nothing is at ${glob}` : `${count(found)} ${found === 1 ? 'path is' : 'paths are'} at ${glob}`,
    evidence,
  }))
}

/** One verdict for each rule, kind of finding, or `*`, that must find nothing. */
export function judgeFindings(forbidden: readonly string[], findings: readonly Finding[]): Verdict[] {
  return forbidden.map(id => {
    const found = findings.filter(({rule, kind}) => id === '*' || id === rule || id === kind)
    return {
      budget: 'forbidden-finding',
      passed: found.length === 0,
      message: `${count(found.length)} ${found.length === 1 ? 'finding' : 'findings'} of ${id}`,
      evidence: found.slice(0, EVIDENCE_MOST).map(({summary}) => summary),
    }
  })
}
