import {createReadStream, lstatSync, readdirSync, readlinkSync, realpathSync, type Stats, statSync} from 'node:fs'
import {basename, join} from 'node:path'
import {LensError} from '../../image/oci/error.ts'
import {decompress, sniffCompression} from '../../image/tar/decompress.ts'
import {EntryType} from '../../image/tar/entry-type.ts'
import {BLOCK, checksumHolds} from '../../image/tar/header.ts'
import {sniffed} from '../../image/tar/sniffed.ts'
import {noContent, type StreamedMember, streamMembers} from '../../image/tar/stream-members.ts'
import {fileFailure} from '../../sources/disk/file-failure.ts'
import {readAt, withFile} from '../../sources/disk/file-region.ts'
import {t} from '../../text/translate.ts'

/** What is to be added to an image: a folder's contents, a tar's members, or a file. */
export interface Addition {
  readonly path: string
  /** where it goes in the image, as typed; null: the root, for a file its own name there */
  readonly target: string | null
  readonly kind: 'folder' | 'tar' | 'file'
}

/** Takes `PATH[:/TARGET]` apart and looks what is there. Throws `not-found`, `io`, `usage` for what can't be added. */
export function parseAddition(text: string): Addition {
  const colon = text.lastIndexOf(':/')
  const path = colon > 0 ? text.slice(0, colon) : text
  const target = colon > 0 ? text.slice(colon + 1) : null
  return {path, target, kind: kindOf(path)}
}

function kindOf(path: string): Addition['kind'] {
  try {
    const facts = statSync(path)
    if (facts.isDirectory()) return 'folder'
    if (facts.isFile()) return isTar(path) ? 'tar' : 'file'
  } catch (cause) {
    throw fileFailure(path, cause)
  }
  throw new LensError('usage', t`${path} is neither a folder nor a file.`)
}

/** A plain or a compressed tar, by its first bytes: a compressed one is looked into when it is read. */
function isTar(path: string): boolean {
  const head = withFile(path, file => readAt(file.fd, 0, Math.min(file.size, BLOCK)))
  if (head.length >= BLOCK && checksumHolds(head, 0, null)) return true
  return /\.(?:tar|tgz|tar\.\w+)$/.test(path) && head.length >= 6 && sniffCompression(head) !== 'none'
}

/** What is changed of the attributes of all that is added. */
export interface AddingOptions {
  /** whose files are in the image; null: root's for a folder or a file, as the tar says for a tar */
  readonly owner: readonly [uid: number, gid: number] | null
  /** seconds since 1970; nothing is younger in the image. Null: as it is */
  readonly youngest: number | null
}

/** What is added, as members with paths relative to the target; parents before children, in the order of their names. */
export async function* addedMembers({path, kind}: Addition, options: AddingOptions): AsyncIterable<StreamedMember> {
  const settle = (member: StreamedMember): StreamedMember => ({
    ...member,
    ...(options.owner === null ? {} : {uid: options.owner[0], gid: options.owner[1]}),
    seconds: options.youngest === null ? member.seconds : Math.min(member.seconds, options.youngest),
  })
  if (kind === 'tar') {
    const {compression, chunks} = await sniffed(createReadStream(path, {highWaterMark: 1 << 20}))
    for await (const member of streamMembers(decompress(chunks, compression), path)) {
      // To write it out would take all of its holes.
      if (member.isSparse)
        throw new LensError(
          'usage',
          t`${member.name} is stored as a sparse file; pack the archive again without tar's --sparse.`,
        )
      yield settle(member)
    }
    return
  }
  const links = new Map<string, string>()
  // What is named itself may be a link, which only means something here; links in a folder are its contents.
  if (kind === 'file') yield settle(memberOf(realpathSync(path), basename(path), links))
  else for (const member of folderMembers(path, '', links)) yield settle(member)
}

function* folderMembers(folder: string, inside: string, links: Map<string, string>): Iterable<StreamedMember> {
  const names = readdirSync(folder).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  for (const name of names) {
    const path = join(folder, name)
    if (name.includes('\ufffd')) {
      throw new LensError('usage', t`A name below ${folder} is not UTF-8: it can't be added from a folder.`, {
        advice: t`Pack it and add the tar: tar -C DIR -cf layer.tar .`,
      })
    }
    const member = memberOf(path, inside === '' ? name : `${inside}/${name}`, links)
    if (member.type < 0) continue
    yield member
    if (member.type === EntryType.directory) yield* folderMembers(path, member.name, links)
  }
}

/** A path of this machine as a member; a second name of a file is a hard link to the first. Sockets have the type −1. */
function memberOf(path: string, name: string, links: Map<string, string>): StreamedMember {
  const facts = lstatSync(path)
  const key = `${facts.dev}:${facts.ino}`
  const first = facts.nlink > 1 && facts.isFile() ? links.get(key) : undefined
  if (facts.nlink > 1 && facts.isFile() && first === undefined) links.set(key, name)
  const type = first === undefined ? typeOf(facts) : EntryType.hardlink
  return {
    ...{name, type, mode: facts.mode & 0o7777, uid: 0, gid: 0, seconds: Math.floor(facts.mtimeMs / 1000)},
    ...{size: type === EntryType.file ? facts.size : 0, isSparse: false},
    link: first ?? (facts.isSymbolicLink() ? readlinkSync(path) : null),
    // makedev(3)
    ...{major: (facts.rdev >> 8) & 0xfff, minor: (facts.rdev & 0xff) | ((facts.rdev >> 12) & 0xfff00), xattrs: null},
    content: type === EntryType.file ? contentOf(path, facts.size) : noContent(),
  }
}

function typeOf(facts: Stats): number {
  if (facts.isFile()) return EntryType.file
  if (facts.isDirectory()) return EntryType.directory
  if (facts.isSymbolicLink()) return EntryType.symlink
  if (facts.isFIFO()) return EntryType.fifo
  if (facts.isCharacterDevice()) return EntryType.char
  return facts.isBlockDevice() ? EntryType.block : -1
}

/** A file's bytes. Throws `io` where it changed its size since it was looked at. */
async function* contentOf(path: string, size: number): AsyncIterable<Uint8Array> {
  let left = size
  if (size > 0) {
    for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20}) as AsyncIterable<Buffer>) {
      left -= chunk.length
      if (left < 0) break
      yield chunk
    }
  }
  if (left !== 0) {
    throw new LensError('io', t`${path} changed while it was read.`, {
      advice: t`Wait until nobody writes there, and try again.`,
    })
  }
}
