import {LensError} from '../image/oci/error.ts'
import type {Image} from '../image/oci/image.ts'
import {printable} from '../text/printable.ts'
import {shellWord} from '../text/shell-words.ts'
import type {Given, World} from './command.ts'
import {choicesText} from './format/choices-text.ts'

/** Several images and no name: the list was printed, and the command ends with 2. */
export class ChoicesShown extends Error {}

/** Opens the image that the first positional names. Where several are there, prints the list and throws ChoicesShown. */
export async function openFor(given: Given, world: World): Promise<Image> {
  const reference = given.positionals[0]
  if (reference === undefined) throw new LensError('usage', 'Which image? Name one, such as ./image.tar.')
  return openReference(reference, given, world)
}

/** As `openFor`, of any reference. */
export async function openReference(reference: string, given: Given, world: World): Promise<Image> {
  const resolved = await world.resolve(reference, given.value('platform'))
  if (resolved.kind === 'image') {
    for (const warning of resolved.image.warnings) world.err(`layerlens: warning: ${printable(warning)}\n`)
    return resolved.image
  }
  const {choices, preferred, place} = resolved
  const one = printable(shellWord((choices[preferred] ?? choices[0])?.reference ?? reference))
  // The list itself goes to standard output, once.
  world.err(`layerlens: ${printable(place)} holds several images. Name one of them, such as ${one}\n`)
  await world.out(choicesText(choices))
  throw new ChoicesShown()
}
