import {count, exactSize, size} from '../../../text/size.ts'
import type {Finding} from '../finding.ts'
import {globMatcher} from '../glob.ts'
import {type Amount, BUDGETS, type BudgetKey, type Budgets} from './budget.ts'

/** What one budget says of an image. Plain data; paths in it are hostile. */
export interface Verdict {
  /** `size`, `forbidden-path`, `rules.lowestEfficiency` … */
  readonly budget: string
  /** what sets it apart from the others of its budget, such as a glob or a rule; null where there is one alone */
  readonly about: string | null
  readonly passed: boolean
  /** a sentence without its full stop */
  readonly message: string
  /** paths or layers that are to blame, at most some; hostile */
  readonly evidence: readonly string[]
  /** how many more are */
  readonly more: number
}

/** What is to blame, a line each, and how many lines more there would be. Hostile. */
export function blamed({evidence, more}: Verdict): readonly string[] {
  return more === 0 ? evidence : [...evidence, `and ${count(more)} more`]
}

/** The first of what is to blame, and how many follow. */
function shortened(all: readonly string[]): Pick<Verdict, 'evidence' | 'more'> {
  return {evidence: all.slice(0, EVIDENCE_MOST), more: Math.max(0, all.length - EVIDENCE_MOST)}
}

/** What of an image is measured. With the base left out, of your layers alone. */
export interface Measured {
  readonly size: number
  /** null where the layers are stored plain: then it is not known */
  readonly compressedSize: number | null
  readonly layers: readonly {readonly layer: number; readonly size: number}[]
  readonly wasted: number
  /** null where growth is not asked for */
  readonly growth: Growth | null
  /** true where there is a base and it is left out: growth says for itself whether it is */
  readonly withoutBase: boolean
}

/** The sizes of an image and of the one that its growth is measured against. Bytes. */
export interface Growth {
  readonly reference: string
  readonly before: number
  readonly after: number
  /** what is in both figures, or in neither; null where nothing was to be left out */
  readonly bases: 'left out' | 'counted' | null
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
  const budget = {budget: key, about: null}
  if (actual === null) return {...budget, passed: false, message: `${what} is not known`, ...shortened([])}
  const least = key === 'efficiency'
  const passed = least ? actual >= allowed.value : actual <= allowed.value
  const relation = passed ? (least ? 'at least' : 'at most') : least ? 'less than' : 'more than'
  const ofYours = measured.withoutBase ? ' without the base' : ''
  const against = key === 'growth' ? ` against ${measured.growth!.reference}` : ofYours
  const figures = key === 'growth' ? grown(measured.growth!) : ''
  const message = `${what}${against} is ${shown(actual, allowed.unit)}${figures}, ${relation} ${shown(allowed.value, allowed.unit)}`
  return {...budget, passed, message, ...shortened(key === 'layerSize' ? tooLarge(allowed.value, measured) : [])}
}

function actualOf(key: BudgetKey, {unit}: Amount, measured: Measured): number | null {
  const {size: total, compressedSize, layers, wasted, growth} = measured
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
      if (growth === null) return null
      if (unit === 'bytes') return growth.after - growth.before
      if (growth.before === 0) return growth.after === 0 ? 0 : Number.POSITIVE_INFINITY
      return (growth.after / growth.before - 1) * 100
  }
}

function grown({before, after, bases}: Growth): string {
  const what =
    bases === null ? '' : bases === 'left out' ? ', without the bases' : ', with the bases: one of them is not known'
  return ` (${size(before)} → ${size(after)}${what})`
}

function shown(value: number, unit: Amount['unit']): string {
  if (unit === 'bytes')
    return value < 0 ? `−${size(-value)}` : value < 1000 ? size(value) : `${size(value)} (${exactSize(value)})`
  if (unit === 'count') return count(value)
  // A few bytes less are no negative nothing.
  return unit === 'percent' ? `${value.toFixed(2).replace(/^-(?=0\.00$)/, '')} %` : value.toFixed(4)
}

function tooLarge(allowed: number, {layers}: Measured): string[] {
  const found = layers.filter(layer => layer.size > allowed)
  return found.map(layer => `layer ${layer.layer}: ${size(layer.size)}`)
}

/** A path and the layers that store it, of all layers or of yours. */
export interface StoredPath {
  /** without a leading slash; hostile */
  readonly path: string
  /** the lowest first */
  readonly layers: readonly number[]
  /** the layer since which no container sees it; null where the final tree has it */
  readonly until: number | null
}

/** One verdict for each glob of paths that no layer may hold: a file that a later one deletes can still be read in its own. */
export function judgePaths(globs: readonly string[], paths: () => Iterable<StoredPath>): Verdict[] {
  if (globs.length === 0) return []
  const matchers = globs.map(glob => ({glob, fits: globMatcher(glob), found: 0, hidden: 0, evidence: [] as string[]}))
  for (const stored of paths()) {
    for (const matcher of matchers) {
      if (!matcher.fits(stored.path)) continue
      matcher.found++
      if (stored.until !== null) matcher.hidden++
      if (matcher.evidence.length < EVIDENCE_MOST) matcher.evidence.push(whereStored(stored))
    }
  }
  return matchers.map(({glob, found, hidden, evidence}) => {
    const paths = `${count(found)} ${found === 1 ? 'path is' : 'paths are'} at ${glob}`
    const only =
      found === 1 ? 'only in a layer that a later one hides' : `${count(hidden)} only in layers that later ones hide`
    const message = hidden === 0 ? paths : `${paths}, ${only}`
    return {
      budget: 'forbidden-path',
      about: glob,
      passed: found === 0,
      message: found === 0 ? `no layer has anything at ${glob}` : message,
      evidence,
      more: found - evidence.length,
    }
  })
}

/** Layers that are named of one path. */
const LAYERS_MOST = 3

function whereStored({path, layers, until}: StoredPath): string {
  const more = layers.length > LAYERS_MOST ? ` and ${layers.length - LAYERS_MOST} more` : ''
  const where = `${layers.length === 1 ? 'layer' : 'layers'} ${layers.slice(0, LAYERS_MOST).join(', ')}${more}`
  const gone =
    until === null ? '' : layers.includes(until) ? ', no container sees it' : `, layer ${until} takes it away`
  return `/${path}  (${where}${gone})`
}

/** One verdict for each rule, kind of finding, or `*`, that must find nothing. */
export function judgeFindings(forbidden: readonly string[], findings: readonly Finding[]): Verdict[] {
  return forbidden.map(id => {
    const found = findings.filter(({rule, kind}) => id === '*' || id === rule || id === kind)
    return {
      budget: 'forbidden-finding',
      about: id,
      passed: found.length === 0,
      message: `${count(found.length)} ${found.length === 1 ? 'finding' : 'findings'} of ${id}`,
      ...shortened(found.map(({summary}) => summary)),
    }
  })
}
