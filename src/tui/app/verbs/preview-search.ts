import {findInText} from '../../../image/content/find-bytes.ts'
import {encodedLike} from '../../../image/content/text-content.ts'
import type {Effect, Step} from '../effects.ts'
import {type TextField, textField} from '../field/text-field.ts'
import type {UserVerb} from '../messages.ts'
import {placeShowing} from '../preview/moving.ts'
import {lookOf, MOST_MATCHES, type Preview, type PreviewSearch} from '../preview/preview.ts'
import {type State, top, withTop} from '../state.ts'

type SearchVerb = Extract<UserVerb, {type: 'preview-search' | 'preview-match'}>

/** Searching in a file that is looked into. */
export function previewSearch(state: State, verb: SearchVerb): Step {
  const context = top(state)
  if (context.kind !== 'preview') return [state, []]
  const {search} = context
  if (verb.type === 'preview-match') return [withTop(state, nextMatch(state, context, verb.by)), []]
  switch (verb.step) {
    case 'begin': {
      const fresh: PreviewSearch = {
        field: textField(),
        query: '',
        number: (search?.number ?? 0) + 1,
        matches: [],
        done: true,
        current: -1,
        from: topOffset(context),
        steps: 0,
      }
      return [withTop(state, {...context, search: fresh}), []]
    }
    case 'send':
      if (search === null || search.query === '') return [withTop(state, {...context, search: null}), []]
      return [withTop(state, {...context, search: {...search, field: null}}), []]
    case 'leave':
      return [withTop(state, {...context, search: null}), [{type: 'stop-finding', request: context.request}]]
  }
}

/** The field was typed in: what is in it is searched at once. */
export function typedInPreview(state: State, change: (field: TextField) => TextField | null): Step {
  const context = top(state)
  if (context.kind !== 'preview' || context.search?.field == null) return [state, []]
  const field = change(context.search.field)
  if (field === null) return [state, []]
  const search = {...context.search, field}
  if (field.text === search.query) return [withTop(state, {...context, search}), []]
  const [changed, effects] = searchAgain({...context, search: {...search, query: field.text}}, 'anew')
  const match = changed.search!.matches[changed.search!.current]
  if (match === undefined) return [withTop(state, changed), effects]
  const frame = {terminal: state.terminal, unicode: state.capabilities.unicode}
  return [withTop(state, {...changed, place: placeShowing(changed, match, frame)}), effects]
}

/**
 * Looks for what is searched in what is shown by now: a text or bytes by an effect, an archive's names at once. With more of the
 * same (`more`) the user stays at his match.
 */
export function searchAgain(context: Preview, why: 'more' | 'anew'): readonly [Preview, Effect[]] {
  const {search, content, request} = context
  if (search === null || content === null) return [context, []]
  const number = search.number + 1
  const kept = why === 'more' ? {} : {matches: [], current: -1, steps: 0}
  const again: PreviewSearch = {...search, ...kept, number, done: false}
  if (search.query === '') return [{...context, search: {...again, done: true}}, []]
  const look = lookOf(context)
  if (look === 'archive') {
    const {members} = content.archive!
    const matches = [...members.keys()]
      .filter(i => findInText(members[i]!.name, search.query).length > 0)
      .slice(0, MOST_MATCHES)
    const next = matches.findIndex(match => match >= search.from)
    const current = again.current >= 0 ? again.current : next >= 0 ? next : matches.length - 1
    return [{...context, search: {...again, matches, current, done: true}}, []]
  }
  const text = look === 'text' ? content.text! : null
  const needle = text === null ? Buffer.from(search.query) : encodedLike(text, search.query)
  const bytes = text === null ? content.bytes : text.bytes
  return [{...context, search: again}, [{type: 'find', request, number, bytes, needle}]]
}

function nextMatch(state: State, context: Preview, by: 1 | -1): Preview {
  const {search} = context
  if (search === null) return context
  const {matches} = search
  // A key that comes before the first match is not lost: it counts from that match on.
  if (matches.length === 0) return search.done ? context : {...context, search: {...search, steps: search.steps + by}}
  const current = stepped(Math.max(search.current, by < 0 ? 0 : -1), by, matches.length)
  const found = {...context, search: {...search, current}}
  const frame = {terminal: state.terminal, unicode: state.capabilities.unicode}
  return {...found, place: placeShowing(found, matches[current]!, frame)}
}

/** The match so many on, around the ends. */
export function stepped(from: number, by: number, count: number): number {
  return (((from + by) % count) + count) % count
}

/** The first byte (or member) on the screen. */
function topOffset(context: Preview): number {
  const {place, content} = context
  if (lookOf(context) !== 'text') return place.top
  return content!.text!.index.segments(place.top, 1)[0]?.start ?? 0
}
