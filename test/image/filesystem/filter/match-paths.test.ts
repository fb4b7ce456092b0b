import {describe, expect, it} from 'vitest'
import {buildUnion} from '../../../../src/image/filesystem/build-union.ts'
import {distinctNames} from '../../../../src/image/filesystem/filter/distinct-names.ts'
import {matchPaths} from '../../../../src/image/filesystem/filter/match-paths.ts'
import {PathMatches} from '../../../../src/image/filesystem/filter/path-matches.ts'
import {pathTreeOf} from '../../../../src/image/filesystem/filter/path-tree.ts'
import {parsePattern} from '../../../../src/image/filesystem/filter/pattern.ts'
import type {Union} from '../../../../src/image/filesystem/union.ts'
import {randomOf} from '../../../chance.ts'
import {sampleLayer} from '../../../tui/sample-layer.ts'
import {isExpression, isGlob, isSubstring, shownPathsOf} from './naive-filter.ts'

function unionOf(...layers: readonly (readonly string[])[]): Union {
  return buildUnion(layers.map(paths => sampleLayer(paths))).union
}

function found(union: Union, text: string, regex = false): PathMatches {
  const parsed = parsePattern(text, regex)
  if (parsed.kind !== 'pattern') throw new Error(`${text} is ${parsed.kind}`)
  return new PathMatches(
    union,
    matchPaths(distinctNames(pathTreeOf(union)), parsed.pattern, () => {}),
  )
}

/** Paths that match, what is lit in brackets. */
function told(union: Union, text: string, regex = false): string[] {
  const matches = found(union, text, regex)
  const lines: string[] = []
  for (let node = 1; node < union.columns.nodeCount; node++) {
    const range = matches.range(node)
    if (range === null) continue
    const name = Buffer.from(union.nameBytes(node))
    const [from, till] = range
    const lit = `${name.subarray(0, from)}[${name.subarray(from, till)}]${name.subarray(till)}`
    lines.push(union.path(union.parent(node)) + (union.parent(node) > 0 ? '/' : '') + lit)
  }
  return lines.sort()
}

const TREE = [
  'bin/',
  'etc/',
  'etc/passwd',
  'etc/Passwd.old',
  'usr/',
  'usr/bin/',
  'usr/bin/passwd',
  'usr/bin/[',
  'usr/lib/',
  'usr/lib/libc.so.6',
  'usr/lib/lib/',
  'usr/share/ÄRGER.txt',
  'usr/share/a+b',
  'var/lib/dpkg/status',
]

describe('a letter with an accent, which is written in two ways', () => {
  const one = 'Müller'.normalize('NFC')
  const two = 'Müller'.normalize('NFD')
  const union = unionOf([`srv/${one}.txt`, `opt/${two}.txt`, 'opt/Muller.txt'])
  const both = [`opt/[${two}].txt`, `srv/[${one}].txt`]
  const whole = [`opt/[${two}.txt]`, `srv/[${one}.txt]`]

  it.each([
    ['typed as one character', one, both],
    ['typed as a letter and its accent', two, both],
    ['in small letters', one.toLowerCase(), both],
    ['in a path', `/srv/${two}`, [`srv/[${one}].txt`]],
    ['with wildcards', `${two}*`, whole],
    ['with wildcards, typed as one character', `${one.toLowerCase()}*`, whole],
  ])('is found in both, %s', (_, text, expected) => {
    expect(told(union, text)).toEqual(expected)
  })
})

describe('what is typed plainly', () => {
  it.each([
    ['passwd', ['etc/[Passwd].old', 'etc/[passwd]', 'usr/bin/[passwd]']],
    ['Passwd', ['etc/[Passwd].old']],
    ['lib', ['usr/[lib]', 'usr/lib/[lib]', 'usr/lib/[lib]c.so.6', 'var/[lib]']],
    ['lib/', ['usr/[lib]', 'usr/lib/[lib]', 'var/[lib]']],
    ['/lib', []],
    ['/bin', ['[bin]']],
    ['usr/l', ['usr/[l]ib']],
    ['r/l', ['usr/[l]ib', 'var/[l]ib']],
    ['bin/pass', ['usr/bin/[pass]wd']],
    ['/usr/bin/', ['usr/[bin]']],
    ['lib/libc', ['usr/lib/[libc].so.6']],
    ['ärger', ['usr/share/[ÄRGER].txt']],
    ['Ä', ['usr/share/[Ä]RGER.txt']],
    ['a+b', ['usr/share/[a+b]']],
    ['//usr//share//a', ['usr/share/[a]+b']],
  ])('finds %s', (text, wanted) => {
    expect(told(unionOf(TREE), text)).toEqual(wanted)
  })
})

