import {execFile} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'
import {describe, expect, it} from 'vitest'
import {DEMO, layerlens, MAIN} from './program.ts'
import {savedImage} from './saved-image.ts'

const home = mkdtempSync(join(tmpdir(), 'layerlens-cache-cli-'))
const folder = join(home, 'layerlens', 'layers')

async function run(...args: string[]): Promise<string> {
  const env = {...process.env, XDG_CACHE_HOME: home}
  return (await promisify(execFile)(process.execPath, [MAIN, ...args], {env})).stdout
}

describe('cache', () => {
  it('says where it lies and how large it is, and is empty after --clear', async () => {
    expect(JSON.parse(await run('cache', '--json'))).toMatchObject({folder, files: 0, bytes: 0})
    await run('inspect', DEMO)
    const kept = readdirSync(folder).length
    expect(kept).toBeGreaterThan(9)
    writeFileSync(join(folder, 'not-ours.txt'), 'mine')
    const compiled = join(dirname(folder), 'code')
    mkdirSync(compiled, {recursive: true})
    expect(JSON.parse(await run('cache', '--json'))).toMatchObject({files: kept})
    expect(await run('cache')).toContain(`in ${kept} files`)
    expect(await run('cache', '--clear')).toContain(`in ${kept} files from ${folder}`)
    expect(readdirSync(folder)).toEqual(['not-ours.txt'])
    expect(existsSync(compiled)).toBe(false)
    expect(JSON.parse(await run('cache', '--json'))).toMatchObject({files: 0, bytes: 0})
  })

  it('changes no answer: a layer that was hopped through in one file is read where it is packed in another', async () => {
    const content = 'data'.repeat(20_000)
    const copied = {by: 'COPY data /srv/', puts: [{path: 'srv/data', content, mtime: '1000'}]}
    const touched = {by: 'RUN touch /srv/data', puts: [{path: 'srv/data', content, mtime: '2000'}]}
    const [base, archive] = [await savedImage([copied]), await savedImage([copied, touched])]
    const layout = `oci:${join(dirname(archive), 'layout')}:x`
    await run('copy', '--no-cache', '--compress', 'gzip', archive, layout)
    const asked = [
      ['ls', layout, '--layer', '1', '--changes'],
      ['waste', layout],
      ['history', layout, '/srv/data'],
    ]
    const without = await Promise.all(asked.map(words => run(...words, '--no-cache')))
    expect(without[0]).toContain('(mtime)')
    await run('inspect', base)
    for (const [i, words] of asked.entries()) expect(await run(...words)).toBe(without[i])
    for (const [i, words] of asked.entries()) expect(await run(...words)).toBe(without[i])
  })

  it('hides no damage of a layer that it knows from elsewhere, and says which one it is', async () => {
    const content = randomBytes(60_000).toString('base64')
    const archive = await savedImage([
      {by: 'COPY a /', puts: ['a = 1']},
      {by: 'COPY data /srv/', puts: [{path: 'srv/data', content}]},
    ])
    const layout = join(dirname(archive), 'damaged')
    await run('copy', '--compress', 'gzip', archive, `oci:${layout}:x`)
    await run('inspect', `oci:${layout}:x`)
    const blobs = join(layout, 'blobs/sha256')
    const large = readdirSync(blobs).find(name => statSync(join(blobs, name)).size > 50_000)!
    const bytes = readFileSync(join(blobs, large))
    bytes.fill(0, 30_000, 30_004)
    writeFileSync(join(blobs, large), bytes)
    const env = {XDG_CACHE_HOME: home}
    for (const more of [[], ['--no-cache']]) {
      const {code, stdout, stderr} = await layerlens(['inspect', `oci:${layout}:x`, ...more], {env})
      expect(code).toBe(2)
      expect(stderr + stdout).toMatch(/layer 1: .*damaged/)
    }
  })

  it('takes no image, and none is there with --no-cache', async () => {
    expect((await layerlens(['cache', DEMO])).code).toBe(2)
    expect((await layerlens(['cache', '--no-cache'])).stderr).toContain('--no-cache')
  })
})
