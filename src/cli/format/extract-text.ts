import type {ExtractResult} from '../../operations/extract/extract-files.ts'
import {shownPath} from '../../operations/extract/path-failure.ts'
import {printable} from '../../text/printable.ts'
import {count, size} from '../../text/size.ts'

/** What was written, one line. */
export function extractText(result: ExtractResult, directory: string): string {
  const parts = [
    `${plural(result.files, 'file')} (${size(result.bytes)})`,
    plural(result.folders, 'folder'),
    ...(result.links > 0 ? [plural(result.links, 'link')] : []),
  ]
  return `${parts.join(', ')} in ${printable(directory)}\n`
}

/** More of them are only counted. */
const SHOWN = 50

/** What could not be written, a line each, for standard error; '' where all is there. */
export function extractFailures({failures, failureCount, attributesLost}: ExtractResult): string {
  const lines = failures.slice(0, SHOWN).map(({path, message}) => `${shownPath(path)}: ${printable(message)}`)
  const more = failureCount - lines.length
  if (more > 0) lines.push(`and ${count(more)} more like these`)
  if (failureCount > 0) lines.push(`${plural(failureCount, 'path')} could not be written.`)
  if (failures.some(({kind}) => kind === 'exists')) lines.push('What is already there is kept; --force replaces files.')
  if (attributesLost > 0) {
    lines.push(`warning: Mode, time or owner of ${plural(attributesLost, 'path')} could not be kept on this disk.`)
  }
  return lines.map(line => `layerlens: ${line}\n`).join('')
}

function plural(n: number, word: string): string {
  return `${count(n)} ${word}${n === 1 ? '' : 's'}`
}
