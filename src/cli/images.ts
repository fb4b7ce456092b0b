import {filterImages, IMAGE_ORDERS, type ImageOrder, orderImages} from '../image/analysis/engine-images.ts'
import {LensError} from '../image/oci/error.ts'
import {type ImageRow, imageTable} from '../operations/engine/image-table.ts'
import {demoMarked} from '../operations/store/store-at-home.ts'
import {asListed, storeListing} from '../operations/store/store-listing.ts'
import {jsonText} from '../text/json-text.ts'
import {type Command, EXIT, type Given, type World} from './command.ts'
import {imagesText} from './format/engine-text.ts'
import {storeText} from './format/store-text.ts'
import {engineIfAny} from './place.ts'

export const images: Command = {
  name: 'images',
  brief: 'what is here',
  usage: '[TEXT]',
  summary: 'images of the engine, else the store; what they share',
  options: [
    {
      name: 'sort',
      value: 'ORDER',
      help: `${IMAGE_ORDERS.join(', ')}; the newest first by default`,
      choices: IMAGE_ORDERS,
    },
    {name: 'dangling', help: 'only those that no tag leads to'},
    {name: 'json', help: 'one JSON object a line, for programs'},
  ],
  examples: [
    ['layerlens images', 'all of them'],
    ['layerlens images shop --sort unique', 'what removing each would free'],
    ['layerlens images --json | jq -r .tags[]', 'all tags'],
  ],
  positionals: [0, 1],
  async run(given, world) {
    const order = orderOf(given.value('sort'))
    const engine = await engineIfAny(given, world, 'this is what the store holds.')
    if (engine === null) return storeImages(order, given, world)
    const all = filterImages(await imageTable(engine, world.signal), given.positionals[0] ?? '')
    const found = given.has('dangling') ? all.filter(({dangling}) => dangling) : all
    const rows = order === null ? found : orderImages(found, order)
    await world.out(
      given.has('json') ? rows.map(row => `${jsonText(imageJson(row), 0)}\n`).join('') : imagesText(rows, world.now),
    )
    return EXIT.done
  },
}

async function storeImages(order: ImageOrder | null, given: Given, world: World): Promise<number> {
  const listed = await demoMarked((await storeListing(world.store)).map(asListed), world.demo, world.signal)
  const all = filterImages(listed, given.positionals[0] ?? '')
  const found = given.has('dangling') ? all.filter(({dangling}) => dangling) : all
  const rows = order === null ? found : orderImages(found, order)
  await world.out(
    given.has('json')
      ? rows
          .map(
            ({id, digest, tags, platforms, created, storedSize, shared, unique, dangling, problem, demo = false}) =>
              `${jsonText({id, digest, tags, platforms, created, storedSize, shared, unique, dangling, problem, demo}, 0)}\n`,
          )
          .join('')
      : storeText(rows, world.now),
  )
  return EXIT.done
}

function orderOf(text: string | null): ImageOrder | null {
  const found = IMAGE_ORDERS.find(order => order === text)
  if (text === null || found !== undefined) return found ?? null
  throw new LensError('usage', `Images can't be sorted by ${text}.`, {
    advice: `Take one of ${IMAGE_ORDERS.join(', ')}.`,
  })
}

function imageJson({id, tags, digests, created, engineSize, shared, unique, usedBy, dangling}: ImageRow): unknown {
  const containers = usedBy.map(({id, names, state}) => ({id, name: names[0] ?? null, state}))
  return {id, tags, digests, created, engineSize, shared, unique, dangling, usedBy: containers}
}
