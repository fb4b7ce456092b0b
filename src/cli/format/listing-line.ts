import {modeText} from '../../text/mode.ts'
import {printable} from '../../text/printable.ts'
import {size} from '../../text/size.ts'
import {pad, width} from '../../text/width.ts'
import type {Listed} from './listed.ts'

const LETTERS: Readonly<Record<string, string>> = {
  added: '+',
  modified: '~',
  metadata: 'm',
  rewritten: '=',
  removed: '-',
}

/** `root:shadow` and what is shorter line up; longer ones are not cut. */
const OWNER_CELLS = 11

/** One path as `ls -l` would show it; with changes a letter before it and the reasons behind it. */
export function listingLine(listed: Listed): string {
  const letter = listed.change === undefined ? '' : `${LETTERS[listed.change ?? ''] ?? ' '} `
  const owner = printable(`${listed.user ?? listed.uid}:${listed.group ?? listed.gid}`)
  const time = listed.mtime === null ? '' : listed.mtime.slice(0, 16).replace('T', ' ')
  const slash = listed.type === 'directory' ? '/' : ''
  const arrow =
    listed.linkTarget === null
      ? ''
      : ` ${listed.type === 'hardlink' ? 'link to' : '->'} ${printable(listed.linkTarget)}`
  const mark = listed.mark === true ? '  (whiteout or leftover)' : ''
  const reasons = listed.reasons === undefined || listed.reasons.length === 0 ? '' : `  (${listed.reasons.join(', ')})`
  const cells = [
    modeText(listed.type, Number.parseInt(listed.mode, 8)),
    pad(owner, Math.max(OWNER_CELLS, width(owner))),
    pad(size(listed.size), 8, 'right'),
    pad(time, 16),
  ]
  return `${letter}${cells.join(' ')} ${printable(listed.path)}${slash}${arrow}${reasons}${mark}`
}
