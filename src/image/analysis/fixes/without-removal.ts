/** A shell's line and the file that it removes. */
export interface WithoutRemoval {
  /** the line that leaves the file where it is; null where its removal can't be told from what else the line does */
  readonly left: string | null
  /** whether something that may need the file comes before its removal, or names it as well */
  readonly uses: boolean
}

const SIGNS = /(&&|\|\||[;&|])/
const REMOVES = /(?:^|[\s({])(?:rm|unlink|shred)\s/
/** one removal, of words that are neither quoted nor made up by the shell */
const PLAIN = /^\s*(?:rm|unlink|shred)\s[^'"`$(){}\\]*$/
/** what needs no file */
const IDLE = /^\s*(?:(?:cd|set|rm)\s.*|true|:)?$/

/**
 * Takes the removal of a path, given without its leading slash, out of a shell's line: what is mounted can't be removed. Of a
 * removal of several only the word goes. Null where the line removes nothing that may be it.
 */
export function withoutRemoval(line: string, path: string): WithoutRemoval | null {
  const parts = line.split(SIGNS)
  const name = path.slice(path.lastIndexOf('/') + 1)
  let [left, isLoose, isSafe, removes, uses] = ['', false, true, false, false]
  for (let i = 0; i < parts.length; i += 2) {
    const command = parts[i]!
    const [before, after] = [parts[i - 1] ?? '', parts[i + 1] ?? '']
    const kept = REMOVES.test(command) ? withoutWord(command, path) : command
    if (kept === command) {
      uses ||= removes ? command.includes(name) : !IDLE.test(command)
    } else {
      removes = true
      isSafe &&= kept !== null && PLAIN.test(command) && !isWithin(parts.slice(0, i).join(''))
      isSafe &&= [before, after].every(sign => ['', '&&', ';'].includes(sign))
    }
    // Of the two signs around what goes, the looser one is left.
    if (kept === '') isLoose ||= before === ';'
    else {
      if (left !== '') left = isLoose || before === ';' ? `${left.trimEnd()};` : left + before
      left += kept ?? command
      isLoose = false
    }
  }
  return removes ? {left: isSafe ? left.trim() : null, uses} : null
}

/** A removal without one path, '' where nothing else is left of it; null where it removes the path in a way that can't be taken out. */
function withoutWord(command: string, path: string): string | null {
  const words = command.trim().split(/\s+/)
  const kept = words.filter(word => !isPath(word, path))
  if (kept.some(word => mayBe(word, path))) return null
  if (kept.length === words.length) return command
  const others = kept.slice(1).filter(word => !/^(?:-|\d?>)/.test(word))
  return others.length === 0 ? '' : ` ${kept.join(' ')} `
}

const HOME = /^(?:~|\$HOME|\$\{HOME\})(?=\/)/

function isPath(word: string, path: string): boolean {
  return word === `/${path}` || (HOME.test(word) && `/${path}`.endsWith(word.replace(HOME, '')))
}

/** Whether a word may be the path or a folder above it: a pattern, a variable, a name in whatever folder. */
function mayBe(word: string, path: string): boolean {
  const plain = word.replace(/['"(){}\\]/g, '').replace(HOME, '~')
  if (plain === '' || plain.startsWith('-')) return false
  const fixed = plain.replace(/[*?[$`].*$/s, '').replace(/\/+$/, '')
  const isPattern = fixed.length < plain.replace(/\/+$/, '').length
  if (isPattern) return !fixed.startsWith('/') || `/${path}`.startsWith(fixed)
  if (fixed.startsWith('/')) return `/${path}` === fixed || `/${path}`.startsWith(`${fixed}/`)
  return `/${path}/`.includes(`/${fixed.replace(/^(?:~|\.{1,2})\//, '')}/`)
}

/** Whether a line goes on within a quotation or brackets. */
function isWithin(line: string): boolean {
  const count = (sign: string) => line.split(sign).length - 1
  return count("'") % 2 === 1 || count('"') % 2 === 1 || count('`') % 2 === 1 || count('(') !== count(')')
}
