import {toFailure} from '../image/oci/error.ts'
import {pullMissing} from '../operations/engine/pull-missing.ts'
import {NOT_RUN, runWithTerminal, runWords} from '../operations/engine/run-container.ts'
import type {Command} from './command.ts'
import {failureText} from './failure.ts'
import {notFetched, runRefusal} from './run-refusal.ts'

/** From here on exit codes tell of who was interrupted, and knows. */
const BY_SIGNAL = 128

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
    const engine = await world.engine()
    const volumes = given.values('volume')
    const words = runWords(engine.info, {
      image,
      command,
      name: given.value('name'),
      ports: given.values('publish'),
      volumes,
      env: given.values('env'),
      network: given.value('network'),
      keep: false,
      idFile: null,
      terminal: world.columns !== null && world.stdin === null,
    })
    // What the client says while it runs the image goes through us: of its progress lines would be left.
    const fetched = await pullMissing(engine, image, world.signal)
    if (fetched !== 0) {
      if (fetched < BY_SIGNAL) world.err(failureText(toFailure(notFetched(image)), false))
      return fetched < BY_SIGNAL ? NOT_RUN : fetched
    }
    return runWithTerminal(words, {
      retell: said => {
        const refused = runRefusal(said, {image, volumes, program: words[0]})
        return refused && failureText(toFailure(refused), false)
      },
    })
  },
}
