import {builtinModules} from 'node:module'
import type {Import, SourceFile} from './source-file.ts'

/** Who may import whom: ARCHITECTURE in one table. A file may import its own place, and what stands before it. */
const ROOMS = [['text'], ['image'], ['sources'], ['operations'], ['tui', 'cli'], ['settings'], ['main']]
/** The room of main: the program's start, and the parts of it that are loaded only when the screen opens or a command runs. */
const MAIN = ['main.ts', 'explore.ts', 'screen-ports.ts', 'command-line.ts']
const INSIDE: Readonly<Record<string, readonly (readonly string[])[]>> = {
  image: [['oci'], ['tar'], ['content'], ['layer'], ['filesystem'], ['analysis']],
  // '' stands for every other place in the room, files that lie in it directly included
  sources: [['medium'], ['docker-config'], ['engine', 'registry'], ['']],
  tui: [['app'], ['runtime', 'ui'], ['']],
}

/** Narrower than the order of the rooms: a place, and all that it may import from src/. */
const ONLY_FROM: readonly {place: string; from: readonly string[]}[] = [
  {place: 'tui/app', from: ['tui/app', 'image', 'text']},
  {place: 'tui/ui', from: ['tui/ui', 'tui/app', 'text']},
]

/** What one place has to itself. */
const RESERVED: readonly {what: RegExp; name: string; places: readonly string[]}[] = [
  {what: /^(ink|react|react-reconciler)(\/|$)/, name: 'ink and react', places: ['tui/ui', 'main.ts', 'explore.ts']},
  {what: /^(dockerode|docker-modem)(\/|$)/, name: 'dockerode', places: ['sources/engine']},
  {what: /^tar-stream(\/|$)/, name: 'tar-stream', places: ['image/tar']},
]

/** No disk, no network, no clock: what follows from the arguments alone. */
const PURE = ['text', 'image', 'tui/app']
const PURE_NODE_MODULES = /^node:(crypto|zlib|stream|stream\/promises|buffer|string_decoder|util|events|path\/posix)$/
const MAX_LINES = 400

/** Every breach of the house's rules, one sentence each: `FILE → IMPORT: rule`. Empty for a house in order. */
export function breaches(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map(file => file.path))
  return [...files.flatMap(file => [...shapeBreaches(file), ...importBreaches(file, paths)]), ...cycles(files)]
}

function shapeBreaches(file: SourceFile): string[] {
  const {path, lineCount, usesAny, hasDefaultExport, isBarrel, impurities, stringifies} = file
  const found: string[] = []
  const room = roomOf(path)
  if (rank(ROOMS, room) < 0) found.push(`it lies in no room of the house (${ROOMS.flat().join(', ')})`)
  else if (room === 'image' && rank(INSIDE.image!, folderOf(path)) < 0) found.push('image has no such place')
  if (lineCount > MAX_LINES) found.push(`${lineCount} lines; ${MAX_LINES} is the end`)
  if (usesAny) found.push('uses `any`')
  if (hasDefaultExport) found.push('has a default export')
  if (/(^|\/)(utils?|helpers?|misc|common)\.tsx?$/.test(path)) found.push('is named for nothing; name the concept')
  if (stringifies && room === 'cli') found.push('writes JSON past text/json-text, which terminals survive')
  if (isBarrel || /(^|\/)index\.tsx?$/.test(path)) found.push('is a barrel file; import from where things are defined')
  if (PURE.some(place => isIn(path, place))) found.push(...impurities.map(what => `${what} in a place that is pure`))
  return found.map(rule => `${path}: ${rule}`)
}

function importBreaches({path, imports}: SourceFile, paths: ReadonlySet<string>): string[] {
  return imports.flatMap(imported => {
    const rule = imported.file === null ? packageRule(path, imported) : fileRule(path, imported.file, paths)
    return rule === null ? [] : [`${path} → ${imported.file ?? imported.specifier}: ${rule}`]
  })
}

function packageRule(path: string, {specifier}: Import): string | null {
  for (const {what, name, places} of RESERVED) {
    if (what.test(specifier) && !places.some(place => isIn(path, place)))
      return `only ${places.join(' and ')} may import ${name}`
  }
  const isNodes = specifier.startsWith('node:') || builtinModules.includes(specifier)
  const pure = PURE.find(place => isIn(path, place))
  if (!isNodes || pure === undefined) return null
  if (pure !== 'tui/app' && PURE_NODE_MODULES.test(specifier)) return null
  return `${pure} is pure: no disk, no network, no clock`
}

function fileRule(path: string, target: string, paths: ReadonlySet<string>): string | null {
  if (target.startsWith('../')) return 'src imports nothing from outside src'
  if (!paths.has(target) && !target.endsWith('.json')) return 'no such file (imports spell the extension)'
  const only = ONLY_FROM.find(({place}) => isIn(path, place))
  if (only && !only.from.some(place => isIn(target, place))) return `${only.place} imports only ${only.from.join(', ')}`
  const [room, targetRoom] = [roomOf(path), roomOf(target)]
  if (room !== targetRoom) {
    if (rank(ROOMS, targetRoom) >= rank(ROOMS, room)) return `${room} may not import ${targetRoom} (${spell(ROOMS)})`
    if (room === 'tui' && targetRoom === 'operations' && !isIn(path, 'tui/runtime'))
      return 'in tui only runtime uses operations'
    return null
  }
  const order = INSIDE[room]
  if (!order) return null
  const [place, targetPlace] = [folderOf(path), folderOf(target)]
  if (place === targetPlace) return null
  const [from, to] = [rank(order, place), rank(order, targetPlace)]
  // Places that '' stands for may use each other; named ones on the same step may not.
  if (to < from || (to === from && !order[to]?.includes(targetPlace))) return null
  return `${room}/${place} may not import ${room}/${targetPlace} (${spell(order)})`
}

/** Each cycle of imports once, told from its alphabetically first file. */
function cycles(files: readonly SourceFile[]): string[] {
  const targets = new Map(files.map(file => [file.path, file.imports.flatMap(({file: target}) => target ?? [])]))
  const found = new Set<string>()
  const done = new Set<string>()
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) {
      const cycle = trail.slice(start)
      const first = cycle.indexOf([...cycle].sort()[0]!)
      found.add([...cycle.slice(first), ...cycle.slice(0, first + 1)].join(' → '))
    } else if (!done.has(path)) {
      for (const target of targets.get(path) ?? []) walk(target, [...trail, path])
      done.add(path)
    }
  }
  for (const path of targets.keys()) walk(path, [])
  return [...found].map(cycle => `${cycle}: files import each other in a circle`)
}

function roomOf(path: string): string {
  return MAIN.includes(path) ? 'main' : path.includes('/') ? path.slice(0, path.indexOf('/')) : ''
}

/** The folder inside the room, '' for a file that lies in the room directly. */
function folderOf(path: string): string {
  const [, folder, rest] = path.split('/')
  return rest === undefined ? '' : folder!
}

function isIn(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`)
}

/** Which step of an order a place stands on; where '' is one, it takes those that are not named. −1: none. */
function rank(order: readonly (readonly string[])[], place: string): number {
  const named = order.findIndex(step => step.includes(place))
  return named >= 0 ? named : order.findIndex(step => step.includes(''))
}

function spell(order: readonly (readonly string[])[]): string {
  return order.map(step => step.map(place => place || 'the rest').join(', ')).join(' ← ')
}
