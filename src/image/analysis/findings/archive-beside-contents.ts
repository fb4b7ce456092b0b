import {t} from '../../../text/translate.ts'
import {removalOf} from '../dockerfile.ts'
import {nodesNamed} from '../file-names.ts'
import type {Fix} from '../finding.ts'
import {copyingOf, copyLine, isUnpacked, namedSource} from '../fixes/copying.ts'
import {stepOf} from '../fixes/dropped.ts'
import {joinedSteps} from '../fixes/joined-steps.ts'
import {withoutPaths} from '../fixes/kept-out.ts'
import {mountedInstead} from '../fixes/mounted.ts'
import type {Ground, Rule} from '../ground.ts'

const ENDINGS = ['.tar', '.tar.gz', '.tgz', '.tar.xz', '.txz', '.tar.bz2', '.tbz2', '.tar.zst', '.zip', '.7z']
const ENDING = /(?:\.tar(?:\.(?:gz|xz|bz2|zst))?|\.tgz|\.txz|\.tbz2|\.zip|\.7z)$/
/** Smaller ones are not worth a word, bytes. */
const LEAST = 64 * 1024

export const archiveBesideContents: Rule = {
  id: 'archive-beside-contents',
  kind: 'leftover',
  title: t`Archives that lie beside what was unpacked from them`,
  why: t`What the archive holds is in the image a second time.`,
  *find(ground) {
    const {union, claims, names} = ground
    for (const node of nodesNamed(union, {ends: ENDINGS})) {
      const version = claims.visible(node)
      if (version < 0 || union.sizeOf(version) < LEAST) continue
      const folder = names.child(union.parent(node), union.name(node).replace(ENDING, ''))
      if (folder < 0 || folder === node || union.bytesBelow(folder, ground.lastLayer) === 0) continue
      for (const {source, layer, bytes, files} of claims.take([node])) {
        const path = union.path(node)
        yield {
          summary: t`layer ${source} holds /${path} beside the folder that was unpacked from it`,
          bytes,
          certainty: 'exact',
          layer: source,
          evidence: [{path, layer, bytes, files}],
          fix: ground.isBase(source) ? null : fixOf(ground, source, path, folder),
        }
      }
    }
  },
}

function fixOf(ground: Ground, layer: number, path: string, folder: number): Fix {
  const copying = copyingOf(ground.instruction(layer))
  const unpacker = layerOfContents(ground, folder)
  if (copying !== null && copying.from !== 'archive' && copying.hashed !== 'dir') {
    // ADD unpacks archives of the build context itself.
    const isFile = copying.hashed === 'file' || namedSource(copying, path) !== null
    const to = targetOf(ground.instruction(unpacker)?.text ?? '', path)
    if (copying.from === 'context' && isUnpacked(path) && isFile && to !== null) {
      const note = t`ADD unpacks it and keeps no archive: drop the step that does${unpacker > layer ? t`, in layer ${unpacker}` : ''}`
      return {file: 'Dockerfile', lines: [copyLine({...copying, to}, [], 'ADD')], note}
    }
    const names = (text: string) => text.includes(path.slice(path.lastIndexOf('/') + 1))
    return mountedInstead(ground, copying, {layer, last: ground.lastLayer, path}, names)
  }
  const joined = unpacker > layer ? joinedSteps(ground, layer, unpacker, removalOf([path])) : null
  if (joined !== null) return {file: 'Dockerfile', ...joined}
  return withoutPaths(stepOf(ground, layer), [path], t`in the step that unpacks it`)
}

/** The folder that a step says it unpacks to. */
const FOLDER = /(?:\s-C\s{0,4}|\s--directory[= ]|\s-d\s{1,4})(\/[^\s;&|'"]{0,400})/

/** Where it is unpacked as it is; null where the step changes what was in it. */
function targetOf(step: string, path: string): string | null {
  if (/--(?:strip|transform|exclude)/.test(step)) return null
  const folder = FOLDER.exec(step)?.[1] ?? `/${path.slice(0, Math.max(0, path.lastIndexOf('/')))}`
  return folder.endsWith('/') ? folder : `${folder}/`
}

/** The layer that stored the largest part of what was unpacked. */
function layerOfContents({union}: Ground, folder: number): number {
  let found = -1
  let most = 0
  for (let layer = 0; layer < union.layerCount; layer++) {
    const bytes = union.storedBelow(folder, layer)
    if (bytes > most) [found, most] = [layer, bytes]
  }
  return found
}
