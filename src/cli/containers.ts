import {listContainers} from '../sources/engine/container-list.ts'
import {jsonText} from '../text/json-text.ts'
import {type Command, EXIT} from './command.ts'
import {containersText} from './format/engine-text.ts'

export const containers: Command = {
  name: 'containers',
  brief: 'of the engine',
  usage: '',
  summary: "the engine's containers, running or not",
  options: [
    {name: 'running', help: 'only those that run'},
    {name: 'json', help: 'one JSON object a line, for programs'},
  ],
  examples: [
    ['layerlens containers', 'all of them'],
    ['layerlens containers --json | jq -r .id', 'their IDs'],
  ],
  positionals: [0, 0],
  async run(given, world) {
    const all = await listContainers(await world.engine(), world.signal)
    const rows = given.has('running') ? all.filter(({state}) => state === 'running') : all
    await world.out(
      given.has('json') ? rows.map(row => `${jsonText(row, 0)}\n`).join('') : containersText(rows, world.now),
    )
    return EXIT.done
  },
}
