import {counted} from '../../text/size.ts'
import {t} from '../../text/translate.ts'
import type {Finding, Silence, Silenced} from './finding.ts'
import {globMatcher} from './glob.ts'

/**
 * Takes out what nobody wants to hear of. A silence with a path takes the pieces of evidence that fit it, with their bytes;
 * a finding is silenced when none is left, else its fix is said to save only about so much.
 */
export function silence(
  findings: readonly Finding[],
  silences: readonly Silence[],
): {readonly findings: readonly Finding[]; readonly silenced: readonly Silenced[]} {
  const matchers = silences.map(each => ({...each, fits: each.path === null ? null : globMatcher(each.path)}))
  const kept: Finding[] = []
  const silenced: Silenced[] = []
  for (const finding of findings) {
    let left: Finding | null = finding
    for (const {rule, fits, reason} of matchers) {
      if (left === null || (rule !== '*' && rule !== finding.rule)) continue
      left = fits === null ? null : without(left, fits)
      if (left === null) silenced.push({finding, reason})
    }
    if (left !== null) kept.push(left)
  }
  return {findings: kept, silenced}
}

function without(finding: Finding, fits: (path: string) => boolean): Finding | null {
  const taken = finding.evidence.filter(({path}) => fits(path))
  if (taken.length === 0) return finding
  if (taken.length === finding.evidence.length && finding.more === 0) return null
  const bytes = taken.reduce((sum, each) => sum + each.bytes, 0)
  const evidence = finding.evidence.filter(each => !taken.includes(each))
  const {fix} = finding
  const left = {
    ...finding,
    bytes: finding.bytes - bytes,
    evidence,
    certainty: bytes === 0 ? finding.certainty : 'about',
  } as const
  if (fix === null) return left
  // Sentence and fix still name what was taken: what the fix saves is no longer what it is said to save.
  const named = taken.slice(0, NAMED).map(({path}) => `/${path}`)
  const rest = taken.length > NAMED ? [counted(taken.length - NAMED, 'more place', 'more places')] : []
  const silenced = t`silenced, and not counted: ${[...named, ...rest].join(', ')}`
  return {...left, fix: {...fix, note: fix.note === '' ? silenced : t`${fix.note}; ${silenced}`}}
}

/** Silenced places that a fix names. */
const NAMED = 3
