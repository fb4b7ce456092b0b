import {describe, expect, it} from 'vitest'
import {globMatcher} from '../../../src/image/analysis/glob.ts'
import {Chance} from '../../chance.ts'

describe('a glob', () => {
  it.each([
    ['tmp', 'tmp/a/b', true],
    ['/tmp/', 'tmp', true],
    ['tmp', 'var/tmp', false],
    ['**/tmp', 'var/tmp/x', true],
    ['**/tmp', 'tmp', true],
    ['*.js', 'a.js', true],
    ['*.js', 'a/b.js', false],
    ['**/*.js', 'a/b.js', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['a.c', 'abc', false],
    ['usr/**/doc', 'usr/share/x/doc', true],
    ['[a](b)', '[a](b)', true],
    ['**/constructor', 'app/constructor', true],
    ['toString', 'toString', true],
    ['**', 'a/b', true],
    ['usr/**', 'usr', false],
    ['usr/**', 'usr/', true],
    ['usr/**.py', 'usr/a/b.py', true],
    ['**a**b', 'x/a/y/bc', false],
    ['**a**b', 'x/a/y/cb/d', true],
    ['a*', 'a', true],
    ['a*/b', 'a/x/b', false],
    ['**/a/**/b', 'a/b', true],
    ['**/a/**/b', 'x/a/y/z/b/c', true],
    ['**/a/**/b', 'xa/b', false],
    ['a/**/b', 'a/xb', false],
    ['a**/b', 'axb', false],
    ['a**/b', 'ab', true],
    ['a**/b', 'a/x/b', true],
    ['?', '/', false],
    ['*', '', true],
    ['**/**/a', 'b/a', true],
  ])('%s of %s: %s', (glob, path, fits) => expect(globMatcher(glob)(path)).toBe(fits))

  it('means the same as the expression that it could be written as', () => {
    const seed = Date.now() % 1_000_000
    const chance = new Chance(seed)
    const pick = (from: readonly string[], most: number) =>
      Array.from({length: 1 + chance.below(most)}, () => chance.of(from)).join('')
    for (let i = 0; i < 20_000; i++) {
      const glob = pick(['a', 'b', '/', '*', '?', '**', '**/'], 7).replace(/^\/+|\/+$/g, '')
      const path = pick(['a', 'b', '/', 'ab'], 8)
      const wild: Record<string, string> = {'**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]'}
      const expression = glob.replace(/\*\*\/|\*\*|\*|\?/g, token => wild[token]!)
      const expected = new RegExp(`^${expression}(?:/.*)?$`).test(path)
      expect(globMatcher(glob)(path), `${glob} of ${path}; seed ${seed}`).toBe(expected)
    }
  })

  it('is done with a path that somebody made to keep it busy', () => {
    const path = `${'a/'.repeat(100_000)}${'a'.repeat(100_000)}`
    for (const glob of ['**/a/**/a/**/b', '**a*a*a*b', '**/*a*a*a*?b']) {
      expect(globMatcher(glob)(path)).toBe(false)
      expect(globMatcher(glob)(`${path}b`)).toBe(glob !== '**/a/**/a/**/b')
    }
  })
})
