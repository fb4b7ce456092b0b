import {kindOf, type PatternKind} from '../../../image/filesystem/filter/pattern.ts'
import {printable} from '../../../text/printable.ts'
import {count, counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Explorer} from '../explorer.ts'
import type {TextField} from '../field/text-field.ts'
import {type State, top} from '../state.ts'
import {modelOf} from '../verbs/settle-tree.ts'

/** The foot of the Files pane while a filter is typed. Printable but for the field. */
export interface FilterFoot {
  readonly field: TextField
  /** how the text is read, or what could be typed */
  readonly kind: string
  readonly problem: string | null
}

const KIND_WORDS: Readonly<Record<PatternKind, string>> = {
  substring: t`substring`,
  glob: t`glob`,
  regex: t`regex`,
}

/** Null while nothing is typed. */
export function filterFoot(state: State, explorer: Explorer): FilterFoot | null {
  const context = top(state)
  const {filter} = explorer
  if (context.kind !== 'filter' || filter === null) return null
  const {field} = context
  const example = filter.regex ? t`a regular expression` : t`part of a name, *.conf, /etc/**`
  const kind = field.text === '' ? example : KIND_WORDS[kindOf(field.text, filter.regex)]
  return {
    field,
    kind,
    problem: filter.problem && printable(filter.problem, {ascii: !state.capabilities.unicode}),
  }
}

/** How many paths match, of those that the view shows; null where nothing is filtered. */
export function matchCounts(explorer: Explorer): string | null {
  const sieve = modelOf(explorer)?.sieve ?? null
  if (sieve === null) return null
  const all = counted(sieve.total, 'path', 'paths')
  const there = sieve.count === 1 ? t`1 of ${all} matches` : t`${count(sieve.count)} of ${all} match`
  return sieve.removed === 0 ? there : t`${there}, ${count(sieve.removed)} removed`
}

/** What the tree is filtered by, for a title; null where it is not. */
export function filterTitle(explorer: Explorer, unicode: boolean): string | null {
  const {filter} = explorer
  if (filter === null || filter.parsed.kind !== 'pattern') return null
  const text = printable(filter.text.slice(0, 200), {ascii: !unicode})
  return t`filter ${filter.regex ? `/${text}/` : text}`
}