describe('wildcards', () => {
  it.each([
    ['*.so*', ['usr/lib/[libc.so.6]']],
    ['passw?', ['etc/[passwd]', 'usr/bin/[passwd]']],
    ['[', ['usr/bin/[[]']],
    ['[[]', ['usr/bin/[[]']],
    ['[p]asswd*', ['etc/[Passwd.old]', 'etc/[passwd]', 'usr/bin/[passwd]']],
    ['[P]asswd*', ['etc/[Passwd.old]']],
    [
      '[!a-m]*',
      [
        '[usr]',
        '[var]',
        'etc/[Passwd.old]',
        'etc/[passwd]',
        'usr/[share]',
        'usr/bin/[[]',
        'usr/bin/[passwd]',
        'usr/share/[ÄRGER.txt]',
        'var/lib/dpkg/[status]',
      ],
    ],
    ['/*', ['[bin]', '[etc]', '[usr]', '[var]']],
    ['/*/bin', ['usr/[bin]']],
    ['/usr/**/lib*', ['usr/[lib]', 'usr/lib/[lib]', 'usr/lib/[libc.so.6]']],
    ['etc/**', ['etc/[Passwd.old]', 'etc/[passwd]']],
    ['**/dpkg/*', ['var/lib/dpkg/[status]']],
    [
      '*/',
      [
        '[bin]',
        '[etc]',
        '[usr]',
        '[var]',
        'usr/[bin]',
        'usr/[lib]',
        'usr/[share]',
        'usr/lib/[lib]',
        'var/[lib]',
        'var/lib/[dpkg]',
      ],
    ],
    ['ä*', ['usr/share/[ÄRGER.txt]']],
    ['?rger.*', ['usr/share/[ÄRGER.txt]']],
  ])('find %s', (text, wanted) => {
    expect(told(unionOf(TREE), text)).toEqual(wanted)
  })

  it('take a letter that has no capital of one letter for itself alone', () => {
    const union = unionOf(['CLASS', 'Straß'])
    expect(told(union, '*ß')).toEqual(['[Straß]'])
    expect(told(union, '*[ß]')).toEqual(['[Straß]'])
  })
})

describe('regular expressions', () => {
  it.each([
    ['^pass', ['etc/[Pass]wd.old', 'etc/[pass]wd', 'usr/bin/[pass]wd']],
    ['\\.[a-z]+$', ['etc/Passwd[.old]', 'usr/share/ÄRGER[.txt]']],
    ['P\\w+', ['etc/[Passwd].old']],
    ['^/(etc|usr/bin)/passwd$', ['etc/[passwd]', 'usr/bin/[passwd]']],
    ['lib/.*so', ['usr/lib/[libc.so].6']],
    ['GER', ['usr/share/ÄR[GER].txt']],
    ['a\\-?\\+', ['usr/share/[a+]b']],
  ])('find %s', (text, wanted) => {
    expect(told(unionOf(TREE), text, true)).toEqual(wanted)
  })

  it.each(['(', '[', '*', 'a{2,1}', '(?<n>a)(?<n>b)', '\\'])('%s is refused with a reason', text => {
    const parsed = parsePattern(text, true)
    expect(parsed.kind === 'invalid' && parsed.reason.length > 3).toBe(true)
  })

  it('that match nothing at all go on behind characters of two units', () => {
    expect(told(unionOf(['😀/name']), '/?', true)).toEqual(['[]😀', '😀/[]name'])
  })
})

