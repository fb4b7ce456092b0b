import {parseRegistryHost} from '../image/oci/remote-name.ts'
import {repositoriesOf} from '../operations/registry/catalog.ts'
import {splitTag} from '../sources/store/store-name.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {type Command, EXIT, type Given, type World} from './command.ts'

export const catalog: Command = {
  name: 'catalog',
  brief: 'repositories',
  usage: 'HOST|store:',
  summary: 'the repositories of a registry or of the store',
  options: [{name: 'json', help: 'one JSON object a line, for programs'}],
  examples: [
    ['layerlens catalog localhost:5000', 'see that a push arrived'],
    ['layerlens catalog registry.lan --json | jq -r .repository', 'names for a script'],
  ],
  positionals: [1, 1],
  async run(given, world) {
    if (/^store:?$/.test(given.positionals[0]!)) return ofStore(given, world)
    const host = parseRegistryHost(given.positionals[0]!)
    const context = {signal: world.signal, progress: () => {}}
    const json = given.has('json')
    let found = 0
    for await (const page of repositoriesOf(host, world.registries, context)) {
      found += page.length
      const lines = page.map(name => (json ? jsonText({host, repository: name}, 0) : printable(name)))
      await world.out(lines.map(line => `${line}\n`).join(''))
    }
    if (found === 0) world.err(`layerlens: ${printable(host)} has no repositories yet.\n`)
    return EXIT.done
  },
}

async function ofStore(given: Given, world: World): Promise<number> {
  const names = world.store.readIndex().entries.flatMap(({tag}) => (tag === null ? [] : splitTag(tag)[0]))
  const lines = [...new Set(names)].sort()
  await world.out(
    lines
      .map(name => `${given.has('json') ? jsonText({host: 'store', repository: name}, 0) : printable(name)}\n`)
      .join(''),
  )
  if (lines.length === 0)
    world.err(`layerlens: The store (${printable(world.store.folder)}) has no named images yet.\n`)
  return EXIT.done
}
