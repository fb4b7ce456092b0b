import {parseSize} from '../../../text/parse-size.ts'
import {LensError} from '../../oci/error.ts'

/** How much a budget allows. */
export type Amount =
  | {readonly unit: 'bytes'; readonly value: number}
  | {readonly unit: 'count'; readonly value: number}
  | {readonly unit: 'percent'; readonly value: number}
  | {readonly unit: 'ratio'; readonly value: number}

/** A measure that can have a limit, and how that is spelled. */
export interface BudgetKind {
  /** its key in `.layerlens.yaml`, and its name in reports */
  readonly key: string
  /** its flag, without the dashes */
  readonly flag: string
  /** what the flag takes */
  readonly value: string
  readonly units: readonly Amount['unit'][]
  /** what is measured, as `the size of all layers is …` */
  readonly what: string
}

/** Every budget there is: flags, configuration and schema come from here. All but efficiency say how much is too much. */
export const BUDGETS = [
  {key: 'size', flag: 'max-size', value: 'SIZE', units: ['bytes'], what: 'the size of all layers'},
  {
    key: 'compressedSize',
    flag: 'max-compressed-size',
    value: 'SIZE',
    units: ['bytes'],
    what: 'the size of all layers as stored',
  },
  {key: 'layerSize', flag: 'max-layer-size', value: 'SIZE', units: ['bytes'], what: 'the size of the largest layer'},
  {key: 'layers', flag: 'max-layers', value: 'N', units: ['count'], what: 'the number of layers'},
  {key: 'wasted', flag: 'max-wasted', value: 'SIZE', units: ['bytes'], what: 'the wasted size'},
  {key: 'wastedPercent', flag: 'max-wasted-percent', value: 'P', units: ['percent'], what: 'the wasted share'},
  {key: 'efficiency', flag: 'min-efficiency', value: 'R', units: ['ratio'], what: 'the efficiency'},
  {key: 'growth', flag: 'max-growth', value: 'SIZE|P%', units: ['bytes', 'percent'], what: 'the growth'},
] as const satisfies readonly BudgetKind[]

export type BudgetKey = (typeof BUDGETS)[number]['key']
/** The limits that are set, each in a unit that its kind takes. */
export type Budgets = Readonly<Partial<Record<BudgetKey, Amount>>>

/** Reads what a budget allows: `500MB`, `20`, `10%`, `0.95`. Throws `usage`, naming `where` it stands. */
export function parseAmount(kind: BudgetKind, given: string | number, where: string): Amount {
  const text = String(given).trim()
  for (const unit of kind.units) {
    const amount = amountOf(unit, text, kind.units.length > 1)
    if (amount !== null) return amount
  }
  throw new LensError('usage', `${where} is no ${EXAMPLES[kind.units[0]!].what}: ${text}`, {
    advice: `Write it like ${kind.units.map(unit => EXAMPLES[unit].like).join(' or ')}.`,
  })
}

const EXAMPLES = {
  bytes: {what: 'size', like: '500MB, 1.5GiB'},
  count: {what: 'number', like: '20'},
  percent: {what: 'share', like: '10%'},
  ratio: {what: 'number between 0 and 1', like: '0.95'},
} as const

function amountOf(unit: Amount['unit'], text: string, spelled: boolean): Amount | null {
  if (unit === 'bytes') {
    const value = parseSize(text)
    return value === null ? null : {unit, value}
  }
  const plain = /^\d{1,9}(?:\.\d{1,9})?(\s?%)?$/.exec(text)
  if (plain === null) return null
  const value = Number.parseFloat(text)
  const hasSign = plain[1] !== undefined
  if (unit === 'percent') return (spelled && !hasSign) || (!spelled && value > 100) ? null : {unit, value}
  if (hasSign) return null
  if (unit === 'count') return Number.isInteger(value) ? {unit, value} : null
  return value <= 1 ? {unit, value} : null
}
