import {ownerNamesAt} from '../../../image/filesystem/owner-names.ts'
import {mismatchMessage} from '../../../image/layer/trust.ts'
import {ellipsisFor} from '../../../text/ellipsis.ts'
import {printable} from '../../../text/printable.ts'
import {count, counted, exactSize, size} from '../../../text/size.ts'
import {reworded, t} from '../../../text/translate.ts'
import type {Explorer} from '../explorer.ts'
import {remembered} from '../remembered.ts'
import type {Capabilities} from '../state.ts'
import {KIND_WORDS, KINDS} from '../tree/kinds.ts'
import {entryFacts} from './entry-facts.ts'
import {layerFigures} from './layer-detail.ts'
import {oddMembers} from './odd-members.ts'
import {BLANK, fact, heading, type PaperLine} from './paper-line.ts'

/** A command longer than this is a file in disguise; the page shows its beginning. */
const LONGEST = 100_000
const LABEL = 14

/** All about the selected layer, to read on a page of its own. */
export const layerLines = remembered(linesOf)

function linesOf(explorer: Explorer, columns: number, {unicode}: Capabilities, now: number): readonly PaperLine[] {
  const layer = explorer.image.layers[explorer.selected]
  const at = explorer.layers[explorer.selected]
  if (layer === undefined || at === undefined) return []
  const ascii = !unicode
  const clean = (text: string) => printable(text.slice(0, LONGEST), {lines: true, ascii})
  const lines: PaperLine[] = [heading(t`Layer ${layer.index}`)]
  const add = (label: string, value: string | null, tone: PaperLine['tone'] = 'plain') => {
    if (value !== null && value !== '') lines.push(...fact(label, clean(value), columns, {labelWidth: LABEL, tone}))
  }
  lines.push(...entryFacts(layer.history, columns, now, clean, LABEL, ellipsisFor(unicode)))
  lines.push(BLANK)
  if (at.kind === 'indexed') {
    const {found} = at
    add(t`size`, `${size(found.size)} (${exactSize(found.size)})`)
    add(
      t`entries`,
      [
        count(found.entries),
        ...(found.whiteouts > 0 ? [t`${counted(found.whiteouts, 'whiteout', 'whiteouts')} among them`] : []),
        ...(found.opaqueDirectories > 0
          ? [counted(found.opaqueDirectories, 'opaque directory', 'opaque directories')]
          : []),
      ].join(', '),
    )
    const how = found.compression === 'none' ? t`not compressed` : found.compression
    add(t`stored`, `${size(found.blobSize)} (${exactSize(found.blobSize)}), ${how}`)
    const figures = layerFigures(explorer, layer.index)
    if (figures !== undefined) {
      const kinds = KINDS.filter(kind => kind !== 'unchanged').filter(kind => figures.paths[kind] > 0)
      add(
        t`paths`,
        kinds.map(kind => `${count(figures.paths[kind])} ${KIND_WORDS[kind]}`).join(', ') || t`none changed`,
      )
      if (figures.wastedSize > 0)
        add(
          t`wasted`,
          t`${size(figures.wastedSize)} (${exactSize(figures.wastedSize)}): stored here, not reached in the final image`,
        )
    }
    add(t`owners`, ownersText(explorer))
    add(t`damaged`, found.damage === null ? null : reworded(found.damage), 'problem')
  }
  add(t`diffID`, layer.diffId)
  add(t`digest`, layer.digest)
  add(t`media type`, layer.mediaType)
  if (at.kind !== 'indexed' && layer.compressedSize !== null)
    add(t`blob`, `${size(layer.compressedSize)} (${exactSize(layer.compressedSize)})`)
  if (at.kind === 'indexed') {
    if (at.trust === 'mismatch') add(t`trust`, mismatchMessage(at.found.digests, layer), 'problem')
    else add(t`trust`, TRUST[at.trust])
  }
  add(t`missing`, layer.missing, 'problem')
  if (at.kind === 'failed') {
    add(t`failed`, at.failure.message, 'problem')
    add('', at.failure.advice)
  }
  const oddities = at.kind === 'indexed' ? [...at.found.problems.map(reworded), ...oddMembers(explorer).told] : []
  if (oddities.length > 0) {
    lines.push(BLANK, heading(t`Oddities in the tar`))
    for (const oddity of oddities) add('', oddity)
  }
  return lines
}

/** More owners than these are a page of their own. */
const OWNERS_SHOWN = 40

/** Who owns what the layer holds, by the names they have as of it. */
function ownersText({union, selected}: Explorer): string {
  const owners = union?.layers[selected]?.facts.owners ?? []
  const names = union === null ? null : ownerNamesAt(union, selected)
  const shown = owners.slice(0, OWNERS_SHOWN).map(owner => names?.text(owner) ?? owner.join(':'))
  return [...new Set(shown), ...(owners.length > OWNERS_SHOWN ? [t`${owners.length - OWNERS_SHOWN} more`] : [])].join(
    ', ',
  )
}

const TRUST = {
  verified: t`every byte was read, and the digest is the one the config names`,
  unverified: t`not verified: the bytes have not all been read`,
} as const
