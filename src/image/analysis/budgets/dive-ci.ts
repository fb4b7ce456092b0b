import {parseSize} from '../../../text/parse-size.ts'
import {LensError} from '../../oci/error.ts'
import {isObject} from '../../oci/json.ts'
import {readYaml} from '../configuration/yaml.ts'
import type {DiveRules} from './leaf-verdict.ts'

/** What that tool takes for a rule that the file does not name. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['lowestefficiency', '0.9'],
  ['highestwastedbytes', 'disabled'],
  ['highestuserwastedpercent', '0.1'],
])
const OFF = new Set(['disabled', 'off', 'false', ''])

/** Parses one; keys in any case of letters, as that tool reads them. Throws `usage` for a value that is out of range. */
export function parseDiveCi(text: string, name: string): DiveRules {
  const document = readYaml(text, name)
  const root = document.value ?? {}
  if (!isObject(root)) throw new LensError('usage', `${name}:1: this must be a map of keys.`)
  const key = Object.keys(root).find(each => each.toLowerCase() === 'rules')
  const rules = (key === undefined ? null : root[key]) ?? {}
  const placeOf = (path: readonly string[]) => {
    const line = document.line(path)
    return line === null ? name : `${name}:${line}`
  }
  if (!isObject(rules)) throw new LensError('usage', `${placeOf([key ?? ''])}: rules must be a map of keys.`)
  const given = new Map(Object.entries(rules).map(([rule, value]) => [rule.toLowerCase(), value]))
  const warnings = Object.keys(rules)
    .filter(rule => !DEFAULTS.has(rule.toLowerCase()))
    .map(rule => `${name} has a rule that nobody knows, which was passed over: ${rule}`)
  const read = (rule: string, parse: (text: string) => number | null): number | null => {
    const value = given.has(rule.toLowerCase()) ? given.get(rule.toLowerCase()) : DEFAULTS.get(rule.toLowerCase())
    const spelled = typeof value === 'object' && value !== null ? '[…]' : String(value ?? '').trim()
    if (OFF.has(spelled.toLowerCase())) return null
    const parsed = parse(spelled)
    if (parsed === null) {
      const written = Object.keys(rules).find(each => each.toLowerCase() === rule.toLowerCase())
      const place = placeOf([key ?? '', written ?? ''])
      throw new LensError('usage', `${place}: rules.${rule} can't be read or is out of range: ${spelled}.`, {
        advice: 'Write a size like 20MB, a share from 0 to 1, or disabled.',
      })
    }
    return parsed
  }
  return {
    lowestEfficiency: read('lowestEfficiency', ratio),
    highestWastedBytes: read('highestWastedBytes', parseSize),
    highestUserWastedPercent: read('highestUserWastedPercent', ratio),
    warnings,
  }
}

function ratio(text: string): number | null {
  const value = /^\+?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?$/i.test(text) ? Number(text) : Number.NaN
  return value >= 0 && value <= 1 ? value : null
}
