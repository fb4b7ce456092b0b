import {closeSync, ftruncateSync, openSync, writeSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {base256, END, pax, raw, rawHeader, tarOf} from '../image/tar/raw-tar.ts'
import {frameOf, MAGIC} from '../image/tar/zstd-bytes.ts'
import {configOf, json} from './archives.ts'

/** What hostile images are made of. */

/** What a terminal would obey: CSI, OSC 0, 8 and 52, DCS, C1, bidi overrides, line breaks, backspaces, what can't be seen. */
export const HARM: readonly string[] = [
  '\x1b[2J\x1b[31m',
  '\x1b]0;owned\x07',
  '\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\',
  '\x1b]52;c;eA==\x07',
  '\x1bP1$r\x1b\\',
  '\x9b31m',
  '\x9d52;c;eA==\x9c',
  '\u202egnp.exe',
  '\u2066isolate\u2069',
  'line\nbreak\r',
  'back\b\bspace\x7f',
  'zero\u200bwidth\ufeff',
  '\u2028\u2029\u{e0041}',
]

/** What no output may hold: each of these is a command to some terminal, or hides what is beside it. */
export const RAW_HARM =
  /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u

/** A file and a link of this name, however long it is. */
export const spelled = (path: string) =>
  tarOf(pax({path}), {name: 'x', content: 'y'}, pax({linkpath: path}), {name: 's', flag: '2'})

/** A window of 2 GiB: exponent 21 on top of the format's 10 (RFC 8878). */
export const VAST_WINDOW = Buffer.concat([MAGIC, Buffer.from([0, 21 << 3]), Buffer.alloc(64)])

/** A file that is said to have so many bytes, between two others. */
export const sized = (size: bigint) => {
  const change = (header: Buffer) => {
    base256(size, 12).copy(header, 124)
    if (size < 0) header[124] = 0xff
  }
  return tarOf({name: 'before', content: '1'}, {name: 'bad', change}, {name: 'after'})
}

/** The header of a file of so many MiB. */
const zeros = (mebibytes: number) => rawHeader({name: 'bomb', size: mebibytes * 2 ** 20})

/** A layer of one file of zeros as gzip. */
export function gzipBomb(mebibytes: number): Buffer {
  const piece = gzipSync(Buffer.alloc(8 << 20), {level: 9})
  return Buffer.concat([gzipSync(zeros(mebibytes)), ...Array(mebibytes / 8).fill(piece), gzipSync(END)])
}

/** The same as zstd: four bytes for 128 KiB. */
export function zstdBomb(mebibytes: number): Buffer {
  return frameOf(zeros(mebibytes).toString('latin1'), {rle: 128 * 1024, repeats: mebibytes * 8})
}

/** A docker-archive whose layer begins with an extended header of 2 GiB, which is a hole on the disk. */
export async function vastHeader(folder: string): Promise<string> {
  const path = join(folder, 'image.tar')
  const size = 2 ** 31
  const rest = tarOf({name: 'after', content: 'x'})
  const config = configOf([], {diffIds: [`sha256:${'0'.repeat(64)}`], history: [{created_by: 'step'}]})
  const manifest = json([{Config: 'c.json', RepoTags: ['t:1'], Layers: ['layer.tar']}])
  const head = Buffer.concat([
    raw({name: 'c.json', content: config}),
    raw({name: 'manifest.json', content: manifest}),
    rawHeader({name: 'layer.tar', size: 512 + size + rest.length}),
    rawHeader({name: 'x', flag: 'x', size}),
  ])
  const fd = openSync(path, 'w')
  writeSync(fd, head)
  ftruncateSync(fd, head.length + size)
  writeSync(fd, Buffer.concat([rest, END]), 0, rest.length + END.length, head.length + size)
  closeSync(fd)
  return path
}
