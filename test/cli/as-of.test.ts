import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {dockerSave, packTar} from '../corpus/archives.ts'
import {layerOf} from '../image/filesystem/stack.ts'
import {layerlens} from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-as-of-'))
const image = join(folder, 'image.tar')
beforeAll(async () => {
  const tars = [
    layerOf(['a = zero', 'etc/b = b']),
    layerOf(['a = one']),
    layerOf(['a = two', 'late = x']),
    layerOf(['.wh.a']),
  ]
  writeFileSync(image, await packTar(dockerSave([{tags: ['t:1'], tars}])))
})

/** What a command says, and which layers it read for that, in the order of their numbers. */
async function run(...args: string[]) {
  const debug = join(mkdtempSync(join(folder, 'log-')), 'log')
  const outcome = await layerlens([...args, '--no-cache', '--debug', debug])
  const events = readFileSync(debug, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as {event: string; layer?: number})
  const read = events.flatMap(({event, layer}) => (event === 'layer-indexed' ? [layer!] : [])).sort()
  return {...outcome, read}
}

describe('with --layer N only the layers are read that the answer stands on', () => {
  it('by cat: those up to N', async () => {
    expect(await run('cat', image, 'a', '--layer', '1')).toMatchObject({code: 0, stdout: 'one', read: [0, 1]})
    expect(await run('cat', image, 'a', '--layer', '0')).toMatchObject({code: 0, stdout: 'zero', read: [0]})
  })

  it('by extract', async () => {
    const out = join(folder, 'out')
    expect(await run('extract', image, 'a', '-o', out, '--layer', '1')).toMatchObject({code: 0, read: [0, 1]})
    expect(readFileSync(join(out, 'a'), 'utf8')).toBe('one')
  })

  it('by ls; of a layer’s own entries that layer alone', async () => {
    expect(await run('ls', image, '--layer', '1')).toMatchObject({code: 0, read: [0, 1]})
    expect(await run('ls', image, '--layer', '1', '--changes')).toMatchObject({code: 0, read: [0, 1]})
    expect(await run('ls', image, '--layer', '2', '--raw')).toMatchObject({code: 0, read: [2]})
  })

  it('but all of them to say which one brings what is not there yet', async () => {
    for (const args of [
      ['cat', image, 'late'],
      ['extract', image, 'late', '-o', folder],
      ['ls', image, 'late'],
    ]) {
      const {code, stderr, read} = await run(...args, '--layer', '1')
      expect({code, read}).toEqual({code: 2, read: [0, 0, 1, 1, 2, 3]})
      expect(stderr).toContain('Layer 2 brings it: --layer 2')
    }
  })
})
