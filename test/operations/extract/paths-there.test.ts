import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {wholePath} from '../../../src/operations/extract/home-folder.ts'
import {pathsThere} from '../../../src/operations/extract/paths-there.ts'

const home = mkdtempSync(join(tmpdir(), 'lens-paths-'))
mkdirSync(join(home, 'images/old'), {recursive: true})
for (const name of ['images/tea.tar', 'images/.hidden.tar', 'images/app.tar', 'images/two\nlines'])
  writeFileSync(join(home, name), '')
symlinkSync('old', join(home, 'images/link'))
symlinkSync('nowhere', join(home, 'images/lost'))
const {signal} = new AbortController()
const there = (folder: string, only: 'files' | 'folders' = 'files') => pathsThere(folder, only, {home, signal})

describe('what is in a folder that is being typed', () => {
  afterAll(() => rmSync(home, {recursive: true}))

  it('is as one would type it, folders with their slash, what is hidden last', async () => {
    expect(await there('~/images/')).toEqual([
      '~/images/app.tar',
      '~/images/link/',
      '~/images/lost',
      '~/images/old/',
      '~/images/tea.tar',
      '~/images/.hidden.tar',
    ])
    expect(await there(`${home}/`)).toEqual([`${home}/images/`])
  })

  it('is folders alone where one is asked for', async () => {
    expect(await there('~/images/', 'folders')).toEqual(['~/images/link/', '~/images/old/'])
  })

  it('of where the program runs has nothing before the names', async () => {
    expect(await there('')).toContain('package.json')
    expect(await there('./')).toContain('./package.json')
  })

  it('is nothing where no folder is', async () => {
    expect(await there('~/images/tea.tar/')).toEqual([])
    expect(await there('~/none/')).toEqual([])
  })
})

describe('a path in full', () => {
  it('says where it is, shortly where that is below the home folder', () => {
    expect(wholePath('~/a.tar', '/home/me')).toBe('~/a.tar')
    expect(wholePath('/home/me/x/../a.tar', '/home/me')).toBe('~/a.tar')
    expect(wholePath('/home/me', '/home/me')).toBe('~')
    expect(wholePath('/home/mean/a', '/home/me')).toBe('/home/mean/a')
    expect(wholePath('./a', '/home/nobody-here')).toBe(resolve('a'))
    expect(wholePath('/a', '/')).toBe('/a')
  })
})
