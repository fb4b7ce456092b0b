import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {holderName} from '../../src/image/analysis/sharing/holder.ts'
import {marksNamed} from '../../src/image/analysis/sharing/marks-named.ts'
import {type RemovalPlan, removalPlan} from '../../src/image/analysis/sharing/removal-plan.ts'
import {type ImageShare, Sharing} from '../../src/image/analysis/sharing/sharing.ts'
import {imageTable} from '../../src/operations/engine/image-table.ts'
import {EngineHoldings} from '../../src/operations/sharing/engine-holdings.ts'
import type {Engine} from '../../src/sources/engine/engine.ts'
import {removeImage} from '../../src/sources/engine/image-verbs.ts'
import {layerlens} from '../cli/program.ts'
import {writeBase} from '../corpus/real/base.ts'
import {requires} from '../corpus/real/tools.ts'
import {dockerEngine, enginesAt, podmanEngine, type TestEngine} from '../engine/engines.ts'
import {context} from '../engine/loading.ts'

const {signal} = context

/** Images on a common base: built step by step on each other, tagged twice, dangling, committed, and a container. */
async function shop({run}: TestEngine): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lls-'))
  try {
    await run('import', await writeBase(folder), 'base:1')
    const build = async (tag: string, ...lines: string[]) => {
      const context = mkdtempSync(join(folder, 'context-'))
      writeFileSync(join(context, 'Dockerfile'), `${lines.join('\n')}\n`)
      await run('build', '--quiet', '--network', 'none', '--tag', tag, context)
    }
    const fill = (name: string, kilobytes: number) => `RUN dd if=/dev/zero of=/data-${name} bs=1024 count=${kilobytes}`
    await build('py:1', 'FROM base:1', fill('py', 300), 'ENV PYTHON=3')
    await build('api:1', 'FROM py:1', fill('api', 50), 'ENV V=1', 'RUN rm /data-py', fill('more', 20), 'CMD ["api"]')
    await build('api:2', 'FROM py:1', fill('api', 50), 'ENV V=2', fill('other', 70))
    await build('moved:1', 'FROM base:1', fill('first', 11))
    // The tag moves: what was built first is left without one.
    await build('moved:1', 'FROM base:1', fill('second', 22))
    await run('tag', 'api:2', 'registry.lan:5000/api:2')
    await run('run', '--network', 'none', '--name', 'work', 'api:1', 'sh', '-c', 'echo x > /x')
    await run('commit', 'work', 'committed:1')
    await run('create', '--network', 'none', '--name', 'web', 'moved:1', 'sh')
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

interface DiskUsage {
  readonly LayersSize: number
  readonly Images: readonly {readonly Id: string; readonly Size: number; readonly SharedSize: number}[]
}

const usageOf = async (engine: Engine) => (await engine.client.json({path: '/system/df', signal})) as DiskUsage
const engineAt = ({host}: TestEngine) => enginesAt(host).find(null, signal)
const sharingOn = async (engine: Engine) => new Sharing(await new EngineHoldings(engine).read(context))

describe('what the images of a Docker engine share', requires('dockerd'), () => {
  const engine = dockerEngine(shop)

  it('is to the byte what `docker system df -v` says', async () => {
    const sharing = await sharingOn(await engineAt(engine()))
    const {Images, LayersSize} = await usageOf(await engineAt(engine()))
    const ours = sharing.holdings.images.flatMap(({key, listed}, image) => {
      const {bytes, shared} = sharing.share(image)
      return listed ? [`${key} ${bytes} ${shared}`] : []
    })
    expect(ours.sort()).toEqual(Images.map(({Id, Size, SharedSize}) => `${Id} ${Size} ${SharedSize}`).sort())
    expect(sharing.totals()).toMatchObject({images: Images.length, unsized: 0})
    // Nothing is held by untagged parents alone here.
    expect(sharing.totals().stored).toBe(LayersSize)
  })

  it('is told by a command, as text and for programs', async () => {
    const {stdout, code} = await layerlens(['sharing', '--host', engine().host])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^7 images of \d+ layers take .*; without sharing they would take /)
    expect(stdout).toMatch(/^1 layer +\S+ \S+ +×7 +base:1$/m)
    const json = JSON.parse((await layerlens(['sharing', '-H', engine().host, '--json', '--free', 'api:1'])).stdout)
    expect(json.removal.stays).toMatchObject([
      {tags: ['api:1'], heldBy: [{kind: 'container', name: 'work'}, {kind: 'child'}]},
    ])
    for (const names of [
      ['api:1', 'api:2'],
      ['api:2', 'api:1'],
    ]) {
      // In the order in which they are named: the engine's own is of times, which may be the same.
      const {stdout: matrix} = await layerlens(['sharing', '-H', engine().host, '--matrix', ...names])
      expect(matrix).toMatch(new RegExp(`^A ${names[0]}.*\nB ${names[1]}.*$`, 'm'))
    }
    const unknown = await layerlens(['sharing', '-H', engine().host, '--free', 'nothing:1'])
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringContaining('None of these images is called nothing:1'),
    ])
  })

  it('goes when it is removed: exactly what was promised, measured by the engine', async () => {
    const daemon = await engineAt(engine())
    const {run} = engine()
    const dangling = (await run('images', '--quiet', '--no-trunc', '--filter', 'dangling=true')).trim()
    const removing = async (...names: string[]) => {
      const sharing = await sharingOn(daemon)
      const plan = removalPlan(
        sharing,
        names.flatMap(name => marksNamed(sharing, name)),
      )
      const before = (await usageOf(daemon)).LayersSize
      // What was built on others comes first: in the order of the plan.
      for (const {image, because} of plan.goes) {
        if (because !== 'marked') continue
        for (const name of image.tags.length === 0 ? [image.key] : image.tags)
          await removeImage(daemon, name, false, signal)
      }
      for (const {untagged, heldBy} of plan.stays) {
        if (heldBy.some(({kind}) => kind === 'container')) continue
        for (const tag of untagged) await removeImage(daemon, tag, false, signal)
      }
      const after = await usageOf(daemon)
      const gone = sharing.holdings.images.map(({key}) => key)
      const left = new Set((await sharingOn(daemon)).holdings.images.map(({key}) => key))
      expect(gone.filter(key => !left.has(key)).sort()).toEqual(plan.goes.map(({image}) => image.key).sort())
      expect(before - after.LayersSize, names.join(' ')).toBe(plan.freed)
      return plan
    }
    const whyStays = ({stays}: RemovalPlan) => stays.flatMap(({heldBy}) => heldBy.map(({kind}) => kind))

    expect(whyStays(await removing('api:2'))).toEqual(['tag'])
    expect(whyStays(await removing('api:1', 'moved:1'))).toEqual(['container', 'child', 'container'])
    // Told by what came of its steps: they are in no list.
    expect(whyStays(await removing('py:1'))).toEqual(['child', 'child'])
    expect((await removing(dangling)).freed).toBe(11 * 1024)
    expect((await removing('registry.lan:5000/api:2')).freed).toBe(70 * 1024)
    await run('rm', 'work')
    expect((await removing('committed:1')).goes).toHaveLength(1)
    // api:1 goes, the steps it was built in go with it, and py:1, which lost its tag, goes too.
    expect((await removing('api:1')).freed).toBe((300 + 50 + 20) * 1024)
    await run('rm', 'web')
    await removing('base:1', 'moved:1')
    expect((await usageOf(daemon)).LayersSize).toBe(0)
  })
})

