import {createHash} from 'node:crypto'
import {blamed, type Verdict} from '../../image/analysis/budgets/verdict.ts'
import type {Finding} from '../../image/analysis/finding.ts'
import {RULES} from '../../image/analysis/rules.ts'
import {printable} from '../../text/printable.ts'
import {size} from '../../text/size.ts'
import type {CheckReport} from './check-report.ts'
import {fixText} from './fix-lines.ts'

/** Code scanning wants a file to show results at; the lines to change are there. */
const FILE = 'Dockerfile'

const LEVELS: Readonly<Record<Finding['kind'], 'error' | 'warning' | 'note'>> = {
  secret: 'error',
  waste: 'warning',
  leftover: 'warning',
  advice: 'note',
}

/** Code scanning shows these among what endangers, with a severity by CVSS. */
const SECURITY = {tags: ['security'], 'security-severity': '7.5'}

interface Result {
  readonly [key: string]: unknown
  readonly partialFingerprints: Readonly<Record<string, string>>
}

/** SARIF 2.1.0 (OASIS): budgets that were exceeded as errors, findings by their kind. */
export function checkSarif({loaded, verdicts, findings}: CheckReport): object {
  const failed = verdicts.filter(({passed}) => !passed)
  const budgets = [...new Set(verdicts.map(({budget}) => budget))]
  const rules = [
    ...budgets.map(budget => ({id: `budget/${budget}`, shortDescription: {text: `The budget ${budget} is kept`}})),
    ...RULES.map(({id, title, why, kind}) => ({
      id,
      shortDescription: {text: title},
      fullDescription: {text: why},
      ...(kind === 'secret' ? {properties: SECURITY} : {}),
    })),
  ]
  const indexOf = (id: string) => rules.findIndex(rule => rule.id === id)
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {driver: {name: 'layerlens', rules}},
        properties: {image: printable(loaded.image.reference)},
        results: toldApart([
          ...failed.map(verdict => ofVerdict(verdict, indexOf)),
          ...findings.map(finding => ofFinding(finding, indexOf)),
        ]),
      },
    ],
  }
}

function ofVerdict(verdict: Verdict, indexOf: (id: string) => number): Result {
  const {budget, about, message} = verdict
  const id = `budget/${budget}`
  const text = printable([message, ...blamed(verdict)].join('\n'), {lines: true})
  return {
    ruleId: id,
    ruleIndex: indexOf(id),
    level: 'error',
    message: {text},
    locations: [locationOf([])],
    partialFingerprints: fingerprint(id, ...(about === null ? [] : [about])),
  }
}

function ofFinding(
  {rule, kind, summary, why, bytes, certainty, fix, inBase, layer, evidence}: Finding,
  indexOf: (id: string) => number,
): Result {
  const saves = bytes === 0 ? [] : [`Saves ${certainty === 'exact' ? '' : 'about '}${size(bytes)}.`]
  const text = printable([`${summary}.`, why, ...saves, ...fixText({fix, inBase})].join('\n'), {lines: true})
  const places = evidence.map(({path, layer: stored}) => `layer ${stored}: /${path}`)
  return {
    ruleId: rule,
    ruleIndex: indexOf(rule),
    level: LEVELS[kind],
    message: {text},
    locations: [locationOf(places.length > 0 || layer === null ? places : [`layer ${layer}`])],
    partialFingerprints: fingerprint(rule, ...(places.length > 0 ? places : [summary])),
    properties: {bytes, certainty, layer},
  }
}

function locationOf(places: readonly string[]): object {
  return {
    physicalLocation: {artifactLocation: {uri: FILE}, region: {startLine: 1}},
    ...(places.length === 0 ? {} : {logicalLocations: places.map(place => ({fullyQualifiedName: printable(place)}))}),
  }
}

/** Code scanning takes results with the same fingerprint for one: those that say no place of their own are numbered. */
function toldApart(results: readonly Result[]): Result[] {
  const seen = new Map<string, number>()
  return results.map(result => {
    const print = result.partialFingerprints[KEY]!
    const before = seen.get(print) ?? 0
    seen.set(print, before + 1)
    return before === 0 ? result : {...result, partialFingerprints: {[KEY]: `${print}:${before + 1}`}}
  })
}

const KEY = 'layerlens/v1'

/** The same finding of the next build is the same to code scanning. */
function fingerprint(...parts: readonly string[]): Record<string, string> {
  return {[KEY]: createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32)}
}
