import {LensError} from '../../image/oci/error.ts'
import {inShort} from '../../image/oci/hashed-sources.ts'
import {parseInstruction, wholeInstruction} from '../../image/oci/instruction.ts'
import {readAuthFiles} from '../../sources/docker-config/auth-files.ts'
import {listContainers} from '../../sources/engine/container-list.ts'
import {listImages} from '../../sources/engine/image-list.ts'
import {printable} from '../../text/printable.ts'
import {size} from '../../text/size.ts'
import type {Command, Option, World} from '../command.ts'
import type {Candidate} from './candidate.ts'
import {pathsBelow} from './paths-below.ts'
import {positionalKind, type TypedLine} from './typed-line.ts'

export interface Candidates {
  readonly words: readonly Candidate[]
  /** paths of the disk fit as well */
  readonly files: boolean
}

/** What a shell would act upon, or would have to quote, is not offered: names out of images and engines are hostile. */
const HARMLESS = /^[\p{L}\p{N}._/:@+,=%-]+$/u

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
      return {words: await imageNames(world), files: true}
    case 'IMAGE':
    case 'NAME':
    case 'DST':
      return only(await imageNames(world))
    case 'CONTAINER':
      return only(await containerNames(world))
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

async function optionValues({name, value = '', help}: Option, line: TypedLine, world: World): Promise<Candidates> {
  if (name === 'layer') return only(await quietly(() => layers(line.positionals[0] ?? '', world)))
  if (value === 'FILE' || value === 'DIR') return {words: [], files: true}
  if (value.startsWith('REF')) return {words: await imageNames(world), files: true}
  if (name === 'platform') return only(['linux/amd64', 'linux/arm64'].map(word => ({word, meaning: ''})))
  // A choice is told in its place, `gzip|zstd`, or as a list, which is the help or its end: `text, json, junit`.
  const listed = value.includes('|') ? value.split('|') : help.split(';')[0]!.split(': ').at(-1)!.split(', ')
  return listed.every(word => /^[a-z-]+$/.test(word)) ? only(listed.map(word => ({word, meaning: ''}))) : NOTHING
}

function imageNames(world: World): Promise<readonly Candidate[]> {
  return quietly(async () => {
    const images = await listImages(await world.engine(), world.signal)
    return images.flatMap(({tags, engineSize}) => tags.map(word => ({word, meaning: size(engineSize)})))
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

/** The registries that the user has logged in to. */
function hosts({user}: World): readonly Candidate[] {
  try {
    const known = readAuthFiles(user).flatMap(({config}) => Object.keys(config.auths))
    return [...new Set(known)].map(word => ({word, meaning: ''}))
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
