import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {breaches} from './architecture/house.ts'
import {readSourceFile} from './architecture/source-file.ts'

const src = join(import.meta.dirname, '..', 'src')

/** Breaches of a made-up house, given as path → text. */
function breachesOf(tree: Readonly<Record<string, string>>): string[] {
  return breaches(Object.entries(tree).map(([path, text]) => readSourceFile(path, text)))
}

/** Breaches of a house of two files where the first imports the second. */
function breachesOfImport(from: string, to: string): string[] {
  const up = '../'.repeat(from.split('/').length - 1) || './'
  return breachesOf({[from]: `import {x} from '${up}${to}'\nx()`, [to]: 'export const x = 1'})
}

describe('the house', () => {
  it('is in order', () => {
    const paths = readdirSync(src, {recursive: true, encoding: 'utf8'})
      .map(path => path.replaceAll('\\', '/'))
      .filter(path => /\.tsx?$/.test(path))
    expect(breaches(paths.map(path => readSourceFile(path, readFileSync(join(src, path), 'utf8'))))).toEqual([])
  })
})

describe('the check of the house', () => {
  it.each([
    ['image/oci/a.ts', 'text/b.ts'],
    ['sources/archive/a.ts', 'image/analysis/b.ts'],
    ['operations/a.ts', 'sources/archive/b.ts'],
    ['cli/a.ts', 'operations/b.ts'],
    ['cli/a.ts', 'sources/resolve.ts'],
    ['main.ts', 'cli/b.ts'],
    ['main.ts', 'tui/ui/b.tsx'],
    ['main.ts', 'explore.ts'],
    ['image/layer/a.ts', 'image/tar/b.ts'],
    ['image/tar/a.ts', 'image/tar/b.ts'],
    ['sources/engine/a.ts', 'sources/docker-config/b.ts'],
    ['sources/resolve.ts', 'sources/engine/b.ts'],
    ['sources/resolve.ts', 'sources/archive/b.ts'],
    ['sources/store/a.ts', 'sources/layout/b.ts'],
    ['tui/app/a.ts', 'image/filesystem/b.ts'],
    ['tui/ui/a.tsx', 'tui/app/b.ts'],
    ['tui/runtime/a.ts', 'operations/b.ts'],
    ['tui/screen.ts', 'tui/runtime/b.ts'],
  ])('lets %s import %s', (from, to) => {
    expect(breachesOfImport(from, to)).toEqual([])
  })

  it.each([
    ['text/a.ts', 'image/oci/b.ts', 'text may not import image'],
    ['image/oci/a.ts', 'sources/b.ts', 'image may not import sources'],
    ['sources/archive/a.ts', 'operations/b.ts', 'sources may not import operations'],
    ['operations/a.ts', 'tui/app/b.ts', 'operations may not import tui'],
    ['operations/a.ts', 'cli/b.ts', 'operations may not import cli'],
    ['tui/runtime/a.ts', 'cli/b.ts', 'tui may not import cli'],
    ['cli/a.ts', 'tui/app/b.ts', 'cli may not import tui'],
    ['cli/a.ts', 'main.ts', 'cli may not import main'],
    ['image/oci/a.ts', 'image/tar/b.ts', 'image/oci may not import image/tar'],
    ['image/filesystem/a.ts', 'image/analysis/b.ts', 'image/filesystem may not import image/analysis'],
    ['sources/docker-config/a.ts', 'sources/engine/b.ts', 'sources/docker-config may not import sources/engine'],
    ['sources/engine/a.ts', 'sources/registry/b.ts', 'sources/engine may not import sources/registry'],
    ['sources/registry/a.ts', 'sources/store/b.ts', 'sources/registry may not import sources/store'],
    ['tui/app/a.ts', 'tui/ui/b.tsx', 'tui/app imports only tui/app, image, text'],
    ['tui/app/a.ts', 'sources/b.ts', 'tui/app imports only'],
    ['tui/app/a.ts', 'operations/b.ts', 'tui/app imports only'],
    ['tui/ui/a.tsx', 'image/oci/b.ts', 'tui/ui imports only tui/ui, tui/app, text'],
    ['tui/ui/a.tsx', 'tui/runtime/b.ts', 'tui/ui imports only'],
    ['tui/runtime/a.ts', 'tui/ui/b.tsx', 'tui/runtime may not import tui/ui'],
    ['tui/screen.ts', 'operations/b.ts', 'in tui only runtime uses operations'],
  ])('stops %s from importing %s', (from, to, rule) => {
    expect(breachesOfImport(from, to)).toEqual([expect.stringContaining(`${from} → ${to}: ${rule}`)])
  })

  it.each([
    ['type-only', `import type {X} from '../image/oci/b.ts'`],
    ['inline type', `import {type X} from '../image/oci/b.ts'`],
    ['side-effect', `import '../image/oci/b.ts'`],
    ['dynamic', `export const x = () => import('../image/oci/b.ts')`],
    ['typeof', `export type X = import('../image/oci/b.ts').X`],
    ['re-exporting', `export {x} from '../image/oci/b.ts'\nexport const y = 1`],
    ['re-exporting star', `export * from '../image/oci/b.ts'\nexport const y = 1`],
    ['required', `export const x = require('../image/oci/b.ts')`],
  ])('sees a %s import', (_kind, text) => {
    expect(breachesOf({'text/a.ts': text, 'image/oci/b.ts': 'export const x = 1'})).toHaveLength(1)
  })

  it('is not fooled by imports in comments and strings', () => {
    const text = `// import '../image/oci/b.ts'\nexport const x = "import '../image/oci/b.ts'"`
    expect(breachesOf({'text/a.ts': text})).toEqual([])
  })

  it('refuses an import whose name is computed', () => {
    expect(() => breachesOf({'text/a.ts': 'export const x = (n: string) => import(n)'})).toThrow('text/a.ts')
  })

  it.each([
    ['tui/ui/a.tsx', 'ink'],
    ['main.ts', 'react'],
    ['sources/engine/a.ts', 'dockerode'],
    ['image/tar/a.ts', 'tar-stream'],
    ['image/tar/a.ts', 'node:zlib'],
    ['sources/archive/a.ts', 'node:fs'],
  ])('lets %s import %s', (from, name) => {
    expect(breachesOf({[from]: `import * as x from '${name}'\nx`})).toEqual([])
  })

  it.each([
    ['tui/app/a.ts', 'react', 'only tui/ui and main.ts and explore.ts may import ink and react'],
    ['tui/runtime/a.ts', 'ink', 'only tui/ui and main.ts'],
    ['cli/a.ts', 'react/jsx-runtime', 'only tui/ui and main.ts'],
    ['sources/registry/a.ts', 'dockerode', 'only sources/engine may import dockerode'],
    ['sources/archive/a.ts', 'tar-stream', 'only image/tar may import tar-stream'],
    ['image/oci/a.ts', 'node:fs', 'image is pure'],
    ['image/oci/a.ts', 'fs/promises', 'image is pure'],
    ['image/layer/a.ts', 'node:http', 'image is pure'],
    ['text/a.ts', 'node:child_process', 'text is pure'],
    ['tui/app/a.ts', 'node:stream', 'tui/app is pure'],
  ])('stops %s from importing %s', (from, name, rule) => {
    expect(breachesOf({[from]: `import * as x from '${name}'\nx`})).toEqual([
      expect.stringContaining(`${from} → ${name}: ${rule}`),
    ])
  })

  it.each(['Date.now()', 'new Date()', 'performance.now()', 'process.env.HOME', 'setTimeout(f, 1)'])(
    'sees %s in a pure place',
    expression => {
      expect(breachesOf({'image/oci/a.ts': `export const x = ${expression}`})).toHaveLength(1)
      expect(breachesOf({'operations/a.ts': `export const x = ${expression}`})).toEqual([])
    },
  )

  it('lets a pure place turn a given time into a date', () => {
    expect(breachesOf({'image/oci/a.ts': 'export const x = (ms: number) => new Date(ms)'})).toEqual([])
  })

  it.each([
    ['a file of 401 lines', 'text/a.ts', 'export const x = 1\n'.repeat(401), '401 lines'],
    ['any', 'text/a.ts', 'export const x = (y: any[]) => y', 'uses `any`'],
    ['a default export', 'text/a.ts', 'export default 1', 'default export'],
    ['a default export by another name', 'text/a.ts', 'const x = 1\nexport {x as default}', 'default export'],
    ['JSON that no terminal survives', 'cli/a.ts', 'export const x = JSON.stringify(1)', 'text/json-text'],
    ['utils.ts', 'text/utils.ts', 'export const x = 1', 'named for nothing'],
    ['index.ts', 'text/index.ts', 'export const x = 1', 'barrel'],
    ['an unknown room', 'model/a.ts', 'export const x = 1', 'no room of the house'],
    ['a file beside main.ts', 'app.ts', 'export const x = 1', 'no room of the house'],
    ['an unknown place in image', 'image/a.ts', 'export const x = 1', 'image has no such place'],
    ['an import out of src', 'text/a.ts', `import '../../test/x.ts'`, 'nothing from outside src'],
    ['an import without extension', 'text/a.ts', `import './b'`, 'no such file'],
  ])('sees %s', (_what, path, text, rule) => {
    expect(breachesOf({[path]: text})).toEqual([expect.stringContaining(rule)])
  })

  it('sees a file that only passes on what others define', () => {
    const tree = {'text/all.ts': `export * from './a.ts'\nexport {y} from './a.ts'`, 'text/a.ts': 'export const y = 1'}
    expect(breachesOf(tree)).toEqual(['text/all.ts: is a barrel file; import from where things are defined'])
  })

  it('takes 400 lines', () => {
    expect(breachesOf({'text/a.ts': 'export const x = 1\n'.repeat(400)})).toEqual([])
  })

  it('sees files that import each other in a circle, types included, and tells each circle once', () => {
    const tree = {
      'text/c.ts': `import type {A} from './a.ts'\nexport type C = A`,
      'text/a.ts': `import {b} from './b.ts'\nexport type A = typeof b`,
      'text/b.ts': `import type {C} from './c.ts'\nexport const b = (c: C) => c`,
      'text/d.ts': `import {b} from './b.ts'\nb`,
    }
    expect(breachesOf(tree)).toEqual([
      'text/a.ts → text/b.ts → text/c.ts → text/a.ts: files import each other in a circle',
    ])
  })
})
