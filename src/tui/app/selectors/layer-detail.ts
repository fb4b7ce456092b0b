import type {LayerFigures} from '../../../image/analysis/figures.ts'
import {mismatchMessage} from '../../../image/layer/trust.ts'
import {shortDigest} from '../../../image/oci/digest.ts'
import type {HistoryEntry} from '../../../image/oci/image-config.ts'
import {instructionOf, messageOf} from '../../../image/oci/image-history.ts'
import {age} from '../../../text/age.ts'
import {type Ellipsis, ellipsisFor} from '../../../text/ellipsis.ts'
import {printable} from '../../../text/printable.ts'
import {counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {wrap} from '../../../text/wrap.ts'
import {distributionShown} from '../distribution.ts'
import type {Explorer} from '../explorer.ts'
import {keyFor} from '../key-for.ts'
import type {State} from '../state.ts'
import {instructionLines} from './instruction-lines.ts'
import {oddMembers} from './odd-members.ts'

/** Boxes narrower than this say the same in fewer words. */
const NARROW = 38

/** The box below the list of layers. Printable, wrapped. */
export interface LayerDetail {
  /** `4 · RUN · 3 weeks ago · buildkit` */
  readonly title: string
  readonly command: readonly string[]
  readonly facts: readonly DetailFact[]
}

export type DetailFact =
  | {readonly kind: 'text'; readonly text: string; readonly tone: 'plain' | 'quiet' | 'problem'}
  | {readonly kind: 'changes'; readonly counts: LayerFigures['paths']}

/** The selected layer in a box of `columns` × `rows` cells: its instruction first, then as many facts as there is room for. */
export function layerDetail(
  explorer: Explorer,
  columns: number,
  rows: number,
  state: Pick<State, 'capabilities' | 'keys' | 'now'>,
): LayerDetail {
  const layer = explorer.image.layers[explorer.selected]
  if (layer === undefined) return {title: t`no layers`, command: [], facts: []}
  const ascii = !state.capabilities.unicode
  const dot = ascii ? '-' : '·'
  const mark = ellipsisFor(!ascii)
  const {verb, text, builder, isComment} = instructionOf(layer.history, mark)
  const when = age(layer.history?.created ?? null, state.now)
  const title = [String(layer.index), verb, when, builder].filter(Boolean).join(` ${dot} `)
  const isSaid = rows > FEW && !isComment && explorer.compared === null
  const plain = detailFacts(explorer, columns, state)
  const shown = printable(
    text === ''
      ? t`The history says nothing about this layer.`
      : (isComment && explorer.compared === null ? t`No command, but a comment: ` : '') +
          text.slice(0, columns * rows * 4),
    {lines: true, ascii},
  )
  // A message has the rows that neither its command nor the facts take.
  const free = isSaid ? rows - plain.length - instructionLines(shown, columns, rows, mark).length : 0
  const said = isSaid ? messageLines(layer.history, columns, mark, ascii, free) : []
  const facts = [...said, ...plain]
  const room = Math.max(1, rows - facts.length)
  return {
    title,
    command: instructionLines(shown, columns, room, mark),
    facts: facts.slice(0, Math.max(0, rows - 1)),
  }
}

/** Boxes lower than this have no room for what stands in the history beside the command. */
const FEW = 4
/** A message may be a story. */
const MESSAGE_LINES = 2

/** What somebody said of a step and who it was, beside its command: in so many rows as are free, or in two. */
export function messageLines(
  entry: HistoryEntry | null,
  columns: number,
  mark: Ellipsis,
  ascii: boolean,
  free = 0,
): DetailFact[] {
  const message = messageOf(entry, mark)
  const author = entry?.author ?? null
  if (message === null && author === null) return []
  const text =
    message === null ? t`by ${author!}` : author === null ? t`message: ${message}` : t`message: ${message} (${author})`
  return wrap(printable(text, {ascii}), columns, {indent: '  ', limit: Math.max(MESSAGE_LINES, free), mark}).map(
    line => ({
      kind: 'text',
      text: line,
      tone: 'plain',
    }),
  )
}

/** The sums of a layer, once the tree stands on it too. */
export function layerFigures({union, figures}: Explorer, index: number): LayerFigures | undefined {
  return union?.layers[index] == null ? undefined : figures?.layers[index]
}

function detailFacts(explorer: Explorer, columns: number, state: Pick<State, 'capabilities' | 'keys'>): DetailFact[] {
  const layer = explorer.image.layers[explorer.selected]!
  const at = explorer.layers[explorer.selected]!
  const ascii = !state.capabilities.unicode
  const [dot, mark] = ascii ? ['-', '...'] : ['·', '…']
  const facts: DetailFact[] = []
  const text = (line: string, tone: 'plain' | 'quiet' | 'problem' = 'quiet') =>
    facts.push({kind: 'text', text: line, tone})
  if (at.kind === 'indexed') {
    const figures = layerFigures(explorer, layer.index)
    if (figures !== undefined) facts.push({kind: 'changes', counts: figures.paths})
    const stored = at.found.compression === 'none' ? '' : ` ${dot} ${size(at.found.blobSize)} ${at.found.compression}`
    // A side of a comparison is a whole tree: what tells it apart from the other one makes no tar.
    const many =
      explorer.compared === null || explorer.union === null
        ? counted(at.found.entries, 'entry', 'entries')
        : counted(explorer.union.pathsBelow(0, layer.index), 'path', 'paths')
    text(`${many}${stored}`)
    const distribution = distributionShown(explorer)
    if (distribution?.layer != null && layer.index <= distribution.layer)
      text(t`base of ${printable(distribution.prettyName, {ascii})}`)
    if (figures !== undefined && figures.wastedSize > 0)
      text(t`${size(figures.wastedSize)} wasted${columns < NARROW ? '' : t`: hidden by later layers`}`, 'problem')
    if (at.found.damage !== null) text(t`the tar is damaged: ${keyFor(state, 'describe-layer')} tells more`, 'problem')
    else {
      const oddities = at.found.problems.length + oddMembers(explorer).count
      if (oddities > 0)
        text(
          t`${counted(oddities, 'oddity', 'oddities')} in the tar: ${keyFor(state, 'describe-layer')} tells more`,
          'problem',
        )
    }
  } else if (at.kind === 'failed') {
    for (const line of wrap(printable(at.failure.message, {lines: true, ascii}), columns, {limit: 3, mark}))
      text(line, 'problem')
    if (at.failure.advice !== null)
      for (const line of wrap(printable(at.failure.advice, {lines: true, ascii}), columns, {limit: 2, mark})) text(line)
  } else if (layer.missing !== null) {
    for (const line of wrap(printable(layer.missing, {ascii}), columns, {limit: 2, mark})) text(line, 'problem')
  } else if (layer.compressedSize !== null) text(t`${size(layer.compressedSize)} compressed`)
  if (layer.diffId !== null) {
    const id = shortDigest(layer.diffId)
    if (at.kind === 'indexed' && at.trust === 'mismatch') {
      for (const line of wrap(mismatchMessage(at.found.digests, layer), columns, {limit: 4, mark}))
        text(line, 'problem')
    } else {
      const told = `${columns < NARROW ? '' : 'diffID '}${id}${trustText(at)}`
      for (const line of wrap(told, columns, {limit: 2, mark})) text(line)
    }
  }
  return facts
}

function trustText(at: Explorer['layers'][number]): string {
  if (at.kind !== 'indexed') return ''
  return at.trust === 'verified' ? t`, verified` : t`, not verified`
}
