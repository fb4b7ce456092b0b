import {buildImage} from '../operations/engine/build-image.ts'
import {daemonTransport} from '../sources/engine/daemon-transport.ts'
import {type Command, EXIT} from './command.ts'

export const build: Command = {
  name: 'build',
  brief: 'and look at it',
  usage: '[OPTIONS] PATH',
  summary: 'docker build or podman build, then the explorer',
  options: [],
  passesThrough: true,
  examples: [
    ['layerlens build -t shop/api:1.5 .', 'builds with the engine that answers, then opens the image'],
    ['layerlens build -t shop/api:1.5 . > id', 'in a pipe: the ID of what was built'],
  ],
  positionals: [0, Number.POSITIVE_INFINITY],
  async run(given, world) {
    const {info} = await world.engine()
    const {code, id} = await buildImage(info, given.positionals)
    // With --push or --output nothing may have come into the engine.
    if (code !== 0 || id === null) return code
    if (world.columns !== null && world.stdin === null) return world.explore(`${daemonTransport(info.kind)}:${id}`)
    await world.out(`${id}\n`)
    return EXIT.done
  },
}
