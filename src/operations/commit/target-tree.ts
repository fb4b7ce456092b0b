import {resolvePath} from '../../image/filesystem/resolve-path.ts'
import type {Union} from '../../image/filesystem/union.ts'
import {LensError} from '../../image/oci/error.ts'
import {EntryType} from '../../image/tar/entry-type.ts'
import {lossyName, nameBytes, nameText} from '../../image/tar/name-text.ts'
import {noContent, type StreamedMember} from '../../image/tar/stream-members.ts'
import {t} from '../../text/translate.ts'

/** The tree that a new layer comes to lie on. Paths have no leading slash; their names are those of `nameText`. */
export class TargetTree {
  private readonly union: Union | null
  private readonly last: number

  /** `union`: null for an image without layers */
  constructor(union: Union | null) {
    this.union = union
    this.last = union === null ? -1 : union.layerCount - 1
  }

  /** The path of something that is there, links on the way followed, itself not. Throws `not-found`, `usage` for the root. */
  existing(text: string): string {
    const found = this.union === null ? null : resolvePath(this.union, text, this.last, {followLast: false})
    if (found?.kind !== 'found') {
      throw new LensError('not-found', t`There is no ${text} in the image.`, {
        advice: t`See what is there: layerlens ls IMAGE /`,
      })
    }
    if (found.node !== 0) return this.pathOf(found.node)
    throw new LensError('usage', t`The root of an image can’t be removed.`, {advice: t`Name what is in it.`})
  }

  /** Where a folder's contents go: links are followed as a process inside the image would. Throws `usage` where a file stands. */
  folder(text: string): string {
    if (this.union === null) return cleaned(text)
    const found = resolvePath(this.union, text, this.last)
    if (found.kind === 'missing') return cleaned(found.path)
    if (found.kind === 'found' && (found.node === 0 || this.union.isDirectory(found.version)))
      return this.pathOf(found.node)
    throw new LensError('usage', t`${text} is no folder in the image.`, {
      advice: t`Name another place behind the colon, or remove it first: --remove PATH`,
    })
  }

  /** Whether a folder stands there, no link that leads to one. */
  isFolder(path: string): boolean {
    const version = this.versionOf(path)
    return path === '' || (version !== null && this.union!.isDirectory(version))
  }

  /** Where the folder at a path lies really, where a link stands there that leads to one; null where none does. */
  linkedFolder(path: string): string | null {
    if (this.union === null) return null
    const version = this.versionOf(path)
    if (version === null || this.union.type(version) !== 'symlink') return null
    const found = resolvePath(this.union, lossyName(path), this.last)
    return found.kind === 'found' && this.union.isDirectory(found.version) ? this.pathOf(found.node) : null
  }

  /** A folder's entry as it stands in the tree, so that adding below it changes nothing of it; a new one is root's. */
  folderMember(path: string): StreamedMember {
    const version = this.versionOf(path)
    const at = version === null ? null : this.union!.entryOf(version)
    const isThere = at !== null && at.layer.type(at.entry) === 'directory'
    const [uid, gid] = isThere ? at.layer.owner(at.entry) : [0, 0]
    const xattrs = isThere ? Object.entries(at.layer.xattrs(at.entry)) : []
    return {
      ...{name: path, type: EntryType.directory, size: 0, isSparse: false, link: null, uid, gid, major: 0, minor: 0},
      mode: isThere ? at.layer.columns.entryMode[at.entry]! : 0o755,
      seconds: isThere ? at.layer.columns.entrySeconds[at.entry]! : 0,
      xattrs: xattrs.length === 0 ? null : Object.fromEntries(xattrs),
      content: noContent(),
    }
  }

  private versionOf(path: string): number | null {
    const {union} = this
    if (union === null) return null
    let node = 0
    for (const part of path.split('/')) {
      if (part === '') continue
      const name = nameBytes(part)
      const child = union.children(node).find(each => union.isNamed(each, name))
      if (child === undefined) return null
      node = child
    }
    const version = union.versionAt(node, this.last)
    return version < 0 ? null : version
  }

  private pathOf(node: number): string {
    const names: string[] = []
    for (let n = node; n > 0; n = this.union!.parent(n)) names.push(nameText(this.union!.nameBytes(n).slice()))
    return names.reverse().join('/')
  }
}

/** A path without leading slash, without `.` and `..`. */
export function cleaned(text: string): string {
  const parts: string[] = []
  for (const part of text.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}
