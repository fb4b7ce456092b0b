import {t} from '../../../text/translate.ts'
import {keyFor} from '../key-for.ts'
import {lookOf, nextLimit} from '../preview/preview.ts'
import {type State, top} from '../state.ts'
import {copyReason} from '../verbs/copy.ts'
import type {Binding} from './binding.ts'
import {fileVerb, previewReason} from './reasons.ts'

/** Looking into a file. */
export const PREVIEWING: readonly Binding[] = [
  {
    id: 'preview',
    places: ['files'],
    keys: ['o'],
    label: t`look into the file, or where the link leads`,
    hint: t`look`,
    rank: 1,
    disabled: state => previewReason(state),
    message: state => fileVerb(state) ?? {type: 'expand'},
  },
  {
    id: 'preview-search',
    places: ['preview'],
    keys: ['/'],
    label: t`search; small letters stand for capital ones too`,
    hint: t`search`,
    rank: 2,
    disabled: state => shownReason(state),
    message: () => ({type: 'preview-search', step: 'begin'}),
  },
  {
    id: 'preview-next',
    places: ['preview'],
    keys: ['n'],
    label: t`to the next match`,
    hint: t`next`,
    rank: 2,
    disabled: state => matchReason(state),
    message: () => ({type: 'preview-match', by: 1}),
  },
  {
    id: 'preview-previous',
    places: ['preview'],
    keys: ['N'],
    label: t`to the match before`,
    disabled: state => matchReason(state),
    message: () => ({type: 'preview-match', by: -1}),
  },
  {
    id: 'preview-send',
    places: ['preview-search'],
    keys: ['enter'],
    label: t`keep the matches lit, and go on reading`,
    hint: t`keep`,
    rank: 1,
    message: () => ({type: 'preview-search', step: 'send'}),
  },
  {
    id: 'preview-leave-search',
    places: ['preview-search'],
    keys: ['esc'],
    label: t`leave the search`,
    hint: t`leave`,
    rank: 1,
    message: () => ({type: 'preview-search', step: 'leave'}),
  },
  {
    id: 'preview-wrap',
    places: ['preview'],
    keys: ['w'],
    label: t`wrap long lines, or not`,
    hint: t`wrap`,
    rank: 4,
    disabled: state => (isText(state) ? undefined : t`Only text is wrapped.`),
    message: () => ({type: 'preview-look', change: 'wrap'}),
  },
  {
    id: 'preview-bytes',
    places: ['preview'],
    keys: ['x'],
    label: t`its bytes in hexadecimal, or what they mean`,
    hint: t`hex`,
    rank: 4,
    disabled: state => bytesReason(state),
    message: () => ({type: 'preview-look', change: 'bytes'}),
  },
  {
    id: 'preview-right',
    places: ['preview'],
    keys: ['right', 'l'],
    label: t`to the right, where lines are longer than the screen`,
    disabled: state => sidewaysReason(state),
    message: () => ({type: 'preview-sideways', by: 1}),
  },
  {
    id: 'preview-left',
    places: ['preview'],
    keys: ['left', 'h'],
    label: t`to the left again`,
    disabled: state => sidewaysReason(state),
    message: () => ({type: 'preview-sideways', by: -1}),
  },
  {
    id: 'preview-more',
    places: ['preview'],
    keys: ['m'],
    label: t`read more of a long file`,
    hint: t`read more`,
    rank: 2,
    disabled: state => moreReason(state),
    message: () => ({type: 'preview-more'}),
  },
  {
    id: 'preview-close',
    places: ['preview'],
    keys: ['esc', 'q', 'backspace', 'enter'],
    label: t`close the file; stops reading it`,
    hint: t`close`,
    rank: 1,
    message: () => ({type: 'close'}),
  },
  {
    id: 'copy-path',
    places: ['files', 'preview'],
    keys: ['y'],
    label: t`copy the path, by way of the terminal`,
    hint: t`copy path`,
    rank: 9,
    disabled: state => copyReason(state, 'path'),
    message: () => ({type: 'copy', what: 'path'}),
  },
  {
    id: 'copy-digest',
    places: ['layers', 'files', 'preview'],
    keys: ['Y'],
    label: t`copy the digest of the file where known, else of its layer`,
    disabled: state => copyReason(state, 'digest'),
    message: () => ({type: 'copy', what: 'digest'}),
  },
]

function isText(state: State): boolean {
  const context = top(state)
  return context.kind === 'preview' && lookOf(context) === 'text'
}

function shownReason(state: State): string | undefined {
  const context = top(state)
  return context.kind === 'preview' && lookOf(context) !== null ? undefined : t`Nothing is shown yet.`
}

function matchReason(state: State): string | undefined {
  const context = top(state)
  const search = context.kind === 'preview' ? context.search : null
  if (search === null) return t`Nothing is searched: ${keyFor(state, 'preview-search')} does that.`
  return search.done && search.matches.length === 0 ? t`Nothing matches.` : undefined
}

function bytesReason(state: State): string | undefined {
  const context = top(state)
  const content = context.kind === 'preview' ? context.content : null
  if (content === null) return t`Nothing is shown yet.`
  return content.text === null && content.archive === null ? t`These are its bytes already.` : undefined
}

function sidewaysReason(state: State): string | undefined {
  const context = top(state)
  if (context.kind !== 'preview' || !isText(state)) return t`Nothing is wider than the screen.`
  return context.wrap
    ? t`Lines are wrapped, and nothing is cut off: ${keyFor(state, 'preview-wrap')} shows each in one row.`
    : undefined
}

function moreReason(state: State): string | undefined {
  const context = top(state)
  if (context.kind !== 'preview' || context.content === null) return t`Nothing is shown yet.`
  if (nextLimit(context) !== null) return undefined
  if (context.reading.kind === 'running') return t`The file is being read.`
  return context.content.whole || context.content.archive !== null
    ? t`All of the file is here.`
    : t`More of it is not kept here: extract the file to see the rest.`
}
