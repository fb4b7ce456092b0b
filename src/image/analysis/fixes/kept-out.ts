import {t} from '../../../text/translate.ts'
import type {Instruction} from '../../oci/instruction.ts'
import {andThen, NAMED, notedRest, removalOf} from '../dockerfile.ts'
import type {Fix} from '../finding.ts'
import {type Copying, copyingOf, copyLine, inContext, namedSource, sourcePath} from './copying.ts'

/** What keeps these paths out of the layer of an instruction: the end of its RUN, or what a COPY does not bring. */
export function withoutPaths(
  instruction: (Instruction & {changes?: boolean}) | null,
  all: readonly string[],
  also: string,
): Fix {
  const [paths, note] = [all.slice(0, NAMED), notedRest(also, all.length)]
  const copying = copyingOf(instruction)
  if (copying !== null) return notCopied(copying, paths, note)
  const removal = removalOf(paths)
  if (instruction?.verb === 'RUN') {
    const {lines, where} = andThen(instruction, removal)
    return {file: 'Dockerfile', lines, note: [where, note].filter(part => part !== '').join('; ')}
  }
  return {file: 'Dockerfile', lines: [removal], note: note || t`in the step that made them, before its layer is closed`}
}

/** Files that a COPY or ADD should not bring. `.dockerignore` helps only where they come from the build context. */
export function notCopied(copying: Copying, all: readonly string[], then: string): Fix {
  const {from} = copying
  const [paths, note] = [all.slice(0, NAMED), notedRest(then, all.length)]
  const also = note === '' ? '' : t`; ${note}`
  if (from === 'stage') {
    const there = paths.flatMap(path => sourcePath(copying, path) ?? [])
    const lines = there.length === paths.length ? [`RUN ${removalOf(there)}`] : []
    const where = lines.length === 0 ? t`remove them in` : t`at the end of`
    return {file: 'Dockerfile', lines, note: t`${where} the stage that \`${copyLine(copying)}\` copies from${also}`}
  }
  if (from === 'archive')
    return {
      file: 'Dockerfile',
      lines: [],
      note: t`leave them out of the archive that \`${copyLine(copying)}\` unpacks${also}`,
    }
  const named = paths.map(path => namedSource(copying, path))
  if (from === 'address' || copying.hashed === 'file' || named.some(source => source !== null)) {
    return {file: 'Dockerfile', lines: [], note: `${dropped(copying, named)}${also}`}
  }
  const names = [...new Set(paths.map(path => inContext(copying, path)))]
  const isKnown = copying.hashed === null
  const keeps = note === '' || !isKnown ? t`keeps them out of the build context` : ''
  const told = [keeps, note].filter(part => part !== '').join('; ')
  const noted = isKnown ? told : t`${told}. If the step copies from another stage, remove them there instead`
  return {file: '.dockerignore', lines: names, note: noted}
}

/** `drop COPY a /a`, or what to leave out of it where it brings others too. */
function dropped(copying: Copying, named: readonly (string | null)[]): string {
  const names = new Set(named.filter(source => source !== null))
  const all = copying.sources.length <= 1 || copying.sources.every(source => names.has(source))
  return all ? t`drop \`${copyLine(copying)}\`` : t`leave ${[...names].join(' and ')} out of \`${copyLine(copying)}\``
}
