import {extract} from 'tar-stream'
import type {LayerIndex} from '../../../src/image/layer/layer-index.ts'
import {command} from '../../corpus/real/command.ts'
import {rowsOf} from './indexing.ts'

/** What every listing of a tar can say of a member. Names and links as latin1, without what engines clean away. */
export interface Listed {
  readonly path: string
  readonly type: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  /** seconds since 1970, rounded down */
  readonly seconds: number
  /** '' where the listing tells whole seconds only */
  readonly nanos: string
  readonly link: string | null
  readonly device: string | null
}

const cleaned = (name: string) =>
  name
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .join('/')

export function listedByIndex(index: LayerIndex): Listed[] {
  const {entrySeconds, entryNanos} = index.columns
  return rowsOf(index).map((row, e) => ({
    path: row.path,
    type: row.type,
    mode: row.mode,
    uid: row.owner[0],
    gid: row.owner[1],
    size: row.size,
    seconds: entrySeconds[e]!,
    nanos: String(entryNanos?.[e] ?? 0),
    link: row.link,
    device: row.device ? row.device.join() : null,
  }))
}

const TYPES: Readonly<Record<string, string>> = {
  '-': 'file',
  d: 'directory',
  l: 'symlink',
  h: 'hardlink',
  c: 'char',
  b: 'block',
  p: 'fifo',
  // A volume's label, and the rest of a file that another volume began.
  V: 'file',
  M: 'file',
}

const LINE = /^(.)(.{9})\S? +(-?\d+)\/(-?\d+) +(\S+) (\d+-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d+))? +(.*)$/

/** The members as `tar -tv` lists them. */
export async function listedByGnuTar(path: string): Promise<Listed[]> {
  const args = ['-tvf', path, '--numeric-owner', '--full-time', '--quoting-style=escape', '--absolute-names']
  const listing = await command('tar', args, {env: {LC_ALL: 'C', TZ: 'UTC'}})
  return listing
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const found = LINE.exec(line)
      if (found === null) throw new Error(`a line of tar -tv that is not understood: ${line}`)
      const [, letter, bits, uid, gid, size, time, fraction, names] = found
      const type = TYPES[letter!]!
      const [name, link] = names!.split(type === 'hardlink' ? ' link to ' : ' -> ')
      return {
        path: cleaned(unescaped(name!.replace(/--(?:Volume Header|Continued at byte \d+)--$/, ''))),
        type,
        mode: modeOf(bits!),
        uid: Number(uid),
        gid: Number(gid),
        size: size!.includes(',') ? 0 : Number(size),
        seconds: Date.parse(`${time!.replace(' ', 'T')}Z`) / 1000,
        nanos: String(Number((fraction ?? '').padEnd(9, '0'))),
        link: link === undefined ? null : unescaped(link),
        device: size!.includes(',') ? size! : null,
      }
    })
}

function unescaped(text: string): string {
  const letters: Readonly<Record<string, string>> = {n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v'}
  return text.replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (letters[code] ?? code),
  )
}

/** `rwsr-xr-t` as bits. */
function modeOf(bits: string): number {
  let mode = 0
  for (const [i, letter] of [...bits].entries()) {
    if (letter !== '-' && letter !== 'S' && letter !== 'T') mode |= 0o400 >> i
  }
  if (/[sS]/.test(bits[2]!)) mode |= 0o4000
  if (/[sS]/.test(bits[5]!)) mode |= 0o2000
  if (/[tT]/.test(bits[8]!)) mode |= 0o1000
  return mode
}

const STREAM_TYPES: Readonly<Record<string, string>> = {
  link: 'hardlink',
  'character-device': 'char',
  'block-device': 'block',
  'contiguous-file': 'file',
}

/** The members as tar-stream tells them. */
export async function listedByTarStream(tar: Uint8Array): Promise<Listed[]> {
  const listed: Listed[] = []
  const reader = extract()
  reader.on('entry', (header, content, next) => {
    const type = STREAM_TYPES[header.type!] ?? header.type!
    const hasLink = type === 'hardlink' || type === 'symlink'
    const isDevice = type === 'char' || type === 'block'
    const pax = header.pax as Readonly<Record<string, string>> | null
    listed.push({
      path: cleaned(Buffer.from(header.name).toString('latin1')),
      type,
      mode: header.mode! & 0o7777,
      // It leaves these to those who ask for the records.
      uid: Number(pax?.uid ?? header.uid),
      gid: Number(pax?.gid ?? header.gid),
      size: type === 'file' ? header.size! : 0,
      seconds: Math.floor(Number(pax?.mtime ?? header.mtime!.getTime() / 1000)),
      nanos: '',
      link: hasLink ? Buffer.from(header.linkname!).toString('latin1') : null,
      device: isDevice ? `${header.devmajor},${header.devminor}` : null,
    })
    content.on('end', next)
    content.resume()
  })
  await new Promise((resolve, reject) => {
    reader.on('finish', () => resolve(null)).on('error', reject)
    reader.end(Buffer.from(tar))
  })
  return listed
}
