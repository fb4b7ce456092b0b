import {eachRead} from '../image/analysis/configuration/mistakes.ts'
import type {WrittenValue} from '../image/analysis/configuration/written-value.ts'
import {LensError} from '../image/oci/error.ts'
import {nearest} from '../text/nearest.ts'
import {parseSize} from '../text/parse-size.ts'

/** A piece of a JSON Schema, draft 7. */
export type Schema = Readonly<Record<string, unknown>>

/** How the values of a setting are written: in a variable or behind a flag as text, in the file as YAML. */
export interface Kind<T> {
  /** Throws `usage`, naming `where` it stands. */
  parse(text: string, where: string): T
  /** Reads what the file says; it says something. Throws `usage`. */
  read(written: WrittenValue): T
  /** As YAML on one line, which `read` understands. */
  print(value: T): string
  /** what stands between the values of a flag that is given several times; absent: the last one counts */
  readonly between?: string
  /** What flag, variable and file say together, what counts most first; absent: who counts most is alone. */
  merge?(said: readonly T[]): T
  /** what the file may say, as JSON Schema */
  readonly schema: Schema
}

/** One of a few words. `what` they are, for sentences. */
export function oneOf<T extends string>(what: string, words: readonly T[]): Kind<T> {
  const parse = (text: string, where: string): T => {
    const found = words.find(word => word === text)
    if (found !== undefined) return found
    const near = nearest(text, words)
    throw new LensError('usage', `${where}: there is no ${what} ${text}.`, {
      advice: near === null ? `There are ${words.join(', ')}.` : `Did you mean ${near}?`,
    })
  }
  return {parse, read: written => parse(wordOf(written), written.where), print: value => value, schema: {enum: words}}
}

/** Several of a few words, in the order of the words; none may be meant too. */
export function someOf<T extends string>(what: string, words: readonly T[]): Kind<readonly T[]> {
  const one = oneOf(what, words)
  const ordered = (chosen: readonly T[]) => words.filter(word => chosen.includes(word))
  return {
    parse: (text, where) => ordered(eachRead(listed(text), word => one.parse(word, where))),
    read: written => ordered(eachRead(written.list(), item => one.read(item))),
    print: value => `[${value.join(', ')}]`,
    schema: {type: 'array', items: one.schema},
    between: ',',
  }
}

const YES = ['1', 'true', 'yes', 'on']
const NO = ['0', 'false', 'no', 'off']

/** Yes or no. */
export const YES_OR_NO: Kind<boolean> = {
  parse: (text, where) => {
    if (YES.includes(text.toLowerCase())) return true
    if (NO.includes(text.toLowerCase())) return false
    throw new LensError('usage', `${where} must be 1 or 0, not ${text}.`)
  },
  read: written => written.boolean() === true,
  print: String,
  schema: {type: 'boolean'},
}

/** Bytes. */
export const SIZE: Kind<number> = {
  parse: sizeOf,
  read: written => sizeOf(String(written.textOrNumber()), written.where),
  print: bytes => (bytes > 0 && bytes % 2 ** 20 === 0 ? `${bytes / 2 ** 20}MiB` : String(bytes)),
  schema: {type: ['string', 'integer'], minimum: 0, pattern: '^[0-9][0-9,]*(\\.[0-9]+)?\\s?([kKmMgGtTpPeE]i?)?[bB]?$'},
}

/** Any text. */
export const TEXT: Kind<string | null> = {
  parse: text => text,
  read: written => written.text(),
  print: value => (value === null ? 'null' : yamlText(value)),
  schema: {type: 'string'},
}

/** A folder; in the file one that means the same wherever one stands. `home`: what ~ is. */
export function folder(home: string): Kind<string> {
  return {
    parse: text => text,
    read: written => {
      const text = written.text() ?? ''
      if (text === '~' || text.startsWith('~/')) return home + text.slice(1)
      if (!text.startsWith('/')) throw written.wrong('a path that begins with / or ~/')
      return text
    },
    print: yamlText,
    schema: {type: 'string', pattern: '^(/|~(/|$))'},
  }
}

function sizeOf(text: string, where: string): number {
  const bytes = parseSize(text)
  if (bytes !== null) return bytes
  throw new LensError('usage', `${where} is no size: ${text}`, {advice: 'Write it like 500MB, 1.5GiB.'})
}

/** A word of the file; numbers, true and null are words too where words are wanted. */
function wordOf(written: WrittenValue): string {
  const {value} = written
  if (typeof value === 'object') throw written.wrong('a word')
  return String(value)
}

/** The words between commas. */
export function listed(text: string): string[] {
  return text
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '')
}

const PLAIN = /^[A-Za-z/][\w./@+*-]*$/
const RESERVED = /^(?:true|false|null|yes|no|on|off)$/i

/** A text as YAML, in quotes where it needs some: JSON's are YAML's. */
export function yamlText(text: string): string {
  return PLAIN.test(text) && !RESERVED.test(text) ? text : JSON.stringify(text)
}
