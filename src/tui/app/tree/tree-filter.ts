import type {UnionFigures} from '../../../image/analysis/figures.ts'
import type {PathMatches} from '../../../image/filesystem/filter/path-matches.ts'
import {type ParsedPattern, parsePattern} from '../../../image/filesystem/filter/pattern.ts'
import type {Union} from '../../../image/filesystem/union.ts'
import {t} from '../../../text/translate.ts'
import type {Folding} from './folding.ts'
import type {TreePlace} from './tree-cursor.ts'

/** What the tree is filtered by, and what is known of it. */
export interface TreeFilter {
  /** as it was typed */
  readonly text: string
  /** it was said to be a regular expression; else its kind is told by how it is written */
  readonly regex: boolean
  readonly parsed: ParsedPattern
  /** the number of the newest question; answers to others are late. −1: none is open */
  readonly awaited: number
  /** the newest answer, an older pattern's while the next one is awaited; stands on the explorer's union. null: everything shows */
  readonly found: PathMatches | null
  /** why the pattern could not be held against the tree, a sentence; null where it could */
  readonly problem: string | null
  /** the row from which matches are looked for while typing: where the user stood */
  readonly origin: number
  /** which folders were open before */
  readonly before: Folding
  /** a tree that came meanwhile and waits for its own matches: without them everything would flash up */
  readonly arriving: ArrivingTree | null
}

/** What reading told of a tree that is not shown yet. */
export interface ArrivingTree {
  readonly union: Union
  readonly figures: UnionFigures
  readonly complete: boolean
  readonly contentsCompared: boolean
}

/** A filter by nothing, over a tree that looks like this. */
export function emptyFilter(tree: TreePlace): TreeFilter {
  return {
    text: '',
    regex: false,
    parsed: {kind: 'empty'},
    awaited: -1,
    found: null,
    problem: null,
    origin: tree.wanted,
    before: tree.folding,
    arriving: null,
  }
}

/** The filter with another text, or another way to read it; what was found stays until there is something else. */
export function rewritten(filter: TreeFilter, change: {readonly text?: string; readonly regex?: boolean}): TreeFilter {
  const {text = filter.text, regex = filter.regex} = change
  const parsed = parsePattern(text, regex)
  const sentence = regex ? t`This is no regular expression yet` : t`This can not be looked for`
  const problem = parsed.kind === 'invalid' ? `${sentence}: ${parsed.reason}.` : null
  return {...filter, text, regex, parsed, problem, found: parsed.kind === 'empty' ? null : filter.found}
}
