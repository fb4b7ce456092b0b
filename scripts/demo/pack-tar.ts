import {pack} from 'tar-stream'

/** A member to be written. */
export interface PackEntry {
  /** no leading slash */
  readonly path: string
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink'
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** whole seconds since 1970 */
  readonly mtime: number
  /** a regular file's content */
  readonly content?: Uint8Array
  /** of a symlink as it is; of a hard link the path of the file, without a leading slash */
  readonly linkTarget?: string
  /** text attributes by name, such as user.note */
  readonly xattrs?: Readonly<Record<string, string>>
}

const TYPES = {file: 'file', directory: 'directory', symlink: 'symlink', hardlink: 'link'} as const

/** Writes a tar of `entries` in their order. The same entries always give the same bytes. */
export async function packTar(entries: Iterable<PackEntry>): Promise<Buffer> {
  const stream = pack()
  const chunks: Buffer[] = []
  stream.on('data', chunk => void chunks.push(chunk as Buffer))
  const ended = new Promise((resolve, reject) => stream.once('end', () => resolve(null)).once('error', reject))
  for (const entry of entries) {
    const xattrs = Object.entries(entry.xattrs ?? {}).map(([name, value]) => [`SCHILY.xattr.${name}`, value])
    const header = {
      name: entry.type === 'directory' ? `${entry.path}/` : entry.path,
      type: TYPES[entry.type],
      mode: entry.mode,
      uid: entry.uid,
      gid: entry.gid,
      mtime: new Date(entry.mtime * 1000),
      ...(entry.linkTarget === undefined ? {} : {linkname: entry.linkTarget}),
      ...(xattrs.length === 0 ? {} : {pax: Object.fromEntries(xattrs) as Record<string, string>}),
    }
    await new Promise<void>((resolve, reject) => {
      stream.entry(header, Buffer.from(entry.content ?? new Uint8Array(0)), error =>
        error ? reject(error) : resolve(),
      )
    })
  }
  stream.finalize()
  await ended
  return Buffer.concat(chunks)
}
