import {t} from '../../../text/translate.ts'
import {lineOf, shellWord, withOptions} from '../dockerfile.ts'
import type {Fix} from '../finding.ts'
import type {Ground} from '../ground.ts'
import {copyingOf, copyLine, namedSource} from './copying.ts'

/** The option of BuildKit's RUN that shows it a secret which is in no layer. */
export function secretMount(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/[^\w-]/g, '') || 'secret'
  return `--mount=type=secret,id=${name},target=${shellWord(`/${path}`)}`
}

/**
 * For a secret that a COPY brings by its name and a later step of yours uses: that step with the secret mounted. Null where it
 * is not so.
 */
export function secretMounted(ground: Ground, layer: number, path: string, then = ''): Fix | null {
  const copying = copyingOf(ground.instruction(layer))
  if (copying === null || copying.from !== 'context') return null
  if (copying.hashed !== 'file' && namedSource(copying, path) === null) return null
  const user = userOf(ground, layer, path.slice(path.lastIndexOf('/') + 1))
  if (user === null) return null
  const {lines, where} = withOptions({text: user.text}, secretMount(path))
  const instead = t`instead of \`${copyLine(copying)}\`, and nothing is left to remove (BuildKit)`
  const note = where === '' ? instead : t`${where}, ${instead}`
  return {file: 'Dockerfile', lines, note: then === '' ? note : t`${note}; ${then}`}
}

/** The first later step of yours that names the file and does more than to remove it. */
function userOf(ground: Ground, layer: number, name: string): {text: string} | null {
  for (let l = layer + 1; l <= ground.lastLayer; l++) {
    const instruction = ground.instruction(l)
    if (instruction?.verb !== 'RUN' || !instruction.text.includes(name)) continue
    if (!/^\s*rm\s[^;&|]*$/.test(lineOf({verb: null, text: instruction.text}))) return instruction
  }
  return null
}
