import type {ByteRun} from './byte-run.ts'

const LETTER = /[a-z]/i

/**
 * What is looked for: bytes, and whether capital letters are told from small ones. They are where the needle has a capital one;
 * only ASCII's letters have two cases here.
 */
export interface Needle {
  readonly bytes: Uint8Array
  readonly pattern: RegExp
}

/** The needle for a text that the user typed, in the bytes it stands for; null for none. */
export function needleOf(bytes: Uint8Array): Needle | null {
  if (bytes.length === 0) return null
  const text = Buffer.from(bytes).toString('latin1')
  const exact = /[A-Z]/.test(text)
  const pattern = Array.from(text, character => {
    if (!exact && LETTER.test(character)) return `[${character}${character.toUpperCase()}]`
    return /[\w]/.test(character) ? character : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
  return {bytes, pattern: new RegExp(pattern.join(''), 'g')}
}

/**
 * Where the needle begins in the run from `from` on, before `to`, in order and not overlapping; at most `most` places. Bytes
 * are looked at as single characters, so that megabytes cost milliseconds.
 */
export function findBytes(run: ByteRun, {bytes, pattern}: Needle, from: number, to: number, most: number): number[] {
  const view = run.slice(from, to + bytes.length - 1)
  const text = Buffer.from(view.buffer, view.byteOffset, view.length).toString('latin1')
  const found: number[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null && found.length < most; match = pattern.exec(text)) {
    found.push(from + match.index)
  }
  return found
}

/** Where the needle stands in a row's characters: pairs of begin and end. */
export function findInText(text: string, query: string): (readonly [number, number])[] {
  const exact = /[A-Z]/.test(query)
  const [where, what] = exact ? [text, query] : [smallAscii(text), smallAscii(query)]
  const found: (readonly [number, number])[] = []
  if (what === '') return found
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + what.length)) {
    found.push([at, at + what.length])
  }
  return found
}

/** With ASCII's letters small; as long as it was, whatever it holds. */
function smallAscii(text: string): string {
  return text.replace(/[A-Z]+/g, letters => letters.toLowerCase())
}
