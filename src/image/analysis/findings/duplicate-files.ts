import {shellWord} from '../../../text/shell-words.ts'
import {counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {attributeDifferences} from '../../filesystem/attribute-differences.ts'
import type {Union} from '../../filesystem/union.ts'
import {andThen} from '../dockerfile.ts'
import type {Evidence, Fix} from '../finding.ts'
import {copyingOf, copyLine, sourcePath} from '../fixes/copying.ts'
import {stepOf} from '../fixes/dropped.ts'
import {notCopied} from '../fixes/kept-out.ts'
import type {Ground, Rule} from '../ground.ts'

export const duplicateFiles: Rule = {
  id: 'duplicate-files',
  kind: 'leftover',
  title: t`The same content at several paths`,
  why: t`A layer stores the bytes once for each path; a link would store them once.`,
  *find(ground) {
    const copies = copiesByLayer(ground)
    for (const [layer, {folders, files, bytes, example}] of [...copies].sort(([a], [b]) => a - b)) {
      const evidence = [...folders.values()].sort((a, b) => b.bytes - a.bytes)
      yield {
        summary:
          files === 1
            ? t`layer ${layer} stores /${example.copy}, which the image has as /${example.first} too`
            : t`layer ${layer} stores ${counted(files, 'file', 'files')} that the image has elsewhere too, such as /${example.copy} (as /${example.first})`,
        bytes,
        certainty: 'about',
        layer,
        evidence,
        fix: ground.isBase(layer) ? null : fixOf(ground, layer, example),
      }
    }
  },
}

function fixOf(ground: Ground, layer: number, {first, copy, source, link, differs}: Copies['example']): Fix {
  const [from, to] = [shellWord(`/${first}`), shellWord(`/${copy}`)]
  const copying = copyingOf(ground.instruction(layer))
  const unless = differs ? t`, if one mode and owner will do` : ''
  if (copying === null) {
    const note = t`in the step that makes the copy${unless}, or do not make it`
    const instruction = stepOf(ground, layer)
    if (instruction?.verb !== 'RUN') return {file: 'Dockerfile', lines: [`${link} ${from} ${to}`], note}
    const {lines, where} = andThen(instruction, `${link} ${from} ${to}`)
    return {file: 'Dockerfile', lines, note: where === '' ? note : t`${where}${unless}; or do not make the copy`}
  }
  const lines = [`RUN ln -s ${from} ${to}`]
  const {file, lines: out, note} = notCopied(copying, [copy], '')
  if (file !== '.dockerignore') {
    const kept = [...out, note].join(' ')
    return {file: 'Dockerfile', lines, note: t`in place of the copy${unless}; ${kept}`}
  }
  // Left out of the context by its name alone, or by the same one, the first would not come either.
  const other = copyingOf(ground.instruction(source))
  const isApart =
    sourcePath(copying, copy) !== null && (other === null || sourcePath(other, first) !== sourcePath(copying, copy))
  const kept = isApart ? t`with ${out[0]} in .dockerignore` : t`leave it out of \`${copyLine(copying)}\``
  return {file: 'Dockerfile', lines, note: t`in place of the copy${unless}; ${kept}`}
}

interface Copies {
  readonly folders: Map<string, Evidence>
  files: number
  bytes: number
  /** of the largest; `source`: the layer that brought the first */
  readonly example: {readonly first: string; readonly copy: string; readonly source: number} & Linking
}

interface Linking {
  /** what makes a link of the copy */
  readonly link: 'ln -f' | 'ln -sf'
  /** mode, owner or extended attributes of the two are not the same */
  readonly differs: boolean
}

/**
 * A hard link has one mode and one owner for all its names; and one that leads into a layer below stores the file again, since
 * an overlay copies it up first.
 */
function linking(union: Union, first: number, copy: number): Linking {
  const {versionLayer} = union.columns
  const differs = attributeDifferences(union, first, copy).some(({attribute}) => attribute !== 'mtime')
  return {link: differs || versionLayer[first] !== versionLayer[copy] ? 'ln -sf' : 'ln -f', differs}
}

/**
 * A file that runs with the rights of its owner or group, or with capabilities: a link in its place would not, and a link to it
 * would give them to another name.
 */
function givesRights(union: Union, version: number): boolean {
  const at = union.entryOf(version)
  if (at === null) return false
  const {layer, entry} = at
  return (layer.columns.entryMode[entry]! & SETUID_OR_SETGID) !== 0 || CAPABILITY in layer.xattrs(entry)
}

const SETUID_OR_SETGID = 0o6000
/** capabilities(7) */
const CAPABILITY = 'security.capability'

/** All but the first of each group, claimed, by the layer that brought them and the folder they lie in. */
function copiesByLayer(ground: Ground): Map<number, Copies> {
  const {union, claims, duplicates} = ground
  const {versionNode} = union.columns
  const worth = (group: Int32Array) => union.sizeOf(group[0]!) * (group.length - 1)
  const found = new Map<number, Copies>()
  for (const group of [...(duplicates ?? [])].sort((a, b) => worth(b) - worth(a))) {
    // What another finding takes away cannot be the one that stays.
    const left = group.filter(version => claims.isFree(version) && !givesRights(union, version))
    const first = left.find(version => claims.namesOf(version) > 1) ?? left[0]
    if (first === undefined) continue
    claims.keep(first)
    for (const version of left) {
      if (claims.namesOf(version) > 1 || version === first) continue
      const node = versionNode[version]!
      const claim = claims.visible(node) === version ? claims.take([node])[0] : undefined
      if (claim === undefined) continue
      const {source, layer, bytes} = claim
      const copies = found.get(source) ?? {
        folders: new Map<string, Evidence>(),
        files: 0,
        bytes: 0,
        example: {
          first: union.path(versionNode[first]!),
          copy: union.path(node),
          source: claims.sourceOf(first),
          ...linking(union, first, version),
        },
      }
      found.set(source, copies)
      copies.files++
      copies.bytes += bytes
      const folder = union.parent(node)
      const key = `${folder} ${layer}`
      const before = copies.folders.get(key)
      copies.folders.set(key, {
        path: before?.path ?? union.path(folder),
        layer,
        bytes: (before?.bytes ?? 0) + bytes,
        files: (before?.files ?? 0) + 1,
      })
    }
  }
  return found
}
