import {statSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {command} from '../corpus/real/command.ts'
import {requires} from '../corpus/real/tools.ts'
import {Commands} from './in-process.ts'
import {layerlens} from './program.ts'
import {savedImage} from './saved-image.ts'

const modules = (letter: string, bytes = 100_000) =>
  ['left', 'right'].map(name => ({path: `app/node_modules/${name}.js`, content: (letter + name).repeat(bytes / 5)}))

describe('sharing of archives', () => {
  it('goes by the digest of blobs, in bytes as stored', async () => {
    const base = {by: 'ADD base /', puts: ['etc/base = x']}
    const a = await savedImage([base, {by: 'COPY a /', puts: ['a']}])
    const b = await savedImage([base, {by: 'COPY b /', puts: ['b']}])
    const {stdout, code} = await layerlens(['sharing', a, b, '--json'])
    expect(code).toBe(0)
    const told = JSON.parse(stdout)
    expect(told.sharedBy).toBe('blob')
    expect(told.layers.map(({images}: {images: number}) => images).sort()).toEqual([1, 1, 2])
    expect((await layerlens(['sharing', '--matrix', a, b])).stdout).toMatch(/ ■ +■ +ADD base \/$/m)
  })

  it(
    'says that the same content is not the same blob where it is stored in another way',
    requires('skopeo'),
    async () => {
      const base = {by: 'ADD base /', puts: ['etc/base = x']}
      const plain = await savedImage([base, {by: 'COPY a /', puts: ['a']}])
      const other = await savedImage([base, {by: 'COPY b /', puts: ['b']}])
      const zipped = `${other}.zipped`
      await command('skopeo', ['copy', '--quiet', `docker-archive:${other}`, `oci:${zipped}:b`])
      const {stdout, stderr, code} = await layerlens(['sharing', plain, zipped])
      expect([code, stdout]).toEqual([0, expect.stringContaining('no two of them have a blob in common')])
      expect(stderr).toContain('1 layer has the same content in several of these images, but stored in another way')
      expect(stderr).toContain('Sizes are of 2 kinds: compressed bytes where a layer is stored so, the tar')
      expect((await layerlens(['sharing', plain, other])).stderr).toBe('')
    },
  )

  it('tells what layers store that are not the same', async () => {
    const own = (name: string) =>
      savedImage([
        {by: 'ADD x /', puts: [`only-${name} = ${name}`]},
        {by: 'RUN npm ci', puts: [...modules('m'), `${name} = 1`]},
      ])
    const images = [await own('one'), await own('two'), await own('three')]
    const {stdout, code} = await layerlens(['sharing', '--contents', ...images])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^3 images carry the same \d+ kB of \/app\/node_modules in 3 layers \(2 files\); on one common layer they would take (\d+) kB instead of \d+ kB\n/,
    )
    const [found] = JSON.parse((await layerlens(['sharing', '--contents', '--json', ...images])).stdout).opportunities
    expect(found).toMatchObject({files: 2, folder: 'app/node_modules', now: 3 * found.bytes})
    const other = await savedImage([{by: 'RUN npm ci', puts: modules('n')}])
    expect((await layerlens(['sharing', '--contents', images[0]!, other])).stdout).toContain(
      'No layers of these images',
    )
    expect((await layerlens(['sharing', '--contents'])).code).toBe(2)
  })
})

describe('sharing where no engine answers', () => {
  const commands = new Commands()
  afterAll(() => commands.close())

  it('is that of the store, by the digest of blobs, in bytes as stored', async () => {
    const base = {by: 'ADD base /', puts: ['etc/base = x']}
    for (const name of ['a', 'b']) {
      const file = await savedImage([base, {by: `COPY ${name} /`, puts: [`${name} = ${'x'.repeat(5000)}`]}])
      expect((await commands.run('copy', file, `store:shop/${name}:1`)).code).toBe(0)
    }
    const {stdout, stderr, code} = await commands.run('sharing', '--json')
    expect([code, stderr]).toEqual([0, expect.stringContaining('No engine answered; this is what the store holds')])
    const told = JSON.parse(stdout)
    expect(told.sharedBy).toBe('blob')
    expect(told.images.map(({tags}: {tags: string[]}) => tags)).toEqual([['shop/a:1'], ['shop/b:1']])
    const listed = (await commands.run('images', '--json')).stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    for (const {id, storedSize, shared, unique} of listed) {
      const image = told.images.find(({key}: {key: string}) => key === id)
      expect([image.bytes, image.shared, image.unique]).toEqual([storedSize, shared, unique])
    }
    const blob = (digest: string) => join(commands.store.folder, 'blobs', digest.replace(':', '/'))
    for (const {digest, bytes} of told.layers) expect(statSync(blob(digest)).size).toBe(bytes)
    const shown = (await commands.run('sharing')).stdout
    expect(shown).toMatch(/^2 images of 3 layers take/)
    expect(shown).toMatch(/├ .*×1 +shop\/[ab]:1\n└ .*×1 +shop\/[ab]:1\n/)
  })

  it('says what a removal from the store frees', async () => {
    const plan = JSON.parse((await commands.run('sharing', '--json', '--free', 'shop/a:1')).stdout).removal
    const before = await commands.run('images', '--json', 'shop/a')
    expect(plan.freed).toBe(JSON.parse(before.stdout).unique)
    expect((await commands.run('sharing', '--free', 'shop/none:1')).failure?.kind).toBe('not-found')
  })
})