describe('what the images of Podman share', requires('podman', 'dockerd'), () => {
  const engine = podmanEngine(async ({run}) => {
    const folder = mkdtempSync(join(tmpdir(), 'lls-'))
    try {
      await run('import', await writeBase(folder), 'base:1')
      await run('tag', 'base:1', 'again:1')
      const build = async (tag: string, ...lines: string[]) => {
        const context = mkdtempSync(join(folder, 'context-'))
        for (const name of ['py', 'api', 'web', 'more']) writeFileSync(join(context, name), name.repeat(20_000))
        writeFileSync(join(context, 'Dockerfile'), `${lines.join('\n')}\n`)
        const options = ['--quiet', '--network', 'host', '--isolation', 'chroot', '--layers', '--timestamp', '0']
        await run('build', ...options, '--tag', tag, context)
      }
      const common = ['FROM base:1', 'COPY py /', 'ENV PYTHON=3']
      await build('api:1', ...common, 'COPY api /', 'ENV V=1', 'COPY more /', 'CMD ["api"]')
      await build('web:1', ...common, 'COPY web /', 'CMD ["web"]')
    } finally {
      rmSync(folder, {recursive: true, force: true})
    }
  })
  const localhost = (...names: string[]) => names.map(name => `localhost/${name}`)

  it('is read the same way', async () => {
    const sharing = await sharingOn(await engineAt(engine()))
    const listed = sharing.holdings.images.filter(image => image.listed)
    expect(listed.flatMap(({tags}) => tags).sort()).toEqual(localhost('again:1', 'api:1', 'base:1', 'web:1'))
    expect(sharing.totals()).toMatchObject({images: 3, layers: 5, unsized: 0})
  })

  it('agrees in its list and in what is said of common layers', async () => {
    const table = await imageTable(await engineAt(engine()), signal)
    const sharing = await sharingOn(await engineAt(engine()))
    for (const {id, tags, shared, unique} of table) {
      expect({tags, shared, unique}).toEqual({tags, ...justBoth(sharing.share(sharing.find(id)))})
    }
    expect(table.find(({tags}) => tags.includes('localhost/web:1'))?.unique).toBeGreaterThan(60_000)
  })

  it('goes when it is removed, with the steps it was built in: exactly what was promised', async () => {
    const daemon = await engineAt(engine())
    const removing = async (name: string) => {
      const sharing = await sharingOn(daemon)
      const plan = removalPlan(sharing, marksNamed(sharing, name))
      const {stdout} = await layerlens(['rm', '--host', engine().host, '--json', name])
      const {freed, deleted} = JSON.parse(stdout)
      expect(freed, name).toBe(plan.freed)
      expect(deleted.toSorted(), name).toEqual(plan.goes.map(({image}) => image.key).sort())
      const left = (await sharingOn(daemon)).holdings.images.map(({key}) => key)
      expect(left).toHaveLength(sharing.holdings.images.length - plan.goes.length)
      return plan
    }
    const api = await removing('api:1')
    expect(api.goes.length).toBeGreaterThan(2)
    expect(api.freed).toBeGreaterThan(140_000)
    // What is in no list holds nothing for anybody who reads one.
    expect(api.kept.by.map(({holder}) => holderName(holder))).toEqual([
      'localhost/web:1',
      expect.stringMatching(/again:1|base:1/),
    ])
    expect((await removing('web:1')).kept.layers).toBe(1)
    expect((await removing('again:1')).freed).toBe(0)
    expect((await layerlens(['rm', '--host', engine().host, 'base:1'])).stdout).toMatch(/^freed {4}\d\S* [kM]B$/m)
  })
})

const justBoth = ({shared, unique}: ImageShare) => ({shared, unique})