describe('patterns', () => {
  it.each(['', '/', '//'])('%j asks for nothing', text => {
    expect(parsePattern(text, false).kind).toBe('empty')
  })

  it('have so many folders as nobody writes, and no more', () => {
    expect(parsePattern('a/'.repeat(30), false).kind).toBe('pattern')
    expect(parsePattern('a/'.repeat(31), false).kind).toBe('invalid')
    const deep = `${'a/'.repeat(30)}b`
    expect(told(unionOf([deep]), `${'a/'.repeat(29)}b`)).toEqual([`${'a/'.repeat(30)}[b]`])
  })

  it.each([7, 8, 9, 10])('of %d folders find them and no more', count => {
    const folders = [...'abcdefghijkl'].map(letter => `${letter}x`)
    const union = unionOf([folders.join('/'), `z/${folders.slice(1).join('/')}`])
    const path = folders.slice(0, count).join('/')
    const last = `${folders.slice(0, count - 1).join('/')}/[${folders[count - 1]}]`
    expect(told(union, `/${path}`)).toEqual([last])
    expect(told(union, `${path.replaceAll('x', '*')}`)).toEqual([last])
    expect(told(union, `${path.slice(3).replace(/[^/]+/, '**')}`)).toEqual([last, last.replace('ax', 'z')])
  })

  it('find what any layer ever had', () => {
    expect(told(unionOf(['a/x', 'b/x'], ['a/.wh.x', 'c/x']), 'x')).toEqual(['a/[x]', 'b/[x]', 'c/[x]'])
  })

  it('that would try for ages as an expression take their time as wildcards', () => {
    const union = unionOf([`${'a'.repeat(30_000)}`, `${'a'.repeat(30_000)}b`])
    expect(told(union, `${'*a'.repeat(40)}*b`)).toHaveLength(1)
  })

  it('can be given up between the nodes', () => {
    const union = unionOf(Array.from({length: 10_000}, (_, i) => `f${i}`))
    const stop = () => {
      throw new Error('stopped')
    }
    for (const [text, regex] of [
      ['f', false],
      ['a/f', false],
      ['f', true],
    ] as const) {
      const parsed = parsePattern(text, regex)
      if (parsed.kind !== 'pattern') throw new Error('no pattern')
      const {pattern} = parsed
      expect(() => matchPaths(distinctNames(pathTreeOf(union)), pattern, stop)).toThrow('stopped')
    }
  })
})

const seed = Number(process.env.LAYERLENS_TEST_SEED ?? Date.now() % 1_000_000)

describe(`random trees and patterns (LAYERLENS_TEST_SEED=${seed})`, () => {
  const random = randomOf(seed)
  const word = (letters: string, most: number) =>
    Array.from({length: 1 + random(most)}, () => [...letters][random([...letters].length)]).join('')
  const tree = (letters = 'abAäÄ.') =>
    unionOf(
      ...Array.from({length: 1 + random(3)}, () =>
        Array.from({length: 30}, () => {
          const path = Array.from({length: 1 + random(4)}, () => word(letters, 3)).join('/')
          return random(5) === 0 ? `${path}/` : path
        }).filter(path => !/(^|\/)\.+(\/|$)/.test(path)),
      ),
    )

  it.each([
    ['plain text', 'abAäÄ./', false, isSubstring, 'abAäÄ.'],
    ['wildcards', 'abAä./*?', false, isGlob, 'abAäÄ.'],
    ['expressions', 'abAä./$^|', true, isExpression, 'abAäÄ.'],
    ['text of signs and digits', 'zZ09-_+@ß/', false, isSubstring, 'zZ059-_+@ßẞ'],
    ['wildcards, signs and digits', 'zZ09-_*?*', false, isGlob, 'zZ059-_+ß'],
  ] as const)('%s: the same as path by path', (_, letters, regex, naive, inNames) => {
    let matched = 0
    for (let i = 0; i < 60; i++) {
      const union = tree(inNames)
      const paths = shownPathsOf(union)
      for (let j = 0; j < 20; j++) {
        const text = regex || letters.includes('*') ? word(letters, 6) : word(letters, 4)
        const parsed = parsePattern(text, regex)
        if (parsed.kind !== 'pattern') continue
        if (letters.includes('*') && parsed.pattern.kind !== 'glob') continue
        const matches = found(union, text, regex)
        const ours = paths.filter(({node}) => matches.has(node)).map(({path}) => path)
        expect({text, paths: ours}).toEqual({
          text,
          paths: paths.filter(path => naive(text, path)).map(({path}) => path),
        })
        matched += ours.length
      }
    }
    expect(matched).toBeGreaterThan(400)
  })

  it('a tree of many thousand paths: the same as path by path', () => {
    const union = unionOf(
      Array.from({length: 20_000}, () => `${word('ab', 3)}/${word('abc', 4)}/${word('abcdefgh', 6)}`),
      Array.from({length: 500}, () => `${word('ab', 3)}/.wh.${word('abc', 4)}`),
    )
    const paths = shownPathsOf(union)
    expect(paths.length).toBeGreaterThan(10_000)
    for (const [text, regex, naive] of [
      ['a', false, isSubstring],
      ['a/', false, isSubstring],
      ['/a', false, isSubstring],
      ['b/a', false, isSubstring],
      ['*[ae]?', false, isGlob],
      ['a*/**/*h/', false, isGlob],
      ['/a*/**/?', false, isGlob],
      ['^a+b', true, isExpression],
      ['b/c', true, isExpression],
    ] as const) {
      const matches = found(union, text, regex)
      const wrong = paths.filter(path => matches.has(path.node) !== naive(text, path))
      expect({text, wrong}).toEqual({text, wrong: []})
    }
  })
})
