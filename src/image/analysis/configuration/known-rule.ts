import {nearest} from '../../../text/nearest.ts'
import {LensError} from '../../oci/error.ts'
import {FINDING_KINDS} from '../finding.ts'
import {RULES} from '../rules.ts'

/** What a rule may be called: its id, its kind, or all of them. */
export const KNOWN_RULES: readonly string[] = ['*', ...FINDING_KINDS, ...RULES.map(rule => rule.id)]

/** A rule's id, a kind of finding, or `*`. Throws `usage` with the nearest where there is none such. */
export function knownRule(id: string, where: string): string {
  if (KNOWN_RULES.includes(id)) return id
  const near = nearest(id, KNOWN_RULES)
  throw new LensError('usage', `${where}: there is no rule ${id}.`, {
    advice: near === null ? `The rules are ${KNOWN_RULES.join(', ')}.` : `Did you mean ${near}?`,
  })
}
