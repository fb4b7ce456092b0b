import {spawnSync} from 'node:child_process'
import {describe, expect, it} from 'vitest'
import {shellPath, shellWord, shellWords, unquoted} from '../../src/text/shell-words.ts'

describe('a word of a command', () => {
  it.each([
    ['/a/b-1.2', '/a/b-1.2'],
    ['host:5000/a@sha256:0', 'host:5000/a@sha256:0'],
    ['/a b', "'/a b'"],
    ["/it's", "'/it'\\''s'"],
    ['/$(rm -rf /)', "'/$(rm -rf /)'"],
    ['/a/*', "'/a/*'"],
    ['~/a', "'~/a'"],
    ['/a~', '/a~'],
    ['', "''"],
  ])('%j reads %j', (word, quoted) => expect(shellWord(word)).toBe(quoted))

  it('is what a shell makes of it again', () => {
    for (const word of ['a b', "it's", '$(id)', '*', '~', '`id`', 'a\\b', '"', '-x', 'ä\nö', '#'])
      expect(spawnSync('sh', ['-c', `printf '<%s>' ${shellWords([word])}`], {encoding: 'utf8'}).stdout).toBe(
        `<${word}>`,
      )
  })

  it('that is a path is never an option', () => {
    expect(shellPath('-rf')).toBe('./-rf')
    expect(shellPath('a b')).toBe("'a b'")
  })
})

it('what is neither quoted nor escaped is told apart as a shell does', () => {
  const plain = (line: string) => [...unquoted(line)].map(i => line[i]).join('')
  expect(plain(`a 'b "c' d`)).toBe('a  d')
  expect(plain(`a "b 'c" d`)).toBe('a  d')
  expect(plain('a\\ b "c\\"d" e')).toBe('ab  e')
  expect(plain(`'a\\'b`)).toBe('b')
})
