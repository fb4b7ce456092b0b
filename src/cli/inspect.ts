import type {LoadedImage} from '../operations/load-image.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {type Command, EXIT} from './command.ts'
import {inspectJson} from './format/inspect-json.ts'
import {inspectText} from './format/inspect-text.ts'
import {odditiesText} from './format/oddities.ts'
import {openFor} from './open.ts'

export const inspect: Command = {
  name: 'inspect',
  brief: 'facts, totals',
  usage: 'REF',
  summary: 'manifest, config, layers and totals',
  options: [
    {name: 'json', help: 'as one JSON document, for programs'},
    {name: 'no-verify', help: 'take the digests of plain layers on trust instead of hashing them'},
  ],
  examples: [
    ['layerlens inspect image.tar', 'what is in it, layer by layer'],
    ['layerlens inspect --json oci:./layout:1.4 | jq .totals.wastedSize', 'one figure for a script'],
  ],
  positionals: [1, 1],
  async run(given, world) {
    const image = await openFor(given, world)
    const loaded = await world.load(image, {verify: !given.has('no-verify'), compare: true})
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

/** Says on standard error what keeps an image from being whole. */
export function tellFaults(loaded: LoadedImage, err: (message: string) => void): void {
  if (loaded.faults.length === 0) return
  for (const {layer, message} of loaded.faults) err(`layerlens: layer ${layer}: ${printable(message)}\n`)
  const count = loaded.faults.length
  err(
    `layerlens: The image is incomplete: ${count} of its ${loaded.layers.length} layers could not be read as they should be.\n`,
  )
}
