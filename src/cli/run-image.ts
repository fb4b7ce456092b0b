import {runWithTerminal, runWords} from '../operations/engine/run-container.ts'
import type {Command} from './command.ts'

export const run: Command = {
  name: 'run',
  brief: 'a container',
  usage: 'IMAGE [-- COMMAND…]',
  summary: 'a container of an image, gone when it ends',
  options: [
    {name: 'name', value: 'NAME', help: 'what the container is called'},
    {name: 'publish', short: 'p', value: 'HOST:CONTAINER', help: 'a port that leads into it; may be given often'},
    {name: 'volume', short: 'v', value: 'FOLDER:PATH', help: 'a folder that it sees; may be given often'},
    {name: 'env', short: 'e', value: 'NAME=VALUE', help: 'a variable of its environment; may be given often'},
    {name: 'network', value: 'NAME', help: 'the network that it is in, such as host or none'},
  ],
  examples: [
    ['layerlens run shop/api:1.4 -p 8080:80', "the image's own command"],
    ['layerlens run shop/api:1.4 -- sh', 'a shell in it'],
  ],
  positionals: [1, Number.POSITIVE_INFINITY],
  async run(given, world) {
    const [image = '', ...command] = given.positionals
    const {info} = await world.engine()
    return runWithTerminal(
      runWords(info, {
        image,
        command,
        name: given.value('name'),
        ports: given.values('publish'),
        volumes: given.values('volume'),
        env: given.values('env'),
        network: given.value('network'),
        keep: false,
        terminal: world.columns !== null && world.stdin === null,
      }),
    )
  },
}
