import {describe, expect, it} from 'vitest'
import {commandLines} from '../../src/text/command-lines.ts'

describe('a list of commands', () => {
  it.each([
    ['has a line for each', 'a && b || c', 'a\n  && b\n  || c'],
    ['stays on one line where it is one', 'apt-get update', 'apt-get update'],
    ['is not broken inside quotes', `echo "a && b" 'c || d' && e`, `echo "a && b" 'c || d'\n  && e`],
    ['is not broken inside parentheses and braces', '(a && b) && { c && d; }', '(a && b)\n  && { c && d; }'],
    ['is broken after a parenthesis that nobody opened', 'case x) a;; esac && b', 'case x) a;; esac\n  && b'],
    ['is not broken after a backslash', String.raw`echo \" && b`, `${String.raw`echo \"`}\n  && b`],
    ['is not broken where no operator stands', 'a&&b & c | d a& &b', 'a&&b & c | d a& &b'],
    ['keeps the lines that it has', 'cat <<EOF\na && b\nEOF', 'cat <<EOF\na && b\nEOF'],
    ['may begin and end with operators', '&& a &&', '&& a &&'],
    ['may be empty', '', ''],
  ])('%s', (_, text, lines) => {
    expect(commandLines(text)).toBe(lines)
  })

  it('of a megabyte takes no time', () => {
    const before = performance.now()
    commandLines('a && '.repeat(200_000))
    commandLines('"('.repeat(500_000))
    expect(performance.now() - before).toBeLessThan(2000)
  })
})
