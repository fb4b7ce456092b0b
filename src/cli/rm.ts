import {eachOfSeveral} from '../image/oci/each-of-several.ts'
import {LensError, toFailure} from '../image/oci/error.ts'
import {parseReference} from '../image/oci/reference.ts'
import {formatRemoteName, parseRemoteName} from '../image/oci/remote-name.ts'
import {removeMeasured} from '../operations/engine/remove-images.ts'
import {removeTag} from '../operations/registry/remove-tag.ts'
import type {Engine} from '../sources/engine/engine.ts'
import {removeFromStore} from '../sources/store/store-verbs.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {shellWord} from '../text/shell-words.ts'
import {size} from '../text/size.ts'
import {type Command, EXIT, type Given, type World} from './command.ts'
import {exitCodeOf, failureText} from './failure.ts'
import {removalText} from './format/removal-text.ts'
import {placeOfImage} from './place.ts'

/** One image after the other, as `docker rmi`: what fails is said, the others go, and the first failure gives the exit code. */
export const rm: Command = {
  name: 'rm',
  brief: 'remove images',
  usage: 'IMAGE…',
  summary: 'tags, and images with their last one; says what is freed',
  options: [
    {name: 'force', short: 'f', help: 'also what stopped containers or several tags hold'},
    {name: 'json', help: 'one JSON object an image'},
  ],
  examples: [
    ['layerlens rm shop/api:1.3', 'the tag; the image too if it has no other'],
    ['layerlens rm store:shop/api:1.3', 'in the store; what no other image needs goes at once'],
    ['layerlens rm docker://registry.lan:5000/api:1.3', 'in the registry, where no other tag carries it'],
  ],
  positionals: [1, Number.POSITIVE_INFINITY],
  async run(given, world) {
    const {positionals} = given
    const passedOver = new Set<string>()
    const [first] = await eachOfSeveral(
      positionals,
      async image => {
        if (!passedOver.has(image)) await remove(image, given, world)
      },
      ({name, error}) => {
        const left = error.kind === 'engine-not-reached' ? positionals.filter(isAtThatOf(name)) : []
        for (const each of left) passedOver.add(each)
        const leaves = left.length === 0 ? '' : ` What is left as it is: ${left.join(', ')}`
        const {kind, message, advice} = toFailure(error)
        world.err(failureText({kind, message: `${message}${leaves}`, advice}, false))
      },
    )
    return first === undefined ? EXIT.done : exitCodeOf(first.error)
  },
}

/** Whether an image is where another one is, by what their references say. */
function isAtThatOf(image: string): (other: string) => boolean {
  const {transport} = parseReference(image)
  return other => parseReference(other).transport === transport
}

async function remove(image: string, given: Given, world: World): Promise<void> {
  const place = await placeOfImage(image, given, world, reference => `layerlens rm ${shellWord(reference)}`)
  if (place.kind === 'engine') await fromEngine(place.engine, place.name, given, world)
  else if (place.kind === 'store') await fromStore(place.name, given, world)
  else await fromRegistry(place.name, given, world)
}

async function fromEngine(engine: Engine, image: string, given: Given, world: World): Promise<void> {
  const {untagged, deleted, freed} = await removeMeasured(engine, [image], {
    force: given.has('force'),
    signal: world.signal,
  })
  const lines = [
    ...untagged.map(name => `untagged ${name}`),
    ...deleted.map(id => `deleted  ${id}`),
    ...(freed === null ? [] : [`freed    ${size(freed)}`]),
  ]
  await world.out(
    given.has('json')
      ? `${jsonText({image, untagged, deleted, freed}, 0)}\n`
      : lines.map(line => `${printable(line)}\n`).join(''),
  )
}

async function fromStore(image: string, given: Given, world: World): Promise<void> {
  if (image === '') throw new LensError('usage', 'Which image of the store? Write store:NAME.')
  const {refused: _, ...removed} = await removeFromStore(world.store, [image], {
    force: given.has('force'),
    now: world.now,
    signal: world.signal,
  })
  await world.out(given.has('json') ? `${jsonText({image, ...removed}, 0)}\n` : removalText(removed))
}

async function fromRegistry(text: string, given: Given, world: World): Promise<void> {
  const name = parseRemoteName(text)
  const {digest, untagged} = await removeTag(name, world.registries, given.has('force'), world.signal)
  const shown = untagged.map(tag => formatRemoteName({host: name.host, path: name.path, tag}))
  await world.out(
    given.has('json')
      ? `${jsonText({image: text, untagged: shown, deleted: [digest]}, 0)}\n`
      : `${[...shown.map(each => `untagged ${each}`), `deleted  ${digest}`].map(line => `${printable(line)}\n`).join('')}The registry frees its blobs when it collects garbage.\n`,
  )
}
