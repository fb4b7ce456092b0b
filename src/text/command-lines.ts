import {unquoted} from './shell-words.ts'

/** How far further commands stand to the right of the first. */
const INDENT = '  '

/**
 * A shell's list of commands with a line for each, broken before `&&` and `||` as Dockerfiles are written. What stands in
 * quotes or parentheses, or has lines of its own already (a heredoc), stays as it is.
 */
export function commandLines(text: string): string {
  if (text.includes('\n')) return text
  let depth = 0
  let lines = ''
  let from = 0
  for (const i of unquoted(text)) {
    const character = text[i]!
    if (character === '(' || character === '{') depth++
    else if (character === ')' || character === '}') depth--
    else if (depth <= 0 && isOperator(text, i) && i > from) {
      lines += `${text.slice(from, i).trimEnd()}\n${INDENT}`
      from = i
    }
  }
  return lines + text.slice(from)
}

/** ` && ` and ` || `, with blanks around them: then they are operators for sure. */
function isOperator(text: string, at: number): boolean {
  const character = text[at]
  return (
    (character === '&' || character === '|') &&
    text[at + 1] === character &&
    text[at - 1] === ' ' &&
    text[at + 2] === ' '
  )
}
