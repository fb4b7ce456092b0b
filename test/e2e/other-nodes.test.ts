import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {command} from '../corpus/real/command.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {needsOf} from '../corpus/real/images.ts'
import {otherNode, requires} from '../corpus/real/tools.ts'
import {DEMO} from '../drive/drive.ts'
import {PROGRAM} from './terminal.ts'

/** Inspects with an empty index cache, so that each Node reads the layers itself. */
async function inspect(node: string, reference: string): Promise<unknown> {
  const cache = mkdtempSync(join(tmpdir(), 'lln-'))
  try {
    return JSON.parse(await command(node, [PROGRAM, 'inspect', '--json', reference], {env: {XDG_CACHE_HOME: cache}}))
  } finally {
    rmSync(cache, {recursive: true, force: true})
  }
}

describe.each([22, 24] as const)('the built program on Node %i', major => {
  it.each(['docker save', 'skopeo, gzip layout', 'skopeo, zstd layout', 'skopeo, zstd:chunked layout'])(
    'says of "%s" what it says on this Node',
    requires(`node${major}`, ...needsOf('skopeo')),
    async name => {
      const {reference} = await corpusImage(name)
      const here = await inspect(process.execPath, reference)
      expect(here).toMatchObject({schema: 1})
      expect(await inspect(otherNode(major)!, reference)).toEqual(here)
    },
  )

  it(
    'keeps what was compiled beside the index cache, but nothing with --no-cache',
    requires(`node${major}`),
    async () => {
      const cache = mkdtempSync(join(tmpdir(), 'lln-'))
      const list = (...options: readonly string[]) =>
        command(otherNode(major)!, [PROGRAM, 'ls', ...options, DEMO], {env: {XDG_CACHE_HOME: cache}})
      try {
        await list('--no-cache')
        expect(readdirSync(cache)).toEqual([])
        await list()
        expect(readdirSync(join(cache, 'layerlens')).sort()).toEqual(['code', 'layers'])
        expect(readdirSync(join(cache, 'layerlens', 'code'))).not.toEqual([])
      } finally {
        rmSync(cache, {recursive: true, force: true})
      }
    },
  )
})
