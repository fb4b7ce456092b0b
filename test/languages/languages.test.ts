import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {languageOf, speakLanguage} from '../../src/text/language.ts'
import chinese from '../../src/text/languages/zh.json' with {type: 'json'}
import {counted} from '../../src/text/size.ts'
import {kept, reworded, speak, t} from '../../src/text/translate.ts'
import {loadedWith, sentencesOf, wordsAtOnce} from './sentences.ts'

const src = join(import.meta.dirname, '..', '..', 'src')
const SENTENCES = new Set(
  readdirSync(src, {recursive: true, encoding: 'utf8'})
    .filter(path => /\.tsx?$/.test(path))
    .flatMap(path => sentencesOf(path, readFileSync(join(src, path), 'utf8'))),
)
const CHINESE: Readonly<Record<string, string>> = chinese

describe('the Chinese catalogue', () => {
  it('has every sentence that the sources say', () => {
    expect([...SENTENCES].filter(key => CHINESE[key] === undefined)).toEqual([])
  })

  it('has no sentence that no source says any more', () => {
    expect(Object.keys(CHINESE).filter(key => !SENTENCES.has(key))).toEqual([])
  })

  it('puts in every value that the sentence has, each as often', () => {
    const values = (text: string) => (text.match(/\{\d+\}/g) ?? []).sort()
    expect(Object.entries(CHINESE).filter(([key, text]) => values(key).join() !== values(text).join())).toEqual([])
  })

  it('says something, and nothing that would break a line of the screen', () => {
    const broken = Object.entries(CHINESE).filter(
      ([key, text]) => (text.trim() === '') !== (key.trim() === '') || (/[\n\t]/.test(text) && !/[\n\t]/.test(key)),
    )
    expect(broken).toEqual([])
  })
})

describe('what is loaded before the language is known', () => {
  it.each(['main.ts', 'operations/worker/entry.ts'])('by %s words nothing yet', entry => {
    const early = new Set([entry])
    for (const path of early) {
      for (const each of loadedWith(path, readFileSync(join(src, path), 'utf8'))) early.add(each)
    }
    expect(early.size).toBeGreaterThan(2)
    expect([...early].filter(path => wordsAtOnce(path, readFileSync(join(src, path), 'utf8')))).toEqual([])
  })
})

describe('what words itself when it is loaded', () => {
  it.each([
    ['const A = t`a`', true],
    ['const A = {b: [{c: t`a`}]}', true],
    ["const A = counted(1, 'a', 'b')", true],
    ['const a = () => t`a`', false],
    ['function a() { return t`a` }', false],
    ['class A { b() { return t`a` } }', false],
    ['const A = kept`a`', true],
  ])('is told: %s', (text, expected) => {
    expect(wordsAtOnce('a.ts', text)).toBe(expected)
  })
})

describe('what is said', () => {
  afterEach(() => speak(null))

  it('is English as the sources have it, until another language is spoken', async () => {
    const said = () => [t`${2} of ${'all'}`, counted(1, 'layer', 'layers'), counted(2000, 'layer', 'layers')]
    expect(said()).toEqual(['2 of all', '1 layer', '2,000 layers'])
    speak({'{0} of {1}': '{1} 中的 {0}', '{0} layer': '{0} 层', '{0} layers': '{0} 层'})
    expect(said()).toEqual(['all 中的 2', '1 层', '2,000 层'])
    await speakLanguage('en')
    expect(said()).toEqual(['2 of all', '1 layer', '2,000 layers'])
  })

  it('is Chinese too of what was written to disk in English', () => {
    const told = kept`a damaged header at byte ${512}: what follows could not be read`
    const other = kept`an extended header of ${9} bytes was passed over`
    expect(reworded(told)).toBe('a damaged header at byte 512: what follows could not be read')
    speak({...CHINESE, '{0}: {1}': '{0}：{1}', '{0} bytes {1} passed {2}': '!'})
    expect(reworded(told)).toMatch(/^[^a-z]*512[^a-z]*$/)
    expect(reworded(other)).toMatch(/^[^a-z]*9[^a-z]*$/)
    expect(reworded('nothing that anybody says')).toBe('nothing that anybody says')
    expect(kept`a PAX record for ${'a'} holds no number; it was passed over`).toContain('holds no number')
  })

  it('stays English where the catalogue lacks it', () => {
    speak({})
    expect(t`nothing of ${null}, ${undefined}`).toBe('nothing of null, undefined')
  })
})

describe('the language', () => {
  it.each([
    [{LANG: 'zh_CN.UTF-8'}, 'zh'],
    [{LANG: 'zh_SG.UTF-8'}, 'zh'],
    [{LANG: 'zh.utf8'}, 'zh'],
    [{LANG: 'zh_Hans_CN.UTF-8'}, 'zh'],
    [{LANG: 'zh_TW.UTF-8'}, 'en'],
    [{LANG: 'zh_HK.UTF-8'}, 'en'],
    [{LANG: 'zh_CN.GBK'}, 'en'],
    [{LANG: 'zh_CN.UTF-8', TERM: 'dumb'}, 'en'],
    [{LANG: 'en_US.UTF-8', LC_MESSAGES: 'zh_CN.UTF-8'}, 'zh'],
    [{LANG: 'zh_CN.UTF-8', LC_ALL: 'C.UTF-8'}, 'en'],
    [{LANG: 'de_DE.UTF-8', LANGUAGE: 'de:zh_CN:en'}, 'zh'],
    [{LANG: 'zh_CN.UTF-8', LANGUAGE: 'en'}, 'en'],
    [{LANG: 'C', LANGUAGE: 'zh_CN'}, 'en'],
    [{LANG: 'de_DE.UTF-8'}, 'en'],
    [{}, 'en'],
  ])('of %o is %s', (env, language) => {
    expect(languageOf('auto', env)).toBe(language)
  })

  it('is the one that was asked for, where the terminal can show it', () => {
    expect(languageOf('zh', {LANG: 'en_US.UTF-8'})).toBe('zh')
    expect(languageOf('en', {LANG: 'zh_CN.UTF-8'})).toBe('en')
    expect(languageOf('zh', {LANG: 'C'})).toBe('en')
  })
})
