import {t} from '../../../text/translate.ts'
import type {Instruction} from '../../oci/instruction.ts'
import type {Fix} from '../finding.ts'
import {type Copying, copyingOf, copyLine, trimmed} from './copying.ts'

/**
 * A fix whose lines of `.dockerignore` would also keep out what another COPY or ADD of this image names, so that it could not be
 * built any more: says that instead. All other fixes as they are.
 */
export function unlessNeeded(fix: Fix | null, instructions: Iterable<Instruction>): Fix | null {
  if (fix?.file !== '.dockerignore') return fix
  const copied = [...instructions].flatMap(each => copyingOf(each) ?? []).filter(({from}) => from === 'context')
  for (const line of fix.lines) {
    const needs = copied.find(copying => copying.sources.some(source => isKeptOut(trimmed(source), line)))
    if (needs !== undefined) return {file: 'build context', lines: [], note: neededBy(needs, line)}
  }
  return fix
}

/** Whether a line, as `inContext` writes it, covers a source or a folder that this lies in. */
function isKeptOut(source: string, line: string): boolean {
  const name = line.replace(/^\*\*\//, '').replace(/\\(.)/g, '$1')
  if (!line.startsWith('**/')) return `${source}/`.startsWith(`${name}/`)
  return `/${source}/`.includes(`/${name}/`)
}

function neededBy(copying: Copying, line: string): string {
  return t`keep ${line} out of what this instruction copies, not out of the build context: \`${copyLine(copying)}\` needs it there`
}
