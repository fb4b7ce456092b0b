import {parseInstruction} from '../../../image/oci/instruction.ts'
import {age} from '../../../text/age.ts'
import {printable} from '../../../text/printable.ts'
import {count, counted, exactSize, size} from '../../../text/size.ts'
import type {Capabilities, Explorer} from '../state.ts'
import {BLANK, fact, heading, type PaperLine} from './paper-line.ts'

/** A command longer than this is a file in disguise; the page shows its beginning. */
const LONGEST = 100_000

/** All about the selected layer, to read on a page of its own. */
export function layerLines(explorer: Explorer, columns: number, {unicode}: Capabilities, now: number): PaperLine[] {
  const layer = explorer.image.layers[explorer.selected]
  const at = explorer.layers[explorer.selected]
  if (layer === undefined || at === undefined) return []
  const ascii = !unicode
  const clean = (text: string) => printable(text.slice(0, LONGEST), {lines: true, ascii})
  const {verb, text} = parseInstruction(layer.history?.createdBy ?? null, layer.history?.comment ?? null)
  const lines: PaperLine[] = [heading(`Layer ${layer.index}`)]
  const add = (label: string, value: string | null, tone: PaperLine['tone'] = 'plain') => {
    if (value !== null && value !== '') lines.push(...fact(label, clean(value), columns, {labelWidth: 14, tone}))
  }
  add('command', [verb, text].filter(Boolean).join(' '))
  add('as stored', layer.history?.createdBy ?? null, 'quiet')
  add('comment', layer.history?.comment ?? null)
  add('author', layer.history?.author ?? null)
  const created = layer.history?.created ?? null
  const since = age(created, now)
  add('created', created === null ? null : since === null ? created : `${created} (${since})`)
  lines.push(BLANK)
  if (at.kind === 'indexed') {
    const {found} = at
    add('size', `${size(found.size)} (${exactSize(found.size)})`)
    add(
      'entries',
      [
        count(found.entries),
        ...(found.whiteouts > 0 ? [`${counted(found.whiteouts, 'whiteout', 'whiteouts')} among them`] : []),
        ...(found.opaqueDirectories > 0
          ? [counted(found.opaqueDirectories, 'opaque directory', 'opaque directories')]
          : []),
      ].join(', '),
    )
    const how = found.compression === 'none' ? 'not compressed' : found.compression
    add('stored', `${size(found.blobSize)} (${exactSize(found.blobSize)}), ${how}`)
    const figures = explorer.union?.layers[layer.index] == null ? undefined : explorer.figures?.layers[layer.index]
    if (figures !== undefined) {
      const kinds = Object.entries(figures.paths).filter(([, paths]) => paths > 0)
      add('paths', kinds.map(([kind, paths]) => `${count(paths)} ${kind}`).join(', ') || 'none changed')
      if (figures.wastedSize > 0)
        add(
          'wasted',
          `${size(figures.wastedSize)} (${exactSize(figures.wastedSize)}): stored here, not reached in the final image`,
        )
    }
    add('damaged', found.damage, 'problem')
  }
  add('diffID', layer.diffId)
  add('digest', layer.digest)
  add('media type', layer.mediaType)
  if (at.kind !== 'indexed' && layer.compressedSize !== null)
    add('blob', `${size(layer.compressedSize)} (${exactSize(layer.compressedSize)})`)
  if (at.kind === 'indexed') add('trust', TRUST[at.trust], at.trust === 'mismatch' ? 'problem' : 'plain')
  add('missing', layer.missing, 'problem')
  if (at.kind === 'failed') {
    add('failed', at.failure.message, 'problem')
    add('', at.failure.advice)
  }
  if (at.kind === 'indexed' && at.found.problems.length > 0) {
    lines.push(BLANK, heading('Oddities in the tar'))
    for (const problem of at.found.problems) add('', problem)
  }
  return lines
}

const TRUST = {
  verified: 'every byte was read, and the digest is the one the config names',
  unverified: 'not verified: the bytes have not all been read',
  mismatch: 'the bytes have another digest than the config names: this layer was damaged or exchanged',
} as const
