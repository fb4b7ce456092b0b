import {describe, expect, it} from 'vitest'
import {filterImages, orderImages} from '../../src/image/analysis/engine-images.ts'
import {imageTable} from '../../src/operations/engine/image-table.ts'
import {listContainers} from '../../src/sources/engine/container-list.ts'
import {size} from '../../src/text/size.ts'
import {layerlens} from '../cli/program.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {requires} from '../corpus/real/tools.ts'
import {dockerEngine, enginesAt, podmanEngine, type TestEngine} from '../engine/engines.ts'
import {context} from '../engine/loading.ts'

const {signal} = context
const withCorpus = async ({run}: TestEngine) =>
  void (await run('load', '--quiet', '--input', (await corpusImage('docker save of several, the commit')).path))

const tableOf = async (host: string) => imageTable(await enginesAt(host).find(null, signal), signal)

describe('the images of a Docker engine', requires('dockerd'), () => {
  const engine = dockerEngine(async started => {
    await withCorpus(started)
    const {run} = started
    await run('create', '--network', 'none', '--name', 'sleeper', 'corpus/steps:1')
    // A tag that moves leaves its image without one.
    await run('tag', 'corpus/committed:1', 'moved:1')
    await run('rmi', 'corpus/committed:1')
    await run('commit', 'sleeper', 'moved:1')
  })

  it('share what docker says they share', async () => {
    const printed = await engine().run(
      ...['system', 'df', '--verbose', '--format'],
      '{{range .Images}}{{.ID}} {{.Size}} {{.SharedSize}} {{.UniqueSize}}\n{{end}}',
    )
    const sizes = (await tableOf(engine().host)).map(({id, engineSize, shared, unique}) =>
      [id.slice(7, 19), engineSize, shared!, unique!].map(value =>
        typeof value === 'number' ? dockerSize(value) : value,
      ),
    )
    const said = printed
      .trim()
      .split('\n')
      .map(line => line.split(' '))
      // docker shows three digits of the size, and four of what is shared.
      .map(([id, whole, shared, unique]) => [id!.replace('sha256:', '').slice(0, 12), whole!, shared!, unique!])
    expect(sizes.map(([id]) => id).sort()).toEqual(said.map(([id]) => id).sort())
    for (const [id, , shared, unique] of said) {
      const ours = sizes.find(row => row[0] === id)!
      expect([ours[2], ours[3]], id).toEqual([shared, unique])
    }
  })

  it('have all their tags, their age, and who uses them', async () => {
    const rows = await tableOf(engine().host)
    const steps = rows.find(({tags}) => tags.includes('corpus/steps:1'))!
    expect([...steps.tags].sort()).toEqual(['corpus/steps:1', 'localhost:5000/steps:latest'])
    expect(steps.usedBy.map(({names}) => names)).toEqual([['sleeper']])
    expect(Date.parse(steps.created!)).toBeGreaterThan(Date.parse('2020-01-01'))
    expect(rows.filter(({dangling}) => dangling)).toHaveLength(1)
    expect(filterImages(rows, 'sleeper').map(({id}) => id)).toEqual([steps.id])
    expect(filterImages(rows, steps.id.slice(7, 12))).toContainEqual(steps)
  })

  it('are ordered', async () => {
    const rows = await tableOf(engine().host)
    expect(orderImages(rows, 'name').map(({tags}) => tags[0])).toEqual([
      'corpus-base:1',
      'corpus/steps:1',
      'moved:1',
      undefined,
    ])
    const sizes = orderImages(rows, 'size').map(({engineSize}) => engineSize)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
  })

  it('are listed by a command', async () => {
    const {stdout, code} = await layerlens(['images', '--host', engine().host, 'sleeper'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^corpus\/steps:1 .* sleeper$/m)
    expect(stdout).toMatch(/^localhost:5000\/steps:latest$/m)
    const json = await layerlens(['images', '-H', engine().host, '--json', '--dangling'])
    const [row] = json.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(row).toMatchObject({tags: [], dangling: true, usedBy: []})
    expect((await layerlens(['images', '-H', engine().host, '--sort', 'colour'])).code).toBe(2)
  })

  it('have containers', async () => {
    const [container] = await listContainers(await enginesAt(engine().host).find(null, signal), signal)
    expect(container).toMatchObject({names: ['sleeper'], image: 'corpus/steps:1', state: 'created', ports: []})
    const {stdout} = await layerlens(['containers', '-H', engine().host])
    expect(stdout).toMatch(/^sleeper +[0-9a-f]{12} +corpus\/steps:1 +Created/m)
    expect((await layerlens(['containers', '-H', engine().host, '--running', '--json'])).stdout).toBe('')
  })
})

/** As docker's own table shows sizes: four significant digits, no space. */
function dockerSize(bytes: number): string {
  const [, unit] = size(bytes).split(' ')
  const power = ['B', 'kB', 'MB', 'GB', 'TB'].indexOf(unit!)
  return `${Number((bytes / 1000 ** power).toPrecision(4))}${unit}`
}

describe('the images of Podman', requires('podman', 'dockerd'), () => {
  const engine = podmanEngine(withCorpus)

  it('have their tags and sizes', async () => {
    const rows = await tableOf(engine().host)
    const steps = rows.find(({tags}) => tags.includes('localhost/corpus/steps:1'))!
    expect(steps.tags).toContain('localhost:5000/steps:latest')
    // Podman counts an image's manifest and configuration as part of its size.
    const documents = steps.engineSize - steps.shared! - steps.unique!
    expect([documents > 0, documents < 20_000]).toEqual([true, true])
  })
})

describe('without an engine', () => {
  it('the lists say what was tried, and end with 3', async () => {
    const {code, stderr} = await layerlens(['images', '--host', 'unix:///nowhere/docker.sock'])
    expect(code).toBe(3)
    expect(stderr).toContain('No engine could be reached. Tried --host (unix:///nowhere/docker.sock)')
  })
})
