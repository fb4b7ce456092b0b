/**
 * The known word that is a slip away, else the shortest that has it for a part (`max-wasted` for `wasted`), else the one that is
 * fewest edits away; null where none is close. A short word is close only with one slip behind its first letter, or two letters
 * the wrong way round: any two of them are few edits apart.
 */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null
  let fewest = Math.max(2, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const edits = editDistance(word, candidate)
    if (edits < fewest && (word.length > SHORT || isOneSlip(word, candidate, edits))) {
      fewest = edits
      best = candidate
    }
  }
  return fewest <= SLIPS ? best : (shortestWith(word, known) ?? best)
}

/** Words up to this, characters. */
const SHORT = 3

function isOneSlip(word: string, candidate: string, edits: number): boolean {
  const sorted = (text: string) => [...text].sort().join('')
  return (edits <= 1 && word[0] === candidate[0]) || sorted(word) === sorted(candidate)
}

/** So many edits are a slip of the fingers. */
const SLIPS = 2
/** What is shorter may be a part by chance, characters. */
const LEAST = 4

function shortestWith(word: string, known: readonly string[]): string | null {
  const part = word.replace(/^-+/, '')
  if (part.length < LEAST) return null
  const having = known.filter(candidate => `-${candidate}-`.includes(`-${part}-`))
  return having.sort((a, b) => a.length - b.length)[0] ?? null
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}
