import {spawnSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {Worker} from 'node:worker_threads'
import {lacks} from '../../corpus/real/tools.ts'

/** What a program lists of a tar, one line a member: type, size of a file, path. Also of what it could only read in part. */
export type Listing = readonly string[]

const TYPES: Readonly<Record<string, string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  hardlink: 'h',
  char: 'c',
  block: 'b',
  fifo: 'p',
}

/** A line of a listing; `name` in latin1. Names are compared without what readers clean away in their own ways. */
export function lineOf(type: string, size: number, name: string): string {
  const path = name
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .join('/')
  // What a file with no name but slashes is, each reader thinks differently.
  if (path === '') return '/'
  const letter = TYPES[type] ?? type
  return `${letter} ${letter === '-' ? size : 0} ${path}`
}

/** What a program writes; null where it does not come to an end. */
function output(program: string, args: readonly string[]): Buffer | null {
  const env = {...process.env, LC_ALL: 'C', TZ: 'UTC'}
  const {stdout, error} = spawnSync(program, args, {env, timeout: 30_000, killSignal: 'SIGKILL', maxBuffer: 1 << 26})
  if (error && 'code' in error && error.code === 'ETIMEDOUT') return null
  if (error) throw error
  return stdout
}

/** GNU tar's words. */
function byGnuTar(path: string): Listing | null {
  const args = ['-tvf', path, '--numeric-owner', '--full-time', '--quoting-style=escape', '--absolute-names']
  const listing = output('tar', args)?.toString('latin1')
  if (listing === undefined) return null
  return listing.split('\n').flatMap(line => {
    const found = /^(.).{9}\S? +\S+ +(\S+) \S+ \S+ +(.*)$/.exec(line)
    if (found === null) return []
    const name = found[3]!
      .replace(/ (?:link to|->) .*$/, '')
      .replace(/--(?:Volume Header|Continued at byte \d+)--$/, '')
    const plain = name.replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : ({n: '\n', t: '\t', r: '\r'}[code] ?? code),
    )
    return [lineOf(/[VMAC]/.test(found[1]!) ? '-' : found[1]!, Number(found[2]) || 0, plain)]
  })
}

/** bsdtar's words. */
function byBsdtar(path: string): Listing | null {
  const listing = output('bsdtar', ['-tvf', path, '--numeric-owner'])?.toString('latin1')
  if (listing === undefined) return null
  return listing.split('\n').flatMap(line => {
    const found = /^(.)\S{9}\S? +\d+ +\S+ +\S+ +(\S+) +\S+ +\S+ +\S+ (.*)$/.exec(line)
    if (found === null) return []
    const hard = / link to .*$/.test(found[3]!)
    return [lineOf(hard ? 'h' : found[1]!, Number(found[2]) || 0, found[3]!.replace(/ (?:link to|->) .*$/, ''))]
  })
}

const PYTHON = `
import json, sys, tarfile
kinds = {b'0': '-', b'\\0': '-', b'7': '-', b'S': '-', b'1': 'h', b'2': 'l', b'3': 'c', b'4': 'b', b'5': 'd', b'6': 'p'}
answers = []
for path in sys.argv[1:]:
    lines = []
    try:
        with tarfile.open(path, 'r:', errors='surrogateescape') as tar:
            for member in tar:
                name = member.name.encode('utf8', 'surrogateescape').decode('latin1')
                lines.append([kinds.get(member.type, '-'), member.size, name])
    except Exception:
        pass
    answers.append(lines)
print(json.dumps(answers))
`

/** Python's words on many tars: starting it costs most. */
function byPython(paths: readonly string[]): (Listing | null)[] {
  const listings = output('python3', ['-c', PYTHON, ...paths])?.toString()
  if (listings === undefined) return paths.map(() => null)
  const answers = JSON.parse(listings) as [string, number, string][][]
  return answers.map(lines => lines.map(([type, size, name]) => lineOf(type, size, name)))
}

/** tar-stream's words, in a thread that can be stopped. Each listing is sent as soon as it is made. */
const TAR_STREAM = `
const {parentPort, workerData} = require('node:worker_threads')
const {extract} = require(workerData.module)
const kinds = {file: '-', 'contiguous-file': '-', link: 'h', symlink: 'l', 'character-device': 'c', 'block-device': 'b',
  directory: 'd', fifo: 'p'}
const list = tar => new Promise(resolve => {
  const lines = []
  const reader = extract({filenameEncoding: 'latin1'})
  reader.on('entry', (header, content, next) => {
    const name = header.pax && header.pax.path ? Buffer.from(header.name).toString('latin1') : header.name
    lines.push([kinds[header.type] || '-', header.size || 0, name])
    content.on('end', next).on('error', () => resolve(lines))
    content.resume()
  })
  reader.on('finish', () => resolve(lines))
  reader.on('error', () => resolve(lines))
  reader.end(tar)
  setTimeout(resolve, 500, lines).unref()
})
;(async () => {
  for (let i = workerData.first; i < workerData.tars.length; i++) {
    parentPort.postMessage([i, await list(Buffer.from(workerData.tars[i]))])
  }
})()
`

/** A tar that takes it longer than this has it in a loop. */
const HANGS_AFTER_MS = 3000

/** tar-stream's words on many tars; null where it never comes back. */
async function byTarStream(tars: readonly Buffer[]): Promise<(Listing | null)[]> {
  const answers: (Listing | null)[] = tars.map(() => null)
  const module = createRequire(import.meta.url).resolve('tar-stream')
  for (let first = 0; first < tars.length; ) {
    const worker = new Worker(TAR_STREAM, {eval: true, workerData: {tars, first, module}})
    let told = first
    await new Promise<void>((resolve, reject) => {
      let timer = setTimeout(resolve, HANGS_AFTER_MS)
      worker.on('error', reject).on('exit', () => resolve())
      worker.on('message', ([i, lines]: [number, [string, number, string][]]) => {
        clearTimeout(timer)
        timer = setTimeout(resolve, HANGS_AFTER_MS)
        answers[i] = lines.map(([type, size, name]) => lineOf(type, size, name))
        told = i + 1
        if (told === tars.length) resolve()
      })
    })
    await worker.terminate()
    first = told + 1
  }
  return answers
}

/** How many readers are asked: GNU tar, bsdtar, Python's tarfile, tar-stream. */
export const READERS = 4

/** What each reader on this machine lists of each tar. Who never comes back from one has no answer for it. */
export async function listedByOthers(tars: readonly Buffer[], folder: string): Promise<Map<string, Listing>[]> {
  const paths = tars.map((tar, i) => {
    const path = join(folder, `${i}.tar`)
    writeFileSync(path, tar)
    return path
  })
  const readers: readonly (readonly [string, readonly (Listing | null)[]])[] = [
    ['GNU tar', lacks('gnu-tar') === null ? paths.map(byGnuTar) : []],
    ['bsdtar', lacks('bsdtar') === null ? paths.map(byBsdtar) : []],
    ['Python', lacks('python3') === null ? byPython(paths) : []],
    ['tar-stream', await byTarStream(tars)],
  ]
  return tars.map((_, i) => {
    const answered = readers.flatMap(([name, listings]) => (listings[i] ? [[name, listings[i]] as const] : []))
    return new Map(answered)
  })
}
