import {nearest} from '../../../text/nearest.ts'
import {LensError} from '../../oci/error.ts'
import {FINDING_KINDS} from '../finding.ts'
import {RULES} from '../rules.ts'

/** A rule's id, a kind of finding, or `*`. Throws `usage` with the nearest where there is none such. */
export function knownRule(id: string, where: string): string {
  const known = ['*', ...FINDING_KINDS, ...RULES.map(rule => rule.id)]
  if (known.includes(id)) return id
  const near = nearest(id, known)
  throw new LensError('usage', `${where}: there is no rule ${id}.`, {
    advice: near === null ? `The rules are ${known.join(', ')}.` : `Did you mean ${near}?`,
  })
}
