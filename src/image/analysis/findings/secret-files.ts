import {counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {Change, NEVER} from '../../filesystem/union.ts'
import {andThen} from '../dockerfile.ts'
import {nodesNamed} from '../file-names.ts'
import type {Fix} from '../finding.ts'
import {copyingOf} from '../fixes/copying.ts'
import {stepOf} from '../fixes/dropped.ts'
import {notCopied} from '../fixes/kept-out.ts'
import {removerOf, secretMount, secretMounted} from '../fixes/secret-mount.ts'
import {type Ground, type Rule, WANTED_MOST} from '../ground.ts'
import {SECRET_NAMES, secretFile, secretFileAt} from '../secrets/secret-file.ts'

/** Larger ones are no credentials, bytes. */
const LARGEST = 1 << 20

export const secretFiles: Rule = {
  id: 'secret-files',
  kind: 'secret',
  title: t`Keys, tokens and credentials in files, deleted ones too`,
  why: t`Whoever can pull the image can read it, in whichever layer it lies: take it out, and replace it where it is valid.`,
  wants: ground => candidates(ground),
  *find(ground) {
    const groups = new Map<string, Seen[]>()
    for (const seen of secretsOf(ground)) {
      const key = `${seen.layer} ${seen.what} ${seen.fate} ${seen.isRead}`
      groups.set(key, [...(groups.get(key) ?? []), seen])
    }
    for (const seen of groups.values()) {
      const {layer, what, fate, isRead, path} = seen[0]!
      const more = seen.length > 1 ? t` and ${counted(seen.length - 1, 'more file', 'more files')}` : ''
      yield {
        summary: t`layer ${layer} holds what looks like ${what}: /${path}${more}${fate}${isRead ? '' : t` (by its name: it could not be read)`}`,
        bytes: 0,
        certainty: 'about',
        layer,
        evidence: seen.map(each => ({path: each.path, layer, bytes: each.bytes, files: 1})),
        fix: ground.isBase(layer) ? null : fixOf(ground, layer, seen),
      }
    }
  },
}

interface Seen {
  readonly layer: number
  readonly path: string
  readonly bytes: number
  readonly what: string
  readonly fate: string
  readonly isRead: boolean
}

function* secretsOf(ground: Ground): Generator<Seen> {
  const {union, contents} = ground
  const {versionNode, versionLayer} = union.columns
  for (const version of candidates(ground)) {
    const bytes = contents.get(version)
    const path = union.path(versionNode[version]!)
    const what = secretFile(path, bytes === undefined ? null : Buffer.from(bytes).toString('latin1'))
    if (what === null) continue
    const layer = versionLayer[version]!
    const fate = fateOf(ground, versionNode[version]!, layer)
    yield {layer, path, bytes: union.sizeOf(version), what, fate, isRead: bytes !== undefined}
  }
}

/** Who took it away again, for what that helps. */
function fateOf({union}: Ground, node: number, layer: number): string {
  const newest = union.columns.nodeVersion[node]!
  const until = union.columns.versionUntil[newest]!
  if (until === NEVER) return ''
  return until === layer ? t`, though no container sees it` : t`, and still does though layer ${until} takes it away`
}

/** Versions of every layer whose path says that they may hold secrets. */
function candidates({union}: Ground): number[] {
  const {versionOrigin, versionChange} = union.columns
  const found: number[] = []
  for (const node of nodesNamed(union, SECRET_NAMES)) {
    const path = union.path(node)
    if (secretFileAt(path) === null) continue
    for (const version of union.versionsOf(node)) {
      // A hard link shows what another name has, a copy for its owner's sake what the layer below has.
      const change = versionChange[version]
      if (versionOrigin[version] !== version || change === Change.metadata || change === Change.rewritten) continue
      const size = union.sizeOf(version)
      if (size > 0 && size <= LARGEST) found.push(version)
      if (found.length === WANTED_MOST) return found
    }
  }
  return found
}

const REPLACE = t`then replace the secret itself`

function fixOf(ground: Ground, layer: number, seen: readonly Seen[]): Fix {
  const instruction = stepOf(ground, layer)
  const copying = copyingOf(instruction)
  const paths = seen.map(({path}) => path)
  const {path} = seen[0]!
  if (copying !== null) {
    const remover = removerOf(ground, layer, path)
    // Without the file its removal would fail.
    const then = remover === null ? REPLACE : [t`and drop the removal from layer ${remover}`, REPLACE].join('; ')
    return secretMounted(ground, layer, path, REPLACE) ?? notCopied(copying, paths, then)
  }
  if (/(?:^|\/)ssh_host_\w+_key$/.test(path) && instruction?.verb === 'RUN') {
    const {lines, where} = andThen(instruction, 'rm -f /etc/ssh/ssh_host_*')
    const own = t`each container makes its own when it starts, by ssh-keygen -A; ${REPLACE}`
    return {file: 'Dockerfile', lines, note: where === '' ? own : t`${where}; ${own}`}
  }
  const note = t`is there while the step runs and in no layer (BuildKit); ${REPLACE}`
  return {file: 'Dockerfile', lines: [`RUN ${secretMount(path)} …`], note}
}
