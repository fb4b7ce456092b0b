import {unreadSentence} from '../../../image/analysis/comparison/unread-sentence.ts'
import {ellipsisFor} from '../../../text/ellipsis.ts'
import {maskedFor} from '../../../text/mask.ts'
import {printable} from '../../../text/printable.ts'
import {count, counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {pad, width} from '../../../text/width.ts'
import type {Compared} from '../explorer.ts'
import {remembered} from '../remembered.ts'
import type {Capabilities} from '../state.ts'
import {BLANK, fact, heading, named, type PaperLine} from './paper-line.ts'

const LABEL = 14

const LAYER_WORDS = {
  common: t`the same`,
  elsewhere: t`the same, on other layers`,
  rebuilt: t`the same instruction, another content`,
  removed: t`only before`,
  added: t`only after`,
} as const

/** How two images differ beside their files: sums, layers, configuration, packages. */
export const comparedLines = remembered(linesOf)

function linesOf(compared: Compared, columns: number, {unicode}: Capabilities): readonly PaperLine[] {
  const {names, summary, layers, config, packages, unread} = compared
  const clean = (text: string) => printable(text.slice(0, 2000), {ascii: !unicode})
  const mark = ellipsisFor(unicode)
  const arrow = unicode ? '→' : '->'
  const lines: PaperLine[] = [heading(t`Compared`)]
  const add = (label: string, text: string, tone: PaperLine['tone'] = 'plain') =>
    lines.push(...fact(label, text, columns, {labelWidth: Math.max(LABEL, width(label) + 2), tone}))
  const [a, b] = summary
  add(t`before`, clean(names[0]))
  add(t`after`, clean(names[1]))
  const bytes = (label: string, was: number, is: number) =>
    add(label, `${pad(size(was), 8, 'right')} ${arrow} ${pad(size(is), 8, 'right')}  ${signed(is - was, unicode)}`)
  const counts = (label: string, was: number, is: number) =>
    add(label, `${pad(count(was), 8, 'right')} ${arrow} ${pad(count(is), 8, 'right')}`)
  bytes(t`size`, a.size, b.size)
  bytes(t`visible`, a.visibleSize, b.visibleSize)
  bytes(t`wasted`, a.wastedSize, b.wastedSize)
  counts(t`layers`, a.layers, b.layers)
  counts(t`files`, a.files, b.files)
  if (unread > 0) add(t`not read`, unreadSentence(unread), 'problem')
  const common = layers.filter(({kind}) => kind === 'common').length
  lines.push(BLANK, heading(t`Layers: ${common === 0 ? t`none` : count(common)} in common`))
  for (const {kind, before, after} of layers.filter(({kind}) => kind !== 'common')) {
    const places = [...new Set([before, after])].filter(place => place !== null)
    add(t`layer ${places.join(` ${arrow} `)}`, LAYER_WORDS[kind])
  }
  lines.push(BLANK, heading(t`Configuration`))
  if (config.length === 0) add('', t`the same`, 'quiet')
  for (const {key, before, after} of config) {
    const shown = (value: string | null) => (value === null ? t`none` : clean(maskedFor(key, value, mark)))
    lines.push(...named(clean(key), `${shown(before)} ${arrow} ${shown(after)}`, columns, LABEL))
  }
  lines.push(
    BLANK,
    heading(packages?.length ? t`Packages: ${counted(packages.length, 'differs', 'differ')}` : t`Packages`),
  )
  if (packages === null) add('', t`being compared ${mark}`, 'quiet')
  if (packages?.length === 0) add('', t`the same`, 'quiet')
  for (const {kind, name, before, after} of packages ?? []) {
    add(
      kind,
      `${clean(name)}  ${before === null ? t`none` : clean(before)} ${arrow} ${after === null ? t`none` : clean(after)}`,
    )
  }
  return lines
}

/** `+1.2 MB`, `−300 B`, `±0` */
export function signed(bytes: number, unicode: boolean): string {
  if (bytes === 0) return unicode ? '±0' : '0'
  return `${bytes > 0 ? '+' : unicode ? '−' : '-'}${size(Math.abs(bytes))}`
}
