import {shellWord} from '../../../text/shell-words.ts'
import {t} from '../../../text/translate.ts'
import {isScript, lineOf, optionsAlone, type Placed, withOptions} from '../dockerfile.ts'
import type {Fix} from '../finding.ts'
import type {Ground} from '../ground.ts'
import {copyingOf, copyLine, namedSource} from './copying.ts'
import {type WithoutRemoval, withoutRemoval} from './without-removal.ts'

/** The option of BuildKit's RUN that shows it a secret which is in no layer. */
export function secretMount(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/[^\w-]/g, '') || 'secret'
  return `--mount=type=secret,id=${name},target=${shellWord(`/${path}`)}`
}

/**
 * For a secret that a COPY brings by its name and a later step of yours uses: that step with the secret mounted, and without the
 * removal of it, which would fail. Null where it is not so.
 */
export function secretMounted(ground: Ground, layer: number, path: string, then = ''): Fix | null {
  const copying = copyingOf(ground.instruction(layer))
  if (copying === null || copying.from !== 'context') return null
  if (copying.hashed !== 'file' && namedSource(copying, path) === null) return null
  const user = userOf(ground, layer, path)
  if (user === null) return null
  const {lines, where} = placedMount(user, secretMount(path))
  const line = copyLine(copying)
  const instead =
    where === '' || user.removal === null
      ? t`instead of \`${line}\`, and nothing is left to remove (BuildKit)`
      : t`instead of \`${line}\`; drop its removal there: what is mounted cannot be removed (BuildKit)`
  const note = where === '' ? instead : t`${where}, ${instead}`
  return {file: 'Dockerfile', lines, note: then === '' ? note : t`${note}; ${then}`}
}

/** A step of yours that needs a secret. */
interface User {
  readonly text: string
  /** where it removes the secret as well */
  readonly removal: WithoutRemoval | null
}

/** A step is said once more only as one that can be built. */
function placedMount({text, removal}: User, mount: string): Placed {
  if (removal === null) return withOptions({text}, mount)
  return removal.left === null || isScript(text) ? optionsAlone({text}, mount) : placedLeft(removal.left, text, mount)
}

function placedLeft(left: string, text: string, mount: string): Placed {
  const placed = withOptions({text: left}, mount)
  return placed.where === '' ? placed : optionsAlone({text}, mount)
}

/** The first later step of yours that names the file and does more than to remove it. */
function userOf(ground: Ground, layer: number, path: string): User | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  for (let l = layer + 1; l <= ground.lastLayer; l++) {
    const instruction = ground.instruction(l)
    if (instruction?.verb !== 'RUN' || !instruction.text.includes(name)) continue
    const removal = withoutRemoval(lineOf({verb: null, text: instruction.text}), path)
    if (removal?.uses ?? true) return {text: instruction.text, removal}
  }
  return null
}

/** The last step of yours that does no more than to remove the file, or does so first; null where there is none. */
export function removerOf(ground: Ground, layer: number, path: string): number | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  for (let l = ground.lastLayer; l > layer; l--) {
    const instruction = ground.instruction(l)
    if (instruction?.verb !== 'RUN' || !instruction.text.includes(name)) continue
    if (withoutRemoval(lineOf({verb: null, text: instruction.text}), path) !== null) return l
  }
  return null
}
