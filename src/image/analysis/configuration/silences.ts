import type {Silence} from '../finding.ts'
import {knownRule} from './known-rule.ts'
import {eachRead} from './mistakes.ts'
import type {WrittenValue} from './written-value.ts'

const KEYS = ['rule', 'path', 'reason'] as const

/** A list of findings that nobody wants to hear of, each with why. Throws `usage`. */
export function silencesOf(written: WrittenValue): Silence[] {
  return eachRead(written.list(), item => {
    if (!item.isGiven) throw item.wrong('a map of keys')
    item.keys(KEYS)
    const rule = item.at('rule').text()
    const reason = item.at('reason').text()
    if (rule === null) throw item.at('rule').wrong('the id of a rule, or *')
    if (reason === null || reason.trim() === '') throw item.at('reason').wrong('why nobody wants to hear of it')
    return {rule: knownRule(rule, item.where), path: item.at('path').text(), reason}
  })
}
