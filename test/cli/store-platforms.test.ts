import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {LayoutBuilder, layerTar} from '../corpus/archives.ts'
import {requires} from '../corpus/real/tools.ts'
import {type RealRegistry, startRegistry} from '../sources/registry/real-registry.ts'
import {ownFolder} from '../sources/store/images.ts'
import {Commands} from './in-process.ts'

const folder = ownFolder()
const INDEX = 'application/vnd.oci.image.index.v1+json'
const commands = new Commands()
afterAll(async () => {
  await commands.close()
  rmSync(commands.store.folder, {recursive: true, force: true})
})

describe('an image for two platforms, without an engine', requires('docker-registry'), () => {
  let registry: RealRegistry
  let index: string
  let name: string
  beforeAll(async () => {
    registry = await startRegistry()
    name = `${registry.host}/shop/two:1`
    const builder = new LayoutBuilder()
    const manifests = []
    for (const architecture of ['amd64', 'arm64']) {
      const image = builder.image([await layerTar({[architecture]: architecture})], {architecture})
      manifests.push({...image, platform: {os: 'linux', architecture}})
    }
    const whole = builder.blob(Buffer.from(JSON.stringify({schemaVersion: 2, mediaType: INDEX, manifests})), INDEX)
    index = whole.digest
    const layout = builder.list(whole, 'two').writeFolder(join(folder, 'layout'))
    const copied = await commands.run('copy', '--all-platforms', `oci:${layout}:two`, `store:${name}`)
    expect(copied.code).toBe(0)
  })

  it('is pushed and pulled whole where that is said, digest and all', async () => {
    const pushed = await commands.run('push', '--all-platforms', `store:${name}`)
    expect([pushed.code, pushed.stdout, pushed.stderr]).toEqual([0, expect.stringContaining(index), ''])
    const pulled = await commands.run('pull', '--all-platforms', `store:${name}`)
    expect([pulled.code, pulled.stdout]).toEqual([0, expect.stringContaining(`${index}  2 layers already there`)])
  })

  it('is pushed for one platform else, which is said', async () => {
    const pushed = await commands.run('push', `store:${name}`)
    expect([pushed.code, pushed.stdout.includes(index)]).toEqual([0, false])
    expect(pushed.stderr).toContain('linux/amd64 was sent alone, 1 more is there: --all-platforms')
    const both = await commands.run('push', '--all-platforms', '--platform', 'linux/arm64', `store:${name}`)
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('All platforms or one?')])
  })
})
