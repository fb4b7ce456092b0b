import {randomUUID} from 'node:crypto'
import {createReadStream, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {LensError} from '../image/oci/error.ts'
import {saveToFile} from '../operations/engine/save-images.ts'
import {saveStored} from '../operations/store/save-stored.ts'
import type {Engine} from '../sources/engine/engine.ts'
import {saveImages} from '../sources/engine/image-verbs.ts'
import {printable} from '../text/printable.ts'
import {size} from '../text/size.ts'
import {type Command, EXIT, type Given, type World} from './command.ts'
import {copied} from './copying.ts'
import {ProgressLine} from './format/progress-line.ts'
import {openReference} from './open.ts'
import {placeOfImage} from './place.ts'

export const save: Command = {
  name: 'save',
  brief: 'as an archive',
  usage: 'IMAGE…',
  summary: 'images of the engine or the store, as one archive',
  options: [{name: 'output', short: 'o', value: 'FILE', help: 'where to; standard output by default'}],
  examples: [
    ['layerlens save shop/api:1.4 -o api.tar', 'a file that any tool opens'],
    ['layerlens save shop/api:1.4 | zstd > api.tar.zst', 'on its way through a program'],
    ['layerlens copy store:shop/api:1.4 oci-archive:api.tar', 'packed, as OCI tools take it'],
  ],
  positionals: [1, Number.POSITIVE_INFINITY],
  async run(given, world) {
    const path = given.value('output')
    if (path === null && world.columns !== null) {
      throw new LensError('usage', 'An archive would make a mess of a terminal.', {advice: 'Name a file: -o FILE'})
    }
    const places = []
    for (const image of given.positionals) places.push(await placeOfImage(image, given, world, null))
    const engines = places.flatMap(place => (place.kind === 'engine' ? [place.engine] : []))
    const [engine] = engines
    if (engine !== undefined && engines.length === places.length && engines.every(each => each === engine)) {
      await fromEngine(
        engine,
        places.map(({name}) => name),
        path,
        world,
      )
    } else if (engine === undefined && places.every(({kind}) => kind === 'store')) {
      await fromStore(
        places.map(({name}) => name),
        path,
        given,
        world,
      )
    } else {
      throw new LensError(
        'usage',
        'These images are in several places, or in a registry; one archive takes them of one.',
        {
          advice: 'Copy each by itself: layerlens copy SRC docker-archive:FILE',
        },
      )
    }
    return EXIT.done
  },
}

async function fromEngine(engine: Engine, names: readonly string[], path: string | null, world: World): Promise<void> {
  if (path === null) {
    for await (const chunk of saveImages(engine, names, world.signal)) await world.outBytes(chunk)
    return
  }
  const line = new ProgressLine(text => world.err(text), world.showsProgress)
  const context = {
    signal: world.signal,
    progress: ({label, done}: {label: string; done: number}) => line.update(printable(label), done, 0),
  }
  const bytes = await saveToFile(engine, names, path, context).finally(() => line.end())
  await world.out(`${printable(path)}  ${size(bytes)}\n`)
}

async function fromStore(names: readonly string[], path: string | null, given: Given, world: World): Promise<void> {
  const target = path ?? join(tmpdir(), `layerlens-${process.pid}-${randomUUID()}.tar`)
  try {
    await saveStored(names, target, {
      open: reference => openReference(reference, given, world),
      copy: (image, destination) => copied(image, destination, {verb: 'Saving'}, world),
      signal: world.signal,
    })
    if (path === null)
      for await (const chunk of createReadStream(target, {highWaterMark: 1 << 20})) await world.outBytes(chunk)
    else await world.out(`${printable(path)}\n`)
  } finally {
    if (path === null) rmSync(target, {force: true})
  }
}
