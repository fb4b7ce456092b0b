/**
 * How well a text fits what somebody typed of it: the lower the better, null where it doesn't. Every word that was typed must be
 * in it, best at the beginning of a word, else inside one, else as letters in their order; capitals are no different.
 */
export function fuzzyDistance(text: string, typed: string): number | null {
  const within = text.toLowerCase()
  let sum = 0
  for (const word of typed.toLowerCase().split(/\s+/)) {
    const distance = word === '' ? 0 : distanceOf(within, word)
    if (distance === null) return null
    sum += distance
  }
  return sum
}

/** What stands inside a word is this much farther than what begins one, and scattered letters as much again. */
const STEP = 1000
/** Letters that lie farther apart than so many times their number are there by chance. */
const WIDEST = 3

function distanceOf(text: string, word: string): number | null {
  const at = text.indexOf(word)
  if (at < 0) return scattered(text, word)
  const begins = wordStart(text, word)
  return begins >= 0 ? Math.min(begins, STEP - 1) : STEP + Math.min(at, STEP - 1)
}

/** Where a word of the text begins with what was typed, −1 where none does. */
function wordStart(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!)) return at
  return -1
}

function scattered(text: string, word: string): number | null {
  let at = -1
  let first = -1
  for (const letter of word) {
    at = text.indexOf(letter, at + 1)
    if (at < 0) return null
    if (first < 0) first = at
  }
  if (at - first > word.length * WIDEST) return null
  return 2 * STEP + Math.min(at - first, STEP - 1)
}
