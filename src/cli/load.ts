import {LensError} from '../image/oci/error.ts'
import {loadArchive} from '../operations/engine/load-archive.ts'
import {loadIntoStore} from '../operations/store/load-stored.ts'
import {printable} from '../text/printable.ts'
import {type Command, EXIT, type Given, type World} from './command.ts'
import {copied} from './copying.ts'
import {engineIfAny} from './place.ts'

export const load: Command = {
  name: 'load',
  brief: 'an archive',
  usage: '[FILE]',
  summary: 'the images of an archive, into the engine or the store',
  options: [],
  examples: [
    ['layerlens load api.tar', 'what docker save wrote; into the store where no engine answers'],
    ['zstd -dc api.tar.zst | layerlens load', 'from standard input'],
    ['layerlens copy api.tar store:', 'into the store, whatever engine there is'],
  ],
  positionals: [0, 1],
  async run(given, world) {
    const path = given.positionals[0]
    if (path === undefined && world.stdin === null) {
      throw new LensError('usage', 'Which archive? Name a file, or send one.', {advice: 'layerlens load image.tar'})
    }
    const engine = await engineIfAny(given, world, 'what is loaded goes into the store.')
    if (engine === null) return intoStore(path ?? '-', given, world)
    const said = await loadArchive(engine, path ?? world.stdin!, {signal: world.signal, progress: () => {}})
    await world.out(said.map(text => `${printable(text)}\n`).join(''))
    return EXIT.done
  },
}

async function intoStore(archive: string, given: Given, world: World): Promise<number> {
  const loaded = loadIntoStore(archive, world.store, {
    // The platform is chosen once: of what was chosen there is no other.
    resolve: reference => world.resolve(reference, reference === archive ? given.value('platform') : null),
    copy: (image, destination) => copied(image, destination, {verb: 'Loading'}, world),
    signal: world.signal,
  })
  for await (const reference of loaded) await world.out(`Loaded image: ${printable(reference)}\n`)
  return EXIT.done
}
