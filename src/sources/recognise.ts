import {lstatSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {t} from '../text/translate.ts'
import {type ArchiveMembers, listMembers} from './archive/archive-members.ts'
import type {ArchiveKind} from './archive/archive-source.ts'
import {fileFailure} from './disk/file-failure.ts'
import {readAt, withFile} from './disk/file-region.ts'

/** What a path is, told by its content, never by its name. */
export type Recognised = HoldsImage | NotAnImage

export type HoldsImage = {readonly kind: 'oci' | 'dir'} | {readonly kind: ArchiveKind; readonly archive: ArchiveMembers}

/** Everything that a path can be and that holds no image for us. */
export type NotAnImage =
  | {readonly kind: 'cut-archive'; readonly archive: ArchiveMembers}
  | {readonly kind: 'wrapped'; readonly folder: string}
  | {readonly kind: TarKind | CompressionOfFile | PlainFile | FolderKind | 'special'}

export type TarKind = 'tar' | 'root-filesystem'
export type CompressionOfFile = 'gzip' | 'zstd' | 'bzip2' | 'xz'
export type PlainFile = 'empty' | 'zeros' | 'web-page' | 'json' | 'lfs-pointer' | 'zip' | 'singularity' | 'unknown'
export type FolderKind = 'folder' | 'unpacked-archive' | 'root-folder' | 'broken-layout'

/** Looks at a path. Throws only where it can't be looked at: `not-found` or `io`. Never waits for a pipe or a device. */
export function recogniseFile(path: string): Recognised {
  let stat: ReturnType<typeof statSync>
  try {
    stat = statSync(path)
  } catch (cause) {
    throw danglingLink(path) ?? fileFailure(path, cause)
  }
  if (stat!.isDirectory()) return {kind: recogniseFolder(path)}
  if (!stat!.isFile()) return {kind: 'special'}
  const head = withFile(path, file => readAt(file.fd, 0, Math.min(HEAD, file.size)))
  return recogniseHead(head) ?? recogniseTar(path, head)
}

/** True for what a source can be opened on. */
export function holdsImage(recognised: Recognised): recognised is HoldsImage {
  return ['oci', 'dir', 'docker-archive', 'oci-archive', 'old-docker-archive'].includes(recognised.kind)
}

const HEAD = 4096

function danglingLink(path: string): Error | null {
  try {
    if (!lstatSync(path).isSymbolicLink()) return null
  } catch {
    return null
  }
  return fileFailure(t`that ${path} links to`, Object.assign(new Error('dangling'), {code: 'ENOENT'}))
}

const MAGIC: readonly (readonly [CompressionOfFile | PlainFile, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
]

/** What the first bytes alone say; null where it may be a tar. */
function recogniseHead(head: Uint8Array): Recognised | null {
  if (head.length === 0) return {kind: 'empty'}
  for (const [kind, magic] of MAGIC) if (magic.every((byte, i) => head[i] === byte)) return {kind}
  // zstd may start with a skippable frame.
  if ((head[0]! & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18) return {kind: 'zstd'}
  const text = new TextDecoder().decode(head)
  // Singularity's image format names itself after a line that runs it.
  if (text.slice(0, 64).includes('SIF_MAGIC')) return {kind: 'singularity'}
  return null
}

function recogniseText(head: Uint8Array): PlainFile {
  const text = new TextDecoder().decode(head).trimStart().toLowerCase()
  if (/^(<!--[\s\S]*?-->\s*)?<(!doctype html|html|head|body)\b/.test(text)) return 'web-page'
  if (/^<\?xml\b/.test(text)) return 'web-page'
  if (text.startsWith('version https://git-lfs')) return 'lfs-pointer'
  if (/^[[{]\s*["{\]}]/.test(text)) return 'json'
  return 'unknown'
}

function recogniseTar(path: string, head: Uint8Array): Recognised {
  const archive = listMembers(path)
  const {members} = archive
  if (members.size === 0) {
    if (head.length >= 512 && head.every(byte => byte === 0)) return {kind: 'zeros'}
    // A file cut within its first header is too short to be told; nothing of it is lost.
    return {kind: recogniseText(head)}
  }
  if (members.has('manifest.json')) return {kind: 'docker-archive', archive}
  if (members.has('index.json') && (members.has('oci-layout') || holdsBlobs(archive)))
    return {kind: 'oci-archive', archive}
  if (members.has('repositories') || isUnnamedSave(archive)) return {kind: 'old-docker-archive', archive}
  if (looksLikeArchive(archive)) return {kind: 'cut-archive', archive}
  const folder = wrappingFolder(archive)
  if (folder !== null) return {kind: 'wrapped', folder}
  return {kind: isRootFilesystem(name => members.has(name)) ? 'root-filesystem' : 'tar'}
}

function holdsBlobs({members}: ArchiveMembers): boolean {
  for (const name of members.keys()) if (name.startsWith('blobs/')) return true
  return false
}

/** What Docker before 1.10 saved by ID alone: without `repositories`, and whole, since nothing else tells it from a cut file. */
function isUnnamedSave({members, fileSize, cutIn, damage}: ArchiveMembers): boolean {
  if (cutIn !== null || damage !== null) return false
  let end = 0
  let described = false
  for (const [name, {offset, size}] of members) {
    end = Math.max(end, offset + Math.ceil(size / 512) * 512)
    described ||= /^[0-9a-f]{64}\/json$/.test(name)
    if (/^[0-9a-f]{64}\.json$/.test(name)) return false
  }
  // The end mark is two empty blocks.
  return described && fileSize >= end + 1024
}

/** Members that only image archives have: the documents that say so come last in many of them, and may be cut off. */
function looksLikeArchive({members}: ArchiveMembers): boolean {
  if (members.has('oci-layout')) return true
  for (const name of members.keys()) {
    if (
      /^(blobs\/sha256\/[0-9a-f]{64}|(sha256:)?[0-9a-f]{64}(|\.json|\.tar|\.tar\.gz|\/layer\.tar|\/json|\/VERSION))$/.test(
        name,
      )
    )
      return true
  }
  return false
}

/** The one folder around a layout or an unpacked archive that somebody packed from outside; null for other tars. */
function wrappingFolder({members}: ArchiveMembers): string | null {
  for (const name of members.keys()) {
    const found = /^([^/]+)\/(oci-layout|manifest\.json)$/.exec(name)
    if (found && (found[2] === 'oci-layout' || members.has(`${found[1]}/blobs`))) return found[1]!
  }
  return null
}

const ROOT_FOLDERS = ['bin', 'etc', 'usr', 'lib', 'var', 'sbin', 'dev', 'proc', 'root']

function isRootFilesystem(has: (name: string) => boolean): boolean {
  return has('.dockerenv') || ROOT_FOLDERS.filter(has).length >= 3
}

function recogniseFolder(path: string): FolderKind | 'oci' | 'dir' {
  let names: Set<string>
  try {
    names = new Set(readdirSync(path))
  } catch (cause) {
    throw fileFailure(path, cause)
  }
  if (names.has('index.json') && (names.has('oci-layout') || names.has('blobs'))) return 'oci'
  if (names.has('oci-layout')) return 'broken-layout'
  if (names.has('manifest.json')) return isDirTransport(path, names) ? 'dir' : 'unpacked-archive'
  return isRootFilesystem(name => names.has(name)) ? 'root-folder' : 'folder'
}

/** skopeo's `dir:` says so in a file named `version`. */
function isDirTransport(path: string, names: ReadonlySet<string>): boolean {
  if (!names.has('version')) return false
  try {
    const head = withFile(join(path, 'version'), file => readAt(file.fd, 0, Math.min(64, file.size)))
    return new TextDecoder().decode(head).startsWith('Directory Transport')
  } catch {
    return false
  }
}
