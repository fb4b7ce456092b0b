import {LensError} from '../../image/oci/error.ts'
import {inShort} from '../../image/oci/hashed-sources.ts'
import {parseInstruction, wholeInstruction} from '../../image/oci/instruction.ts'
import {knownHosts} from '../../operations/registry/known-hosts.ts'
import {storeListing} from '../../operations/store/store-listing.ts'
import {listContainers} from '../../sources/engine/container-list.ts'
import {listImages} from '../../sources/engine/image-list.ts'
import {printable} from '../../text/printable.ts'
import {size} from '../../text/size.ts'
import type {Command, Option, World} from '../command.ts'
import type {Candidate} from './candidate.ts'
import {filesBehind, imagesOfFile} from './images-of-file.ts'
import {pathsBelow} from './paths-below.ts'
import {positionalKind, type TypedLine} from './typed-line.ts'

export interface Candidates {
  readonly words: readonly Candidate[]
  /** paths of the disk fit as well */
  readonly files: boolean
}

/** What a shell would act upon is not offered: names out of images and engines are hostile. A blank is quoted by the scripts. */
const HARMLESS = /^[\p{L}\p{N}._/:@+,=% -]+$/u

/**
 * The candidates for the word that is typed. What can't be found out (no engine, no such image) offers nothing: a shell that
 * completes has no place for an error.
 */
export async function candidatesFor(
  line: TypedLine,
  commands: readonly Command[],
  common: readonly Option[],
  world: World,
): Promise<Candidates> {
  const {words, files} = await found(line, commands, common, world)
  const fitting = words.filter(({word}) => word.startsWith(line.typed) && HARMLESS.test(word))
  return {words: fitting.map(each => ({...each, word: line.before + each.word})), files}
}

async function found(
  line: TypedLine,
  commands: readonly Command[],
  common: readonly Option[],
  world: World,
): Promise<Candidates> {
  const {command, positionals, option, typed} = line
  if (option !== null) return optionValues(option, line, world)
  if (typed.startsWith('-')) {
    const options = [...(command?.options ?? []), ...common]
    return only(options.map(({name, help}) => ({word: `--${name}`, meaning: help})))
  }
  if (command === null) {
    if (positionals.length > 0) return NOTHING
    const names = commands.map(({name, summary}) => ({word: name, meaning: summary}))
    return {words: [...names, ...(await imageNames(world))], files: true}
  }
  switch (positionalKind(command.usage, positionals.length)) {
    case 'REF':
    case 'SRC':
    case 'A':
    case 'B':
      return references(typed, world)
    case 'IMAGE':
    case 'NAME':
    case 'DST':
      return only(await imageNames(world))
    case 'CONTAINER':
      return {words: [...(await containerNames(world)), ...(await imageNames(world))], files: true}
    case 'PATH':
      return only(await quietly(() => pathsBelow(positionals[0] ?? '', typed, world)))
    case 'HOST':
    case 'HOST/REPO':
      return only(hosts(world))
    case 'FILE':
    case 'DIR':
      return {words: [], files: true}
    case 'SHELL':
      return only(['bash', 'zsh', 'fish'].map(word => ({word, meaning: ''})))
    default:
      return NOTHING
  }
}

const NOTHING: Candidates = {words: [], files: false}

function only(words: readonly Candidate[]): Candidates {
  return {words, files: false}
}

async function optionValues(option: Option, line: TypedLine, world: World): Promise<Candidates> {
  const {name, value = '', choices = [], several} = option
  if (name === 'layer') return only(await quietly(() => layers(line.positionals[0] ?? '', world)))
  if (value === 'FILE' || value === 'DIR') return {words: [], files: true}
  if (value.startsWith('REF')) return references(line.typed, world)
  if (value === 'IMAGE') return only(await imageNames(world))
  // Of a list the last is typed.
  const before = several ? line.typed.slice(0, line.typed.lastIndexOf(',') + 1) : ''
  const given = before.split(',')
  return only(choices.filter(word => !given.includes(word)).map(word => ({word: before + word, meaning: ''})))
}

/** What of a reference can be completed: names, files, and behind a transport what it has. */
async function references(typed: string, world: World): Promise<Candidates> {
  const transport = /^(store|container):/.exec(typed)?.[0]
  if (transport === undefined) {
    const inFile = await quietly(() => imagesOfFile(typed, world))
    const behind = [...inFile, ...filesBehind(typed)]
    return behind.length > 0 ? only(behind) : {words: await imageNames(world), files: true}
  }
  const names = await (transport === 'store:' ? storeNames(world) : containerNames(world))
  return only(names.map(each => ({...each, word: transport + each.word})))
}

/** A name means the engine's image, and the store's where no engine answers. */
async function imageNames(world: World): Promise<readonly Candidate[]> {
  const engine = await world.engine().catch(() => null)
  if (engine === null) return storeNames(world)
  return quietly(async () => {
    const images = await listImages(engine, world.signal)
    return images.flatMap(({tags, engineSize}) => tags.map(word => ({word, meaning: size(engineSize)})))
  })
}

function storeNames(world: World): Promise<readonly Candidate[]> {
  return quietly(async () => {
    const images = await storeListing(world.store)
    return images.flatMap(({tags, storedSize}) => tags.map(word => ({word, meaning: size(storedSize)})))
  })
}

function containerNames(world: World): Promise<readonly Candidate[]> {
  return quietly(async () => {
    const containers = await listContainers(await world.engine(), world.signal)
    return containers.flatMap(({names, image}) => names.map(word => ({word, meaning: printable(image)})))
  })
}

async function layers(reference: string, world: World): Promise<readonly Candidate[]> {
  const resolved = await world.resolve(reference, null)
  if (resolved.kind !== 'image') return []
  return resolved.image.layers.map(({index, history}) => ({
    word: String(index),
    meaning: printable(wholeInstruction(inShort(parseInstruction(history?.createdBy ?? null)))).slice(0, 60),
  }))
}

/** The registries that this machine had to do with. */
function hosts({user}: World): readonly Candidate[] {
  try {
    return knownHosts(user).map(({host, login}) => ({word: host, meaning: login ? 'logged in' : 'used lately'}))
  } catch {
    return []
  }
}

/** Nothing where it can't be found out. */
async function quietly(ask: () => Promise<readonly Candidate[]>): Promise<readonly Candidate[]> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof LensError) return []
    throw error
  }
}
