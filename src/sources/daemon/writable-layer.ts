import {OPAQUE_NAME, whiteoutName} from '../../image/layer/whiteout.ts'
import {EntryType} from '../../image/tar/entry-type.ts'
import {lossyName} from '../../image/tar/name-text.ts'
import {packStream} from '../../image/tar/pack-stream.ts'
import {noContent, type StreamedMember, streamMembers} from '../../image/tar/stream-members.ts'
import {t} from '../../text/translate.ts'
import type {ContainerChange} from '../engine/container-api.ts'

type Chunks = AsyncIterable<Uint8Array>

/** What a container's own file system is read by. */
export interface ContainerFiles {
  /**
   * a tar of one path and all below it; null where it is gone by now. `path` has no leading slash. Absent where links can't be
   * had so: Podman gives what they lead to
   */
  readonly archive?: (path: string) => Promise<Chunks | null>
  /** a tar of everything */
  everything(): Chunks
  /** bytes of everything, roughly */
  readonly size: number
}

/** What an engine exports in the time that one archive of a path takes it: each mounts the container's file system anew. */
const BYTES_AN_ARCHIVE = 30_000_000

/**
 * The tar of the layer that a container's changes would make: whiteouts for what is gone (image-spec layer.md), and what was
 * added or modified as it is now. Throws what reading throws.
 */
export function writableLayer(changes: readonly ContainerChange[], files: ContainerFiles): Chunks {
  return packStream(members(changes, files))
}

async function* members(changes: readonly ContainerChange[], files: ContainerFiles): AsyncIterable<StreamedMember> {
  const kept = new Map<string, ContainerChange>()
  const deleted = new Set<string>()
  // A folder that was deleted and made again is told twice, or only by what lies in it now.
  for (const change of changes) {
    if (change.kind === 'deleted') deleted.add(change.path)
    else kept.set(change.path, change)
  }
  const made = new Set([...kept.keys()].flatMap(parents))
  for (const path of [...deleted].sort()) {
    if (made.has(path) || kept.has(path)) yield whiteout(`${path}/${OPAQUE_NAME}`)
    else if (!parents(path).some(parent => deleted.has(parent))) yield whiteout(besideOf(path))
  }
  const roots = archiveRoots(kept)
  const recreated = [...deleted].filter(path => made.has(path) && !kept.has(path))
  for (const path of recreated) roots.push({path, alone: true})
  const {archive} = files
  if (roots.length === 0) return
  if (archive === undefined || roots.length * BYTES_AN_ARCHIVE > files.size) {
    const wanted = new Set([...kept.keys(), ...recreated])
    yield* ofEverything(files, path => wanted.has(path))
    return
  }
  for (const root of roots.sort((a, b) => (a.path < b.path ? -1 : 1))) yield* ofArchive(archive, root, kept)
}

/** A path whose archive is asked for. */
interface ArchiveRoot {
  readonly path: string
  /** only the path itself is wanted, nothing below */
  readonly alone: boolean
}

/** What was added comes with all below it; of what was modified only the path itself is new. */
function archiveRoots(kept: ReadonlyMap<string, ContainerChange>): ArchiveRoot[] {
  return [...kept.values()]
    .filter(({path, kind}) => kind === 'modified' || !parents(path).some(parent => kept.get(parent)?.kind === 'added'))
    .map(({path, kind}) => ({path, alone: kind === 'modified'}))
}

async function* ofArchive(
  ask: NonNullable<ContainerFiles['archive']>,
  {path, alone}: ArchiveRoot,
  kept: ReadonlyMap<string, ContainerChange>,
): AsyncIterable<StreamedMember> {
  const archive = await ask(path)
  if (archive === null) return
  // Names in it begin with the last part of the path.
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  for await (const member of streamMembers(archive, t`What the engine copies`)) {
    const moved = inFolder(member, folder)
    // A volume may lie below what was added: its files are not of the layer.
    const name = lossyName(moved.name)
    if (name === path || (!alone && kept.has(name))) yield moved
    if (alone) return
  }
}

async function* ofEverything(
  files: ContainerFiles,
  isWanted: (path: string) => boolean,
): AsyncIterable<StreamedMember> {
  for await (const member of streamMembers(files.everything(), t`The container's export`)) {
    const moved = inFolder(member, '')
    if (isWanted(lossyName(moved.name))) yield moved
  }
}

function inFolder(member: StreamedMember, folder: string): StreamedMember {
  const name = `${folder}${plain(member.name)}`
  const isHardLink = member.type === EntryType.hardlink && member.link !== null
  return {...member, name, link: isHardLink ? `${folder}${plain(member.link!)}` : member.link}
}

function plain(name: string): string {
  return name.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')
}

/** The folders above a path, the nearest last. */
function parents(path: string): string[] {
  const parts = path.split('/')
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'))
}

function besideOf(path: string): string {
  const at = path.lastIndexOf('/') + 1
  return `${path.slice(0, at)}${whiteoutName(path.slice(at))}`
}

function whiteout(name: string): StreamedMember {
  return {
    name,
    type: EntryType.file,
    size: 0,
    isSparse: false,
    link: null,
    mode: 0,
    uid: 0,
    gid: 0,
    seconds: 0,
    major: 0,
    minor: 0,
    xattrs: null,
    content: noContent(),
  }
}
