import {familiarRepository} from '../../../image/oci/remote-name.ts'
import {printable} from '../../../text/printable.ts'
import {shellWords} from '../../../text/shell-words.ts'
import {t} from '../../../text/translate.ts'
import type {Explorer, ImageFacts} from '../explorer.ts'
import {keyFor} from '../key-for.ts'
import {remoteName} from '../registries-used.ts'
import {type State, top} from '../state.ts'

/** The file that an image lies in, as it was named; null for one that lies elsewhere, or came by standard input. */
export function archivePath({transport, reference, tags}: ImageFacts): string | null {
  if (transport !== 'docker-archive' && transport !== 'oci-archive') return null
  const place = reference.slice(transport.length + 1)
  // Of several images a reference ends in the name, the number or the digest of one: see referencesOf of the sources.
  const tag = tags.find(each => place.endsWith(`:${each}`))
  const path = tag === undefined ? place.replace(/(?::@\d+|@sha\d+:[0-9a-f]+)$/, '') : place.slice(0, -`:${tag}`.length)
  return path === '-' ? null : path
}

/** What a registry's image is pulled by, as docker writes it; null for other images, and without a tag. Hostile. */
export function pulledName({transport, reference}: ImageFacts): string | null {
  if (transport !== 'docker') return null
  const name = remoteName(reference.replace(/^docker:\/\//, ''))
  return name === null || name.digest !== null ? null : `${familiarRepository(name)}:${name.tag ?? 'latest'}`
}

/** The image that is open, and on top. */
export function openImage(state: State): Explorer | null {
  const context = top(state)
  return context.kind === 'explorer' ? context : null
}

/** Why nothing can be done with an open image where it is, and how to get it to where something can. */
export function notHereReason(state: State, {image, compared}: Explorer): string {
  if (compared !== null) return t`This is the difference of two images: open one of them for that.`
  switch (image.transport) {
    case 'docker':
      return pulledName(image) === null
        ? byDigestReason(state, image)
        : t`This image is in a registry: ${keyFor(state, 'pull')} pulls it, to be tagged, pushed, or run by an engine.`
    case 'docker-archive':
    case 'oci-archive':
      return archivePath(image) === null
        ? t`This image came by standard input: write it to a file, and open that.`
        : t`This image is in a file: ${keyFor(state, 'load')} loads it, to be tagged, pushed, or run by an engine.`
    case 'oci':
    case 'dir':
      return t`This image is in a folder. To tag it, or push it: ${copying(state, image)}`
    case 'container':
      return t`This is a container: ${keyFor(state, 'commit')} makes an image of it, to be tagged, pushed or run.`
    default:
      return t`This image has no ID to find it by.`
  }
}

/** Why an open image can't be pulled; undefined where it can, and where none is open. */
export function notPulledReason(state: State): string | undefined {
  const explorer = openImage(state)
  if (explorer === null || (explorer.compared === null && pulledName(explorer.image) !== null)) return undefined
  const {image, compared} = explorer
  if (compared === null && isManaged(image))
    return t`This image is here already: ${keyFor(state, 'push')} pushes it, ${keyFor(state, 'tag')} gives it another name.`
  return notHereReason(state, explorer)
}

/** Why an open image can't be loaded; undefined where it can, and where none is open. */
export function notLoadedReason(state: State): string | undefined {
  const explorer = openImage(state)
  if (explorer === null || (explorer.compared === null && archivePath(explorer.image) !== null)) return undefined
  const {image, compared} = explorer
  if (compared === null && isManaged(image))
    return t`This image is here already: ${keyFor(state, 'save')} saves it into an archive.`
  return notHereReason(state, explorer)
}

/** An engine has it, or the store. */
function isManaged({transport}: ImageFacts): boolean {
  return transport === 'docker-daemon' || transport === 'podman' || transport === 'store'
}

function byDigestReason(state: State, image: ImageFacts): string {
  return t`This image of a registry was named by its digest, and what is pulled has a name: ${copying(state, image)}`
}

/** The command that brings an image into the store. */
export function copying({capabilities}: State, {reference}: ImageFacts): string {
  return printable(shellWords(['layerlens', 'copy', reference, 'store:NAME']), {ascii: !capabilities.unicode})
}
