import {createHash} from 'node:crypto'
import {deflateRawSync, gzipSync} from 'node:zlib'
import {packTar} from '../../corpus/archives.ts'

/** A layer as stargz-snapshotter's specification has it: each content a gzip member, then the table, then the footer. */
export async function estargzBlob(files: Readonly<Record<string, string>>): Promise<{blob: Buffer; tocDigest: string}> {
  const parts: Buffer[] = []
  const entries: object[] = []
  let offset = 0
  const add = (bytes: Buffer) => {
    parts.push(bytes)
    offset += bytes.length
  }
  for (const [name, content] of Object.entries({'.no.prefetch.landmark': '\u000f', ...files})) {
    const member = (await packTar([{name, content}])).subarray(0, -1024)
    add(gzipSync(member.subarray(0, 512)))
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
    const size = Buffer.byteLength(content)
    entries.push({name, type: 'reg', size, mode: 0o644, modtime: '1970-01-01T00:00:00Z', offset, digest, NumLink: 0})
    add(gzipSync(member.subarray(512)))
  }
  const json = Buffer.from(JSON.stringify({version: 1, entries}))
  const tocOffset = offset
  add(gzipSync(await packTar([{name: 'stargz.index.json', content: json}])))
  add(footerOf(tocOffset))
  return {blob: Buffer.concat(parts), tocDigest: `sha256:${createHash('sha256').update(json).digest('hex')}`}
}

/** 51 bytes: a gzip member without content whose extra field has the table's place. */
function footerOf(offset: number): Buffer {
  const payload = `${offset.toString(16).padStart(16, '0')}STARGZ`
  const extra = Buffer.concat([Buffer.from('SG'), Buffer.from([payload.length, 0]), Buffer.from(payload)])
  const head = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, extra.length, 0])
  const empty = deflateRawSync(Buffer.alloc(0), {level: 0})
  const stored = Buffer.from([1, 0, 0, 0xff, 0xff])
  return Buffer.concat([head, extra, empty.length === 5 ? empty : stored, Buffer.alloc(8)])
}
