import {jsonText} from '../text/json-text.ts'
import {type Command, EXIT} from './command.ts'
import {inspectJson} from './format/inspect-json.ts'
import {inspectText} from './format/inspect-text.ts'
import {odditiesText} from './format/oddities.ts'
import {openFor} from './open.ts'
import {loadVerified, NO_VERIFY, tellFaults} from './verified.ts'

export const inspect: Command = {
  name: 'inspect',
  brief: 'facts, totals',
  usage: 'REF',
  summary: 'manifest, config, layers and totals',
  options: [{name: 'json', help: 'as one JSON document, for programs'}, NO_VERIFY],
  examples: [
    ['layerlens inspect image.tar', 'what is in it, layer by layer'],
    ['layerlens inspect --json oci:./layout:1.4 | jq .totals.wastedSize', 'one figure for a script'],
  ],
  positionals: [1, 1],
  async run(given, world) {
    const image = await openFor(given, world)
    const loaded = await loadVerified(image, given, world, true)
    await world.out(
      given.has('json')
        ? `${jsonText(inspectJson(loaded))}\n`
        : inspectText(loaded, {now: world.now, columns: world.columns}),
    )
    if (!given.has('json')) world.err(odditiesText(loaded))
    tellFaults(loaded, message => world.err(message))
    return loaded.faults.length > 0 ? EXIT.input : EXIT.done
  },
}
