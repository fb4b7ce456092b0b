import type {ArchiveListing} from '../../src/image/content/archive-member.ts'
import {ByteRun} from '../../src/image/content/byte-run.ts'
import type {FileContent} from '../../src/image/content/file-content.ts'
import {findBytes, needleOf} from '../../src/image/content/find-bytes.ts'
import {TextReader} from '../../src/image/content/text-content.ts'
import type {Union} from '../../src/image/filesystem/union.ts'
import {LensError, toFailure} from '../../src/image/oci/error.ts'
import type {Effect} from '../../src/tui/app/effects.ts'
import type {Message, PreviewingEvent} from '../../src/tui/app/messages.ts'
import {explorerOf, type State, top} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {after, explored} from './sample-states.ts'

/** Content of a file that was read as a whole, told apart by `more`. */
export function contentOf(bytes: Uint8Array, more: Partial<FileContent> = {}): FileContent {
  return {
    bytes: ByteRun.EMPTY.with(bytes),
    whole: true,
    size: bytes.length,
    unpacked: null,
    text: null,
    archive: null,
    format: null,
    sha256: '4f51399c37f7a1e04f51399c37f7a1e04f51399c37f7a1e04f51399c37f7a1e0',
    problem: null,
    ...more,
  }
}

export function textContent(text: string, more: Partial<FileContent> = {}): FileContent {
  const bytes = Buffer.from(text)
  const reader = new TextReader('utf-8')
  reader.add(bytes)
  return contentOf(bytes, {text: reader.content(), ...more})
}

/** The newest version of a path, hidden or not. */
export function versionOf(union: Union, path: string): number {
  const node = union.find(path)
  if (node < 0) throw new Error(`the sample has no ${path}`)
  return union.versionsOf(node)[0]!
}

/** The sample explored, with a path looked into and nothing told of it yet. */
export function lookingInto(path: string, columns: number, rows: number, layer = 7): State {
  const at = after(explored(columns, rows), {type: 'select-layer', by: layer - 7})
  const {union} = explorerOf(at)!
  return after(at, {type: 'preview', node: union!.find(path), version: versionOf(union!, path)})
}

/** What is told to the preview on top. */
export function told(state: State, ...events: readonly PreviewingEvent[]): State {
  const context = top(state)
  if (context.kind !== 'preview') throw new Error('nothing is looked into')
  return after(state, ...events.map(event => ({type: 'preview-told', request: context.request, event}) as const))
}

/** A path of the sample with this content, all of it told. */
export function showing(path: string, content: FileContent, columns: number, rows: number): State {
  return told(lookingInto(path, columns, rows), {type: 'content', content}, {type: 'ended', failure: null})
}

/** Messages one after the other; what is to be found is found at once, as the runtime would. */
export function searching(state: State, ...messages: readonly Message[]): State {
  let at = state
  for (const message of messages) {
    const [next, effects] = update(at, message)
    at = effects.reduce(found, next)
  }
  return at
}

function found(state: State, effect: Effect): State {
  if (effect.type !== 'find') return state
  const needle = needleOf(effect.needle)
  const matches = needle === null ? [] : findBytes(effect.bytes, needle, 0, effect.bytes.length, 1000)
  return told(state, {type: 'found', number: effect.number, matches, done: true})
}

/** Keys, with what they search found. */
export function typing(state: State, ...keys: readonly string[]): State {
  return searching(state, ...keys.map(key => ({type: 'key', key}) as const))
}

const SERVER = `import {createServer} from 'node:http'
import {brew} from './kettle/index.js'

/** Sells tea. */
const menu = JSON.parse(process.env.MENU ?? '[]')
\tconst tab = 'stands\tapart'
const server = createServer((request, response) => {
  const order = menu.find(each => each.name === request.url.slice(1)) // 日本のお茶 are on the menu too, and whoever asks for one of them waits a little longer than the others do
  if (order === undefined) return response.writeHead(404).end('no such tea: \x1b[31m\u202e')
  brew(order, tea => response.end(tea))
})
server.listen(8080)
`

export const serverText = textContent(SERVER.repeat(5))

const program = contentOf(
  Buffer.from(Array.from({length: 3000}, (_, i) => (i < 4 ? [0x7f, 0x45, 0x4c, 0x46][i]! : (i * i * 31) % 251))),
  {format: 'ELF'},
)

const members: ArchiveListing['members'] = [
  {name: 'META-INF/', type: 'directory', size: 0, mode: 0o755, seconds: 1_700_000_000, link: null},
  {name: 'META-INF/MANIFEST.MF', type: 'file', size: 318, mode: 0o644, seconds: 1_700_000_000, link: null},
  {name: 'com/shop/Kettle\x1b[2J.class', type: 'file', size: 14_200, mode: null, seconds: null, link: null},
  {name: 'run', type: 'symlink', size: 0, mode: 0o777, seconds: 1_700_000_000, link: 'bin/run.sh'},
  ...Array.from({length: 60}, (_, i) => ({
    name: `com/shop/tea/Tea${i}.class`,
    type: 'file' as const,
    size: 1000 + i * 977,
    mode: 0o644,
    seconds: 1_700_000_000 + i * 86_400,
    link: null,
  })),
]

const zip = contentOf(Buffer.from('PK\x03\x04'), {
  whole: false,
  size: 3_211_000,
  sha256: null,
  archive: {format: 'zip', members, count: members.length, damage: null},
})

const long = textContent(`${'x'.repeat(200)}\n`.repeat(5000), {whole: false, size: 2_100_000_000, sha256: null})

const failure = toFailure(
  new LensError('compression-damaged', 'The gzip data is damaged: unexpected end of file.', {
    advice: 'The blob was cut off or altered on its way; fetch or write the image again.',
  }),
)

/** Every kind of file there is to look into. */
export const PREVIEWS: readonly (readonly [string, (columns: number, rows: number) => State])[] = [
  ['preview-text', (...size) => showing('opt/app/server.js', serverText, ...size)],
  ['preview-wrapped', (...size) => typing(showing('opt/app/server.js', serverText, ...size), 'w', 'j')],
  ['preview-search', (...size) => typing(showing('opt/app/server.js', serverText, ...size), '/', 't', 'e', 'a')],
  ['preview-hex', (...size) => typing(showing('opt/app/server.js', serverText, ...size), 'j', 'x', '/', 'i', 'm', 'p')],
  ['preview-binary', (...size) => showing('usr/bin/bash', program, ...size)],
  ['preview-archive', (...size) => typing(showing('opt/app/dist/server.js', zip, ...size), '/', 't', 'e', 'a')],
  ['preview-long', (...size) => typing(showing('var/lib/dpkg/status', long, ...size), 'G')],
  ['preview-symlink', (...size) => showing('usr/bin/sh', program, ...size)],
  ['preview-folder-link', (...size) => lookingInto('lib', ...size)],
  ['preview-empty', (...size) => lookingInto('etc/hostname', ...size)],
  [
    'preview-unpacking',
    (...size) =>
      told(lookingInto('opt/app/README.md', ...size), {type: 'unpacked', done: 12_000_000, total: 300_000_000}),
  ],
  ['preview-failed', (...size) => told(lookingInto('opt/app/README.md', ...size), {type: 'ended', failure})],
  [
    'preview-damaged',
    (...size) =>
      showing(
        'opt/app/README.md',
        textContent('only the beginning\n', {unpacked: 'gzip', sha256: null, problem: failure.message}),
        ...size,
      ),
  ],
]
