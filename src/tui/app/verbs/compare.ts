import {attributeDifferences} from '../../../image/filesystem/attribute-differences.ts'
import {type PathVersion, versionsOf} from '../../../image/filesystem/path-versions.ts'
import {Change} from '../../../image/filesystem/union.ts'
import {t} from '../../../text/translate.ts'
import type {Step} from '../effects.ts'
import {paperSize} from '../layout.ts'
import type {Message} from '../messages.ts'
import {comparisonLength, hunkPlaces} from '../selectors/comparison-lines.ts'
import {explorerOf, type State, top, withTop} from '../state.ts'
import type {Comparison} from '../versions/versions.ts'
import {currentEvents} from './versions.ts'

type CompareMessage = Extract<
  Message,
  {type: 'compare-versions' | 'next-hunk' | 'scroll-sideways' | 'comparing' | 'compared' | 'compare-failed'}
>

/** How two versions of a path differ. */
export function compare(state: State, message: CompareMessage): Step {
  switch (message.type) {
    case 'compare-versions':
      return begin(state)
    case 'next-hunk':
      return [toHunk(state, message.by), []]
    case 'scroll-sideways': {
      const context = top(state)
      if (context.kind !== 'comparison') return [state, []]
      return [withTop(state, {...context, left: Math.max(0, Math.min(FAR, context.left + message.by))}), []]
    }
    case 'comparing':
      return [answered(state, message.request, {kind: 'running', progress: message.progress}), []]
    case 'compared':
      return [answered(state, message.request, {kind: 'known', comparison: message.comparison}), []]
    case 'compare-failed':
      return [answered(state, message.request, {kind: 'failed', failure: message.failure}), []]
  }
}

/** As far as lines can be moved, cells. */
const FAR = 10_000

/** What would be compared now, the older one first; a sentence where nothing can be. */
export function comparedVersions(state: State): readonly [before: PathVersion, after: PathVersion] | string {
  const page = top(state)
  if (page.kind !== 'versions') return t`There are no versions here.`
  const events = currentEvents(state, page)
  const all = events.flatMap(event => (event.kind === 'put' ? [event.version] : []))
  const [first, second] = all.filter(({version}) => page.marked.includes(version))
  const current = events[page.cursor]
  if (first !== undefined && second !== undefined) return [first, second]
  if (current === undefined) return t`This path has no versions.`
  if (current.kind === 'gone') return t`Layer ${current.layer} took it away: there is nothing to compare.`
  if (first !== undefined && first.version !== current.version.version) {
    return first.version < current.version.version ? [first, current.version] : [current.version, first]
  }
  const before = all[all.findIndex(({version}) => version === current.version.version) - 1]
  return before === undefined ? t`This is the first version: there is none before it.` : [before, current.version]
}

function begin(state: State): Step {
  const page = top(state)
  const compared = comparedVersions(state)
  return typeof compared === 'string' || page.kind !== 'versions'
    ? [state, []]
    : beginBetween(state, page.node, compared)
}

/** Shows how two versions of a path differ, on top of what is there. */
function beginBetween(state: State, node: number, [before, after]: readonly [PathVersion, PathVersion]): Step {
  const explorer = explorerOf(state)
  if (!explorer?.union) return [state, []]
  const {union, session} = explorer
  const request = state.nextSession
  const comparison: Comparison = {
    kind: 'comparison',
    request,
    path: union.path(node),
    before,
    after,
    differences: attributeDifferences(union, before.version, after.version),
    contents: {kind: 'running', progress: null},
    top: 0,
    left: 0,
  }
  return [
    {...state, contexts: [...state.contexts, comparison], nextSession: request + 1},
    [{type: 'compare', request, session, versions: [before.version, after.version]}],
  ]
}

/** What differs in a file that both trees of a difference have; null for all else, which is looked into. */
export function beginDifference(state: State, node: number): Step | null {
  const explorer = explorerOf(state)
  if (explorer?.union == null || explorer.compared === null) return null
  const {union} = explorer
  const [before, after] = [union.versionAt(node, 0), union.versionAt(node, 1)]
  if (before < 0 || after < 0 || union.changeIn(node, 1) === Change.none) return null
  const all = versionsOf(union, node)
  const [was, is] = [all.find(({version}) => version === before), all.find(({version}) => version === after)]
  return was === undefined || is === undefined ? null : beginBetween(state, node, [was, is])
}

/** The comparison that waits for this answer told it; where none does, nobody asks any more. */
function answered(state: State, request: number, contents: Comparison['contents']): State {
  const at = state.contexts.findIndex(each => each.kind === 'comparison' && each.request === request)
  const context = state.contexts[at]
  return context?.kind === 'comparison' ? {...state, contexts: state.contexts.with(at, {...context, contents})} : state
}

function toHunk(state: State, by: 1 | -1): State {
  const context = top(state)
  const place = hunkTop(state, by)
  return context.kind === 'comparison' && place !== null ? withTop(state, {...context, top: place}) : state
}

/** The first line on the screen when the next hunk is shown, or the one before; null where there is none. */
export function hunkTop(state: State, by: 1 | -1): number | null {
  const context = top(state)
  if (context.kind !== 'comparison') return null
  const places = hunkPlaces(context, state)
  const last = Math.max(0, comparisonLength(context, state) - paperSize(state.terminal).rows)
  const at = Math.min(context.top, last)
  const place = by > 0 ? places.find(each => each > at) : places.findLast(each => each < at)
  return place === undefined || (by > 0 && at === last) ? null : Math.min(place, last)
}
