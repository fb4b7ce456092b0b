import {type Amount, BUDGETS, type BudgetKey, parseAmount} from '../image/analysis/budgets/budget.ts'
import type {CheckConfig} from '../image/analysis/budgets/check-config.ts'
import {KNOWN_RULES, knownRule} from '../image/analysis/configuration/known-rule.ts'
import {BASE_OPTION} from './base-option.ts'
import type {Given, Option} from './command.ts'

const HELP: Readonly<Record<BudgetKey, string>> = {
  size: 'all layers together, such as 500MB or 1.5GiB',
  compressedSize: 'all layers together as they are stored',
  layerSize: 'each layer',
  layers: 'how many there may be',
  wasted: 'bytes that nobody reaches',
  wastedPercent: 'their share of all bytes',
  efficiency: 'visible ÷ size, such as 0.95',
  growth: 'against the image of --against: 10% or 20MB',
}

/** Budgets as flags, and what they are measured by. */
export const BUDGET_OPTIONS: readonly Option[] = [
  ...BUDGETS.map(({key, flag, value}) => ({name: flag, value, help: HELP[key]})),
  {name: 'against', value: 'REF', help: 'the image that growth is measured against'},
  {name: 'forbid-path', value: 'GLOB,…', help: 'paths that no layer may have: **/.git,**/*.pem'},
  {
    name: 'forbid',
    value: 'RULE,…',
    help: 'findings that must not be there: secret, docs, *',
    choices: KNOWN_RULES,
    several: true,
  },
  BASE_OPTION,
  {name: 'exclude-base', help: 'measure your layers alone, growth too'},
]

/** The configuration with what was given on the command line in its place. Throws `usage`. */
export function withFlags(config: CheckConfig, given: Given): CheckConfig {
  const flags = BUDGETS.flatMap((kind): [BudgetKey, Amount][] => {
    const value = given.value(kind.flag)
    return value === null ? [] : [[kind.key, parseAmount(kind, value, `--${kind.flag}`)]]
  })
  return {
    ...config,
    budgets: {...config.budgets, ...Object.fromEntries(flags)},
    base: given.value('base') ?? config.base,
    excludeBase: config.excludeBase || given.has('exclude-base'),
    against: given.value('against') ?? config.against,
    forbidPaths: [...config.forbidPaths, ...listOf(given.value('forbid-path'))],
    forbidFindings: [...config.forbidFindings, ...listOf(given.value('forbid')).map(id => knownRule(id, '--forbid'))],
  }
}

function listOf(value: string | null): string[] {
  return (value ?? '')
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')
}
