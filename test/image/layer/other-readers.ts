import {spawnSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
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

function output(program: string, args: readonly string[]): Buffer {
  const env = {...process.env, LC_ALL: 'C', TZ: 'UTC'}
  const {stdout, error} = spawnSync(program, args, {env, timeout: 10_000, maxBuffer: 1 << 26})
  if (error) throw error
  return stdout
}

/** GNU tar's words. */
function byGnuTar(path: string): Listing {
  const args = ['-tvf', path, '--numeric-owner', '--full-time', '--quoting-style=escape', '--absolute-names']
  return output('tar', args)
    .toString('latin1')
    .split('\n')
    .flatMap(line => {
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
function byBsdtar(path: string): Listing {
  return output('bsdtar', ['-tvf', path, '--numeric-owner'])
    .toString('latin1')
    .split('\n')
    .flatMap(line => {
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
function byPython(paths: readonly string[]): Listing[] {
  const answers = JSON.parse(output('python3', ['-c', PYTHON, ...paths]).toString()) as [string, number, string][][]
  return answers.map(lines => lines.map(([type, size, name]) => lineOf(type, size, name)))
}

/**
 * What each reader on this machine lists of each tar. tar-stream is not asked: it never comes back from some damaged tars, and
 * in our own thread nothing can stop it.
 */
export function listedByOthers(tars: readonly Buffer[], folder: string): Map<string, Listing>[] {
  const paths = tars.map((tar, i) => {
    const path = join(folder, `${i}.tar`)
    writeFileSync(path, tar)
    return path
  })
  const answers = paths.map(path => {
    const answer = new Map<string, Listing>()
    if (lacks('gnu-tar') === null) answer.set('GNU tar', byGnuTar(path))
    if (lacks('bsdtar') === null) answer.set('bsdtar', byBsdtar(path))
    return answer
  })
  if (lacks('python3') === null) byPython(paths).forEach((listing, i) => void answers[i]!.set('Python', listing))
  return answers
}
