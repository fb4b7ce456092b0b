import {knownRule} from '../configuration/known-rule.ts'
import {eachRead} from '../configuration/mistakes.ts'
import {silencesOf} from '../configuration/silences.ts'
import {readConfiguration} from '../configuration/written-value.ts'
import {type Amount, BUDGETS, type BudgetKey, parseAmount} from './budget.ts'
import type {CheckConfig} from './check-config.ts'

const KEYS = ['base', 'check', 'ignore'] as const
/** What may stand below `check`. */
export const CHECK_KEYS: readonly string[] = [
  ...BUDGETS.map(({key}) => key),
  'against',
  'excludeBase',
  'forbidPaths',
  'forbidFindings',
]

/** Parses it. Throws `usage`: an unknown key with the nearest known one, a value that is none of its kind. */
export function parseConfig(text: string, name: string): CheckConfig {
  const root = readConfiguration(text, name)
  const check = root.at('check')
  eachRead([() => root.keys(KEYS), () => check.keys(CHECK_KEYS)], read => read())
  const entries = eachRead(BUDGETS, (kind): [BudgetKey, Amount][] => {
    const written = check.at(kind.key)
    const value = written.textOrNumber()
    return value === null ? [] : [[kind.key, parseAmount(kind, value, written.where)]]
  })
  const base = root.at('base')
  const forbidden = check.at('forbidFindings')
  return {
    budgets: Object.fromEntries(entries.flat()),
    base: typeof base.value === 'number' ? String(base.value) : base.text(),
    excludeBase: check.at('excludeBase').boolean() ?? false,
    against: check.at('against').text(),
    forbidPaths: check.at('forbidPaths').texts(),
    forbidFindings: eachRead(forbidden.texts(), id => knownRule(id, forbidden.where)),
    ignore: silencesOf(root.at('ignore')),
  }
}
