import type {EntryTypeName} from '../../../image/layer/layer-index.ts'
import {printable} from '../../../text/printable.ts'
import {counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {lookOf, type Preview} from '../preview/preview.ts'
import type {State} from '../state.ts'
import {TYPE_WORDS} from './type-words.ts'

/** A paragraph to read where there are no bytes to look at. Printable. */
export interface Sentence {
  readonly text: string
  readonly tone: 'plain' | 'busy' | 'problem'
}

/** What to say instead of a file's content; null where it is shown. */
export function previewSentences(preview: Preview, {unicode}: State['capabilities']): readonly Sentence[] | null {
  const {reading, content, subject} = preview
  if (reading.kind === 'failed' && content === null) {
    const {message, advice} = reading.failure
    const clean = (text: string) => printable(text, {lines: true, ascii: !unicode})
    return [
      {text: clean(message), tone: 'problem'},
      ...(advice === null ? [] : [{text: clean(advice), tone: 'plain'} as const]),
    ]
  }
  if (lookOf(preview) !== null) return null
  if (reading.kind === 'running') return [{text: readingText(preview, unicode ? '…' : '...'), tone: 'busy'}]
  if (content?.problem != null) return [{text: printable(content.problem, {ascii: !unicode}), tone: 'problem'}]
  if (subject.source >= 0)
    return [{text: content === null ? t`This file is empty.` : t`It unpacks to nothing.`, tone: 'plain'}]
  return [{text: withoutBytes(preview, !unicode), tone: 'plain'}]
}

function readingText({reading, subject}: Preview, ellipsis: string): string {
  const unpacked = reading.kind === 'running' ? reading.unpacked : null
  if (unpacked === null) return t`Reading ${ellipsis}`
  return t`Unpacking the layer as far as this file ${ellipsis} ${size(unpacked.done)} of ${size(unpacked.total)}, then ${size(subject.size)}`
}

const WITHOUT_BYTES: Readonly<Partial<Record<EntryTypeName, string>>> = {
  fifo: t`A named pipe: it holds bytes only while a container runs.`,
  char: t`A character device`,
  block: t`A block device`,
}

function withoutBytes(preview: Preview, ascii: boolean): string {
  const {type, device, linkedTo, chain} = preview.subject
  const shown = (path: string) => printable(path.slice(0, 4096), {ascii})
  if (chain !== null) return linkEnd(preview, ascii)
  if (linkedTo !== null) return t`A hard link to ${shown(linkedTo)}, which this image does not have as a file.`
  const number = device === null ? '' : ` ${device.join(', ')}`
  if (type === 'char' || type === 'block') return t`${WITHOUT_BYTES[type]!}${number}: an image holds no bytes of it.`
  return WITHOUT_BYTES[type] ?? t`It has no bytes.`
}

/** Filled by the kernel and the engine when a container runs. */
const AT_RUN_TIME = /^\/?(?:proc|sys|dev|run)(?:\/|$)/

function linkEnd({subject, union}: Preview, ascii: boolean): string {
  const {end} = subject.chain!
  const shown = (path: string) => `/${printable(path.replace(/^\/+/, '').slice(0, 4096), {ascii})}`
  switch (end.kind) {
    case 'found': {
      const where = shown(union.path(end.node))
      const type = end.version < 0 ? 'directory' : union.type(end.version)
      if (type !== 'directory') return t`It leads to ${where}, a ${TYPE_WORDS[type]}: there are no bytes to show.`
      const paths = union.pathsBelow(end.node, union.layerCount - 1)
      return t`It leads to the folder ${where}, with ${counted(paths, 'path', 'paths')} in the final image.`
    }
    case 'loop':
      return t`It leads nowhere: its links lead in a circle at ${shown(union.path(end.node))}.`
    case 'not-a-folder':
      return t`It leads nowhere: ${shown(union.path(end.node))} is no folder.`
    case 'missing':
      if (end.path === '') return t`It leads nowhere: it names nothing.`
      if (AT_RUN_TIME.test(end.path))
        return t`It leads to ${shown(end.path)}, which is there only while a container runs.`
      return end.node < 0
        ? t`It leads to ${shown(end.path)}, which is not in this image.`
        : t`It leads to ${shown(end.path)}, which is not there as of this layer: another layer has it.`
  }
}
