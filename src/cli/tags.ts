import {shortDigest} from '../image/oci/digest.ts'
import {LensError} from '../image/oci/error.ts'
import type {Context} from '../image/oci/image.ts'
import {architectureOfHost} from '../image/oci/platform.ts'
import {formatRemoteName, isHostAlone, parseRemoteName} from '../image/oci/remote-name.ts'
import {tagsOf} from '../operations/registry/catalog.ts'
import {type TagFacts, tagFacts} from '../operations/registry/tag-facts.ts'
import {storeListing} from '../operations/store/store-listing.ts'
import {parseStoreName, splitTag} from '../sources/store/store-name.ts'
import {age} from '../text/age.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {size} from '../text/size.ts'
import {type Command, EXIT, type Given, type World} from './command.ts'
import {columns} from './format/columns.ts'
import {storeText} from './format/store-text.ts'

/** Tags that are asked about at once. */
const AT_ONCE = 6

export const tags: Command = {
  name: 'tags',
  brief: 'tags of one',
  usage: 'HOST/REPO|store:[REPO]',
  summary: 'the tags of a repository, in a registry or the store',
  options: [
    {name: 'long', short: 'l', help: 'with digest, size, platforms and age: two or three more requests for each tag'},
    {name: 'json', help: 'one JSON object a line, for programs'},
  ],
  examples: [
    ['layerlens tags localhost:5000/shop/api', 'which versions are there'],
    ['layerlens tags -l docker.io/library/nginx', 'and what each one is'],
  ],
  positionals: [1, 1],
  async run(given, world) {
    const inStore = /^store:(.*)$/.exec(given.positionals[0]!)?.[1]
    if (inStore !== undefined) return ofStore(inStore, given, world)
    const written = given.positionals[0]!.replace(/^docker:\/\//, '').replace(/\/+$/, '')
    if (isHostAlone(written)) throw noRepository(printable(written))
    const name = parseRemoteName(written)
    if (name.tag !== null || name.digest !== null) {
      throw new LensError('usage', 'A repository has tags; a tag has none.', {
        advice: `Leave it out: layerlens tags ${formatRemoteName({host: name.host, path: name.path})}`,
      })
    }
    const context: Context = {signal: world.signal, progress: () => {}}
    const all = await tagsOf(name, world.registries, context)
    if (all.length === 0) world.err(`layerlens: ${printable(formatRemoteName(name))} has no tags.\n`)
    const json = given.has('json')
    if (!given.has('long')) {
      await world.out(all.map(tag => `${json ? jsonText({tag}, 0) : printable(tag)}\n`).join(''))
      return EXIT.done
    }
    const facts: TagFacts[] = []
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all.slice(at, at + AT_ONCE)
      const found = await Promise.all(
        some.map(tag =>
          tagFacts(name, tag, {registries: world.registries, architecture: architectureOfHost(process.arch)}, context),
        ),
      )
      if (json) await world.out(found.map(each => `${jsonText(each, 0)}\n`).join(''))
      else facts.push(...found)
    }
    if (!json && facts.length > 0) await world.out(table(facts, world.now))
    return EXIT.done
  },
}

function noRepository(host: string): LensError {
  return new LensError('usage', `${host} is a registry; which of its repositories?`, {
    advice: `List them: layerlens catalog ${host}, then layerlens tags ${host}/REPOSITORY`,
  })
}

async function ofStore(repository: string, given: Given, world: World): Promise<number> {
  const wanted = repository === '' ? null : splitTag(parseStoreName(repository))[0]
  const images = (await storeListing(world.store)).map(image => ({
    ...image,
    tags: image.tags.filter(tag => wanted === null || splitTag(tag)[0] === wanted),
  }))
  const found = images.filter(({tags}) => tags.length > 0)
  if (found.length === 0)
    world.err(`layerlens: The store has no tags${wanted === null ? '' : ` of ${printable(wanted)}`}.\n`)
  if (given.has('json')) {
    const lines = found.flatMap(({tags, digest, storedSize, created, platforms, problem}) =>
      tags.map(tag => jsonText({tag, digest, size: storedSize, created, platforms, failure: problem}, 0)),
    )
    await world.out(lines.map(line => `${line}\n`).join(''))
  } else if (given.has('long')) await world.out(storeText(found, world.now))
  else
    await world.out(
      found
        .flatMap(({tags}) => tags)
        .sort()
        .map(tag => `${printable(tag)}\n`)
        .join(''),
    )
  return EXIT.done
}

function table(facts: readonly TagFacts[], now: number): string {
  const rows = facts.map(({tag, digest, size: bytes, created, platforms, failure}) => [
    printable(tag),
    digest === null ? '' : shortDigest(digest),
    bytes === null ? '' : size(bytes),
    age(created, now) ?? '',
    failure === null ? platforms.map(platform => printable(platform)).join(', ') : `! ${printable(failure.message)}`,
  ])
  return columns([['tag', 'digest', 'stored', 'created', 'platforms'], ...rows], new Set([2]))
}
