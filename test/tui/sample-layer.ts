import {LayerBuilder} from '../../src/image/layer/layer-builder.ts'
import type {LayerIndex} from '../../src/image/layer/layer-index.ts'
import type {Digest} from '../../src/image/oci/digest.ts'
import {EntryType} from '../../src/image/tar/entry-type.ts'
import {Member} from '../../src/image/tar/tar-parser.ts'

export interface SampleEntry {
  /** ends with / for a folder */
  readonly path: string
  readonly size?: number
  /** what the file begins with; the rest of its size is a comment */
  readonly content?: string
  readonly link?: string
  readonly hard?: boolean
  readonly mode?: number
  readonly owner?: readonly [number, number]
  readonly seconds?: number
}

const START = Date.UTC(2026, 9, 1) / 1000

/** A layer's index without a tar: `path` or `path size`, or an entry spelled out. */
export function sampleLayer(
  entries: readonly (string | SampleEntry)[],
  compression: 'none' | 'gzip' = 'none',
): LayerIndex {
  const builder = new LayerBuilder()
  let offset = 0
  for (const each of entries) {
    const entry = typeof each === 'string' ? shorthand(each) : each
    const member = new Member()
    const name = Buffer.from(entry.path)
    member.name = name
    member.nameEnd = name.length
    member.type = typeOf(entry)
    member.mode =
      entry.mode ?? (member.type === EntryType.directory ? 0o755 : member.type === EntryType.symlink ? 0o777 : 0o644)
    ;[member.uid, member.gid] = entry.owner ?? [0, 0]
    member.size = member.stored = entry.size ?? 0
    member.seconds = entry.seconds ?? START
    const link = Buffer.from(entry.link ?? '')
    member.link = link
    member.linkEnd = link.length
    member.contentOffset = offset + 512
    offset += 512 + Math.ceil(member.stored / 512) * 512
    builder.entry(member)
    if (builder.keepsLast) {
      const bytes = Buffer.from((entry.content ?? '').padEnd(member.size, '#'))
      builder.kept.fill(bytes, 0, member.size)
    }
  }
  const tarSize = offset + 1024
  return builder.build({
    tarSize,
    diffId: null,
    blobDigest: null,
    compression,
    blobSize: compression === 'none' ? tarSize : Math.round(tarSize / 3),
    damage: null,
  })
}

function shorthand(text: string): SampleEntry {
  const [path = '', size = '0'] = text.split(' ')
  return {path, size: Number(size)}
}

function typeOf({path, link, hard}: SampleEntry): number {
  if (link !== undefined) return hard === true ? EntryType.hardlink : EntryType.symlink
  return path.endsWith('/') ? EntryType.directory : EntryType.file
}

/** A digest that is one, and nothing's. */
export function sampleDigest(seed: number): Digest {
  return `sha256:${(seed * 2654435761 + 12345).toString(16).padStart(9, '7').repeat(8).slice(0, 64)}` as Digest
}
