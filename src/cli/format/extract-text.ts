import type {ExtractResult} from '../../operations/extract/extract-files.ts'
import {shownPath} from '../../operations/extract/path-failure.ts'
import {printable} from '../../text/printable.ts'
import {count, counted, size} from '../../text/size.ts'

/** What was written, one line. */
export function extractText(result: ExtractResult, directory: string): string {
  const parts = [
    `${counted(result.files, 'file', 'files')} (${size(result.bytes)})`,
    counted(result.folders, 'folder', 'folders'),
    ...(result.links > 0 ? [counted(result.links, 'link', 'links')] : []),
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
  if (failureCount > 0) lines.push(`${counted(failureCount, 'path', 'paths')} could not be written.`)
  if (failures.some(({kind}) => kind === 'exists')) lines.push('What is already there is kept; --force replaces files.')
  if (attributesLost > 0) {
    lines.push(
      `warning: Mode, time or owner of ${counted(attributesLost, 'path', 'paths')} could not be kept on this disk.`,
    )
  }
  return lines.map(line => `layerlens: ${line}\n`).join('')
}
