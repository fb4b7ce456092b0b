import {modeText} from '../../../text/mode.ts'
import {printable} from '../../../text/printable.ts'
import {count, counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {keyFor} from '../key-for.ts'
import {lookOf, nextLimit, type Preview} from '../preview/preview.ts'
import {bytesPerRow, previewWindow, textLayout} from '../preview/preview-layout.ts'
import {textRows} from '../preview/text-window.ts'
import type {State} from '../state.ts'
import type {TopLine} from './image-facts.ts'
import {TYPE_WORDS} from './type-words.ts'

const LONGEST_PATH = 4096

/** The top line of a file that is looked into: its path, and what the image says of it. Printable. */
export function previewTop({subject}: Preview, {unicode}: State['capabilities']): TopLine {
  const {type, mode, owner, layer, hiddenBy, source, chain} = subject
  const bytes = size(subject.size)
  const facts = [
    ...(source >= 0 ? [{text: chain === null ? bytes : t`leads to ${bytes}`, rank: 0}] : []),
    // The rest is said of the link, and not of where it leads.
    {text: chain === null ? t`layer ${layer}` : t`link of layer ${layer}`, rank: 1},
    ...(hiddenBy === null
      ? []
      : [{text: hiddenBy === layer ? t`stored again` : t`hidden by layer ${hiddenBy}`, rank: 2}]),
    {text: modeText(type, mode), rank: 3},
    {text: printable(owner, {ascii: !unicode}), rank: 4},
  ]
  return {
    name: `/${printable(subject.path.slice(-LONGEST_PATH), {ascii: !unicode})}`,
    facts,
    transport: '',
    status: null,
  }
}

const ENCODINGS = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': t`UTF-16, big-endian`,
  latin1: 'Latin-1',
} as const

/** What the rule below says: where a link led, and what the file turned out to be. Printable. */
export function previewKind(preview: Preview, {unicode}: State['capabilities']): {title: string; note: string} {
  const {content, subject, wrap} = preview
  const ascii = !unicode
  const [dot, arrow] = unicode ? ['·', '→'] : ['-', '->']
  const shown = (text: string) => printable(text.slice(0, LONGEST_PATH), {ascii})
  const led = subject.chain?.targets.map(target => `${arrow} ${shown(target)}`) ?? []
  const linked =
    subject.linkedTo === null ? [] : [t`the same file as /${shown(subject.linkedTo.replace(/^(?:\.?\/)+/, ''))}`]
  const what = content === null || content.bytes.length === 0 ? [] : kindOf(preview)
  const title = [led.join(' '), ...linked, ...what].filter(part => part !== '').join(` ${dot} `)
  const digest = content?.sha256 == null ? '' : `sha256:${content.sha256.slice(0, 12)}`
  return {
    title: title === '' ? TYPE_WORDS[subject.type] : title,
    note: [wrap && lookOf(preview) === 'text' ? t`wrapped` : '', digest].filter(Boolean).join(` ${dot} `),
  }
}

function kindOf(preview: Preview): string[] {
  const {content} = preview
  const {unpacked, archive, text, format} = content!
  const packed = unpacked === null ? [] : [t`unpacked from ${unpacked}`]
  if (lookOf(preview) === 'archive') {
    const {format: kind, members, count: all} = archive!
    return [kind, counted(all ?? members.length, 'member', 'members'), ...packed]
  }
  if (lookOf(preview) === 'text') return [t`text, ${ENCODINGS[text!.encoding]}`, ...packed]
  return [t`bytes`, ...(format === null ? [] : [format]), ...packed]
}

/** The line below the window: where one is, and how much there is. Printable. */
export interface PreviewFoot {
  readonly where: string
  readonly note: string
  readonly problem: string
}

/** The line below a file: which part of it is seen, what is known of it, what went wrong. */
export function previewFoot(preview: Preview, state: Pick<State, 'capabilities' | 'keys' | 'terminal'>): PreviewFoot {
  const {content, search} = preview
  const look = lookOf(preview)
  if (look === null || content === null) return {where: '', note: '', problem: ''}
  const {unicode} = state.capabilities
  const [dot, dash] = unicode ? ['·', '–'] : ['-', '-']
  const stopped = preview.reading.kind === 'failed' ? preview.reading.failure.message : ''
  const problem = content.problem ?? content.archive?.damage ?? stopped
  const found = search === null || search.query === '' ? [] : [matchText(preview)]
  return {
    where: [...found, whereText(preview, state, dash)].join(` ${dot} `),
    note: look === 'archive' ? '' : amountText(preview, state),
    problem: printable(problem, {ascii: !unicode}),
  }
}

function matchText({search}: Preview): string {
  const {matches, current, done} = search!
  if (matches.length === 0) return done ? t`no match` : t`searching`
  const all = `${count(matches.length)}${done ? '' : t` so far`}`
  return current < 0 ? counted(matches.length, 'match', 'matches') : t`match ${count(current + 1)} of ${all}`
}

function whereText(
  preview: Preview,
  {terminal, capabilities}: Pick<State, 'terminal' | 'capabilities'>,
  dash: string,
): string {
  const {content, place} = preview
  const {height} = previewWindow(terminal)
  const range = (from: number, to: number, all: number, what: string, more: string) =>
    t`${what} ${count(from)}${dash}${count(Math.min(to, all))} of ${count(all)}${more}`
  switch (lookOf(preview)) {
    case 'text': {
      const rows = textRows(content!.text!, place, textLayout(preview, terminal, capabilities.unicode))
      const [first, last] = [rows[0]?.segment.line ?? 0, rows.at(-1)?.segment.line ?? 0]
      return range(first + 1, last + 1, content!.text!.index.lineCount, t`lines`, content!.whole ? '' : t` so far`)
    }
    case 'archive': {
      const {members, count: all} = content!.archive!
      if (members.length === 0) return counted(0, 'member', 'members')
      return range(place.top + 1, place.top + height, members.length, t`members`, all === null ? t` so far` : '')
    }
    default:
      return range(place.top, place.top + height * bytesPerRow(terminal), content!.bytes.length, t`bytes`, '')
  }
}

/** How much of a long file is here, and what to do for more. */
function amountText(preview: Preview, state: Pick<State, 'capabilities' | 'keys'>): string {
  const {content, reading} = preview
  const {bytes, size: all, whole} = content!
  if (whole) return ''
  const of = all === null ? '' : t` of ${size(all)}`
  if (reading.kind === 'running') return t`reading: ${size(bytes.length)}${of}`
  return t`the first ${size(bytes.length)}${of}${nextLimit(preview) === null ? '' : t`, ${keyFor(state, 'preview-more')} reads more`}`
}
