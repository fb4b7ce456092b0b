import {LensError} from '../image/oci/error.ts'
import {parseReference} from '../image/oci/reference.ts'
import {parseAddition} from '../operations/commit/added.ts'
import {commitImage} from '../operations/commit/commit-image.ts'
import {commit as commitContainer} from '../sources/engine/image-verbs.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {count, counted, size} from '../text/size.ts'
import {type Command, EXIT, type Given, type World} from './command.ts'
import {copied} from './copying.ts'
import {openReference} from './open.ts'
import {nameAt} from './push.ts'

export const commit: Command = {
  name: 'commit',
  brief: 'make an image',
  usage: 'CONTAINER|REF [NAME]',
  summary: 'an image of a container, or of an image and a change',
  options: [
    {name: 'add', value: 'PATH[:/AT]', help: 'of REF: a folder, tar or file, at / or AT; root owns it, times stay'},
    {name: 'remove', value: 'PATH', help: 'of REF: what is gone then; both may be given often'},
    {name: 'chown', value: 'UID:GID', help: 'who owns what is added; a tar says so itself'},
    {name: 'change', short: 'c', value: 'LINE', help: 'a line of a Dockerfile, such as CMD ["sh"]; often'},
    {name: 'message', short: 'm', value: 'TEXT', help: 'what was done'},
    {name: 'author', short: 'a', value: 'WHO', help: 'who did it'},
    {name: 'no-pause', help: 'of CONTAINER: let what runs in it run on'},
    {name: 'json', help: 'as one JSON document, for programs'},
  ],
  examples: [
    ['layerlens commit api-1 shop/api:1.5 -m "add net-tools"', 'what container:api-1 shows becomes a layer'],
    ['layerlens commit store:api:1 api:2 --add ./dist:/app --remove /tmp', 'without an engine'],
  ],
  positionals: [1, 2],
  run: (given, world) => (isImage(given) ? fromImage(given, world) : fromContainer(given, world)),
}

/** A bare name is a container's, unless something is to be added or removed: a container was changed from within. */
function isImage(given: Given): boolean {
  const {transport} = parseReference(given.positionals[0]!)
  if (transport !== null) return transport !== 'container'
  return given.has('add') || given.has('remove')
}

/** What a container has no use for, and an image neither: each changes in its own way. Throws `usage`. */
function refuse(given: Given, options: readonly string[], why: string): void {
  const found = options.find(name => given.has(name))
  if (found !== undefined) throw new LensError('usage', `--${found} is not for this: ${why}`)
}

async function fromContainer(given: Given, world: World): Promise<number> {
  refuse(given, ['add', 'remove', 'chown'], 'what a container changed is committed as it is. An image is named REF.')
  const name = given.positionals.length > 1 ? nameAt(given, 1) : null
  const options = {
    container: given.positionals[0]!.replace(/^container:/, ''),
    name,
    message: given.value('message') ?? '',
    author: given.value('author') ?? '',
    pause: !given.has('no-pause'),
    changes: given.values('change'),
  }
  const id = await commitContainer(await world.engine(), options, world.signal)
  const shown = name === null ? null : `${name.repository}:${name.tag}`
  await world.out(
    given.has('json') ? `${jsonText({id, name: shown}, 0)}\n` : `${shown === null ? '' : `${shown}  `}${id}\n`,
  )
  return EXIT.done
}

/** Where the new image goes: as its transport says, a bare name into the store. */
function destinationFor(text: string): string {
  return parseReference(text).transport === null ? `store:${text}` : text
}

async function fromImage(given: Given, world: World): Promise<number> {
  refuse(given, ['no-pause'], 'nothing runs in an image.')
  const name = given.positionals[1]
  if (name === undefined) {
    throw new LensError('usage', 'What is the new image called?', {advice: 'layerlens commit REF NAME --add DIR'})
  }
  const base = await openReference(given.positionals[0]!, given, world)
  const seconds = epochOf(world.sourceDateEpoch)
  const work = {
    additions: given.values('add').map(parseAddition),
    removals: given.values('remove'),
    owner: ownerOf(given.value('chown')),
    youngest: seconds,
    changes: given.values('change'),
    message: given.value('message') ?? '',
    author: given.value('author') ?? '',
    created: new Date(seconds === null ? world.now : seconds * 1000).toISOString(),
  }
  const committed = await commitImage(base, work, {
    load: async image => (await world.load(image, {verify: false, compare: false})).union,
    context: {signal: world.signal, progress: () => {}},
  })
  try {
    const {layer} = committed
    const result = await copied(committed.image, destinationFor(name), {verb: 'Committing'}, world)
    const {destination, id, digest} = result
    await world.out(
      given.has('json')
        ? `${jsonText({id, digest, name: destination, base: base.reference, layer}, 0)}\n`
        : `${printable(destination)}  ${id}\n${
            layer === null
              ? 'no layer was added'
              : `1 layer, ${size(layer.size)}: ${counted(layer.added, 'path', 'paths')} added, ${count(layer.removed)} removed`
          }\n`,
    )
    return EXIT.done
  } finally {
    committed.close()
  }
}

/** reproducible-builds.org: seconds since 1970 that stand for now, and that nothing is younger than. */
function epochOf(text: string | null): number | null {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null
}

function ownerOf(text: string | null): readonly [number, number] | null {
  if (text === null) return null
  const found = /^(\d{1,10}):(\d{1,10})$/.exec(text)
  if (found !== null) return [Number(found[1]), Number(found[2])]
  throw new LensError('usage', `${text} is no owner.`, {advice: 'Write numbers: --chown UID:GID, such as 1000:1000.'})
}
