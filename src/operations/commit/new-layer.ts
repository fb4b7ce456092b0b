import {basename} from 'node:path'
import {OPAQUE_NAME, whiteoutName} from '../../image/layer/whiteout.ts'
import {LensError} from '../../image/oci/error.ts'
import {EntryType} from '../../image/tar/entry-type.ts'
import {noContent, type StreamedMember} from '../../image/tar/stream-members.ts'
import {t} from '../../text/translate.ts'
import {type AddingOptions, type Addition, addedMembers} from './added.ts'
import {cleaned, type TargetTree} from './target-tree.ts'

/** What a new layer does to the tree below it. */
export interface LayerWork extends AddingOptions {
  readonly additions: readonly Addition[]
  /** paths that are to be gone, as typed */
  readonly removals: readonly string[]
}

/** How many paths a new layer has, and takes away. */
export interface LayerCount {
  added: number
  readonly removed: number
}

/**
 * The members of a new layer (image-spec layer.md): whiteouts first, then what is added, each below its folders as the tree has
 * them. What is removed and added again is hidden by being replaced; a folder by an opaque mark. Throws `not-found`, `usage`,
 * and what reading the additions throws.
 */
export async function newLayer(
  tree: TargetTree,
  work: LayerWork,
): Promise<{readonly members: AsyncIterable<StreamedMember>; readonly count: LayerCount}> {
  const named = new Set(work.removals.map(path => tree.existing(path)))
  // What lies in a folder that goes goes with it: a whiteout there would need the folder, and bring it back.
  const removed = [...named].filter(path => !parentsOf(path).some(parent => named.has(parent))).sort()
  const places = work.additions.map(addition => new Place(addition, tree))
  const added = removed.length === 0 ? new Map<string, boolean>() : await addedPaths(places, work)
  const count: LayerCount = {added: 0, removed: removed.length}
  const written = new Set<string>(['']) // the root needs no entry
  const {owner, youngest} = work

  async function* members(): AsyncIterable<StreamedMember> {
    for (const path of removed) {
      if (added.get(path) === false) continue
      yield* foldersOf(tree, path, written)
      if (added.get(path) === true || hasBelow(added, path)) {
        if (!written.has(path)) yield tree.folderMember(path)
        written.add(path)
        yield mark(`${path}/${OPAQUE_NAME}`)
      } else yield mark(within(parentOf(path), whiteoutName(basename(path))))
    }
    for (const [i, addition] of work.additions.entries()) {
      const place = places[i]!
      yield* foldersOf(tree, within(place.root, 'x'), written)
      for await (const member of addedMembers(addition, {owner, youngest})) {
        const placed = place.put(member)
        if (placed === null) continue
        yield* foldersOf(tree, placed.name, written)
        if (placed.type === EntryType.directory) written.add(placed.name)
        count.added++
        yield placed
      }
    }
  }
  return {members: members(), count}
}

/** Every path that is added: true for a folder. */
async function addedPaths(places: readonly Place[], {owner, youngest}: LayerWork): Promise<Map<string, boolean>> {
  const paths = new Map<string, boolean>()
  for (const place of places) {
    for await (const member of addedMembers(place.addition, {owner, youngest})) {
      const placed = place.put(member)
      if (placed !== null) paths.set(placed.name, placed.type === EntryType.directory)
    }
  }
  return paths
}

function hasBelow(paths: ReadonlyMap<string, boolean>, folder: string): boolean {
  for (const path of paths.keys()) if (path.startsWith(`${folder}/`)) return true
  return false
}

/** Where in the image an addition's members come to lie. */
class Place {
  readonly addition: Addition
  readonly root: string
  private readonly tree: TargetTree
  private readonly name: string | null

  constructor(addition: Addition, tree: TargetTree) {
    const {kind, target, path} = addition
    this.addition = addition
    this.tree = tree
    // A file is given a name, or put into a folder, as cp does.
    const isNamed = kind === 'file' && target !== null && !target.endsWith('/') && !isFolderThere(tree, target)
    this.root = tree.folder(isNamed ? target.slice(0, target.lastIndexOf('/') + 1) : (target ?? '/'))
    this.name = kind !== 'file' ? null : isNamed ? basename(target) : basename(path)
  }

  /** A member where it belongs; null for one that adds nothing: the root, and a folder that is there by a link. */
  put(member: StreamedMember): StreamedMember | null {
    const inside = this.name ?? insideOf(member.name, this.addition)
    if (inside === '') return null
    const path = this.followed(inside)
    const {link, type} = member
    if (type === EntryType.directory && this.tree.linkedFolder(path) !== null) return null
    if (type !== EntryType.hardlink) return {...member, name: path}
    return {...member, name: path, link: this.followed(insideOf(link ?? '', this.addition))}
  }

  /** A path below the target, where folders above it that are links lead. */
  private followed(inside: string): string {
    const parts = inside.split('/')
    let at = this.root
    for (const part of parts.slice(0, -1)) {
      const next = within(at, part)
      at = this.tree.linkedFolder(next) ?? next
    }
    return within(at, parts.at(-1)!)
  }
}

function isFolderThere(tree: TargetTree, target: string): boolean {
  const path = cleaned(target)
  return tree.isFolder(path) || tree.linkedFolder(path) !== null
}

/** A member's path without what leads nowhere. Throws `usage` for one that leads out. */
function insideOf(name: string, {path}: Addition): string {
  const parts = name.split('/').filter(part => part !== '' && part !== '.')
  if (!parts.includes('..')) return parts.join('/')
  throw new LensError('usage', t`${path} holds ${name}, which leads out of it.`, {
    advice: t`Pack it anew without such names.`,
  })
}

/** The folders above a path that have not been written, the outermost first. */
function* foldersOf(tree: TargetTree, path: string, written: Set<string>): Iterable<StreamedMember> {
  for (const folder of parentsOf(path)) {
    if (written.has(folder)) continue
    written.add(folder)
    yield tree.folderMember(folder)
  }
}

/** image-spec layer.md, Whiteouts: an empty file of root's. */
function mark(name: string): StreamedMember {
  return {
    ...{name, type: EntryType.file, size: 0, isSparse: false, link: null, mode: 0, uid: 0, gid: 0, seconds: 0},
    ...{major: 0, minor: 0, xattrs: null},
    content: noContent(),
  }
}

/** The folders above a path, the outermost first; not the root. */
function parentsOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

const within = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`)
const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))
