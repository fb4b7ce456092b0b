import {spawn} from 'node:child_process'
import {createReadStream, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {PassThrough, Readable} from 'node:stream'
import {gzipSync} from 'node:zlib'
import {beforeAll, describe, expect, it} from 'vitest'
import {LensError} from '../../src/image/oci/error.ts'
import type {Image, Progress} from '../../src/image/oci/image.ts'
import {type ResolveOptions, resolveReference} from '../../src/sources/resolve.ts'
import {Spools} from '../../src/sources/spool/spools.ts'
import {dockerSave, LayoutBuilder, layerTar, packTar} from '../corpus/archives.ts'
import {requires} from '../corpus/real/tools.ts'
import {frameOf} from '../image/tar/zstd-bytes.ts'
import {bytesOf, context, failureOf, list, open, resolve, temporaryFolder} from './opening.ts'

const folder = temporaryFolder()
let layers: Buffer[]
let saved: Buffer
let several: Buffer
let layout: Buffer

beforeAll(async () => {
  layers = [await layerTar({base: 'x'.repeat(3000)}), await layerTar({app: 'y'.repeat(5000)})]
  saved = await packTar(dockerSave([{tags: ['a:1'], tars: layers}]))
  several = await packTar(
    dockerSave([
      {tags: ['a:1'], tars: layers},
      {tags: ['b:1'], tars: [layers[1]!]},
    ]),
  )
  const builder = new LayoutBuilder()
  layout = await packTar(builder.list(builder.image(layers), 'tag').members())
})

function write(name: string, content: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const bytes = (image: Image) => Promise.all(image.layers.map(bytesOf))

describe('an archive that is compressed as a whole', () => {
  it('opens as if it were plain, and is called by its own name', async () => {
    for (const [name, content, transport] of [
      ['saved.tar.gz', gzipSync(saved), 'docker-archive'],
      ['saved.tar.zst', frameOf(saved.toString('latin1')), 'docker-archive'],
      ['layout.tgz', gzipSync(layout), 'oci-archive'],
    ] as const) {
      const path = write(name, content)
      for (const reference of [path, `${transport}:${path}`]) {
        const image = await open(reference)
        expect([image.reference, image.transport, image.warnings]).toEqual([`${transport}:${path}`, transport, []])
        expect(await bytes(image)).toEqual(layers)
      }
    }
  })

  it('says what it was unpacked from', async () => {
    const path = write('took.tar.gz', gzipSync(saved))
    const resolved = await resolve(path)
    expect(resolved.kind === 'image' && resolved.took).toBe(`docker-archive ${path}, unpacked from gzip`)
  })

  it('is unpacked once, however often it is opened', async () => {
    const path = write('several.tar.gz', gzipSync(several))
    const spools = new Spools()
    const told: Progress[] = []
    const options = {
      hostArchitecture: 'amd64',
      spools,
      context: {...context, progress: (p: Progress) => void told.push(p)},
    }
    const [first, second] = await Promise.all([resolveReference(path, options), resolveReference(path, options)])
    expect([first.kind, second.kind]).toEqual(['choices', 'choices'])
    const once = told.length
    expect(once).toBeGreaterThan(0)
    if (first.kind !== 'choices') throw new Error('no choices')
    for (const choice of first.choices) {
      const resolved = await resolveReference(choice.reference, options)
      expect(resolved.kind === 'image' && resolved.image.tags).toEqual(choice.tags)
    }
    expect(told).toHaveLength(once)
    await spools.close()
  })

  it('is unpacked anew when it changed', async () => {
    const path = write('changing.tar.gz', gzipSync(saved))
    expect((await open(path)).tags).toEqual(['a:1'])
    writeFileSync(path, gzipSync(several))
    expect(await list(path)).toHaveLength(2)
  })

  it('can be cancelled while another waits for it', async () => {
    const path = write('two.tar.gz', gzipSync(saved))
    const spools = new Spools()
    const controller = new AbortController()
    const options = {hostArchitecture: 'amd64', spools}
    const first = resolveReference(path, {...options, context: {...context, signal: controller.signal}})
    const second = resolveReference(path, {...options, context})
    controller.abort()
    await expect(first).rejects.toMatchObject({kind: 'cancelled'})
    expect((await second).kind).toBe('image')
    await spools.close()
  })

  it('is refused where it was cut off', async () => {
    const packed = gzipSync(saved)
    const failure = await failureOf(write('cut.tar.gz', packed.subarray(0, packed.length - 9)))
    expect(failure.kind).toBe('compression-damaged')
  })

  it('opens as zstd itself wrote it, long or short', requires('zstd'), async () => {
    const child = spawn('zstd', ['-q', '-19', '-f', write('real.tar', saved)], {stdio: 'inherit'})
    await new Promise(done => child.once('close', done))
    expect(await bytes(await open(join(folder, 'real.tar.zst')))).toEqual(layers)
  })
})

describe('standard input', () => {
  const resolveInput = (reference: string, stdin: Readable, more: Partial<ResolveOptions> = {}) =>
    resolveReference(reference, {hostArchitecture: 'amd64', context, stdin, spools: new Spools(), ...more})

  async function failureOfInput(stdin: Readable, more: Partial<ResolveOptions> = {}): Promise<LensError> {
    const thrown = await resolveInput('-', stdin, more).catch((error: unknown) => error)
    if (thrown instanceof LensError) return thrown
    throw new Error('it was opened')
  }

  it('holds an archive, plain or compressed', async () => {
    for (const content of [saved, gzipSync(saved), frameOf(saved.toString('latin1'))]) {
      const resolved = await resolveInput('-', Readable.from([content.subarray(0, 3), content.subarray(3)]))
      if (resolved.kind !== 'image') throw new Error('a choice')
      expect(resolved.image.reference).toBe('docker-archive:-')
      expect(await bytes(resolved.image)).toEqual(layers)
    }
  })

  it('may hold several images, each openable by its reference afterwards', async () => {
    const stdin = Readable.from([several])
    const spools = new Spools()
    const resolved = await resolveInput('-', stdin, {spools})
    if (resolved.kind !== 'choices') throw new Error('opened one')
    expect(resolved.choices.map(choice => choice.reference)).toEqual(['docker-archive:-:a:1', 'docker-archive:-:b:1'])
    expect(resolved.message).toContain('Standard input holds several images')
    for (const reference of ['docker-archive:-:b:1', '-:b:1', '-:@1']) {
      const again = await resolveInput(reference, stdin, {spools})
      expect(again.kind === 'image' && again.image.tags, reference).toEqual(['b:1'])
    }
    await spools.close()
  })

  it('that is a plain file is read in its place', async () => {
    const stdin = createReadStream(write('redirected.tar', saved))
    await new Promise(opened => stdin.once('open', opened))
    const resolved = await resolveInput('-', stdin)
    if (resolved.kind !== 'image') throw new Error('a choice')
    if (process.platform === 'linux') expect(stdin.bytesRead).toBe(0)
    expect(await bytes(resolved.image)).toEqual(layers)
    stdin.destroy()
  })

  it.each([
    ['nothing', '', 'Standard input is empty'],
    ['text', 'hello\n', 'Standard input is no image archive'],
    ['an error message', '{"message":"no such image"}', 'Standard input is a JSON document'],
    ['compressed text', gzipSync('x'), 'Standard input, unpacked, is no image archive'],
    ['xz', Buffer.from('fd377a585a0000', 'hex'), 'Standard input is compressed by xz'],
  ])('with %s is told for what it is', async (_, content, message) => {
    const failure = await failureOfInput(Readable.from(content === '' ? [] : [Buffer.from(content)]))
    expect(failure.kind).toBe('not-an-image')
    expect(failure.message).toContain(message)
    expect(failure.advice).toBeDefined()
  })

  it('that is a terminal, that was read before, or that is not there is refused', async () => {
    const terminal = Object.assign(new PassThrough(), {isTTY: true})
    expect((await failureOfInput(terminal)).advice).toContain('docker save NAME | layerlens')
    const stdin = Readable.from([saved])
    await resolveInput('-', stdin)
    expect((await failureOfInput(stdin)).message).toContain('only once')
    expect((await failureOf('-')).kind).toBe('reference-unsupported')
  })

  it('can be cancelled while it says nothing', async () => {
    const controller = new AbortController()
    const silent = new PassThrough()
    const failure = failureOfInput(silent, {context: {...context, signal: controller.signal}})
    setImmediate(() => controller.abort())
    expect((await failure).kind).toBe('cancelled')
    expect(silent.destroyed).toBe(true)
  })
})
