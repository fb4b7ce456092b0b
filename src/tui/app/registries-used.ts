import {parseRemoteName} from '../../image/oci/remote-name.ts'
import {t} from '../../text/translate.ts'
import {homeOf} from './home/in-state.ts'
import type {State} from './state.ts'

/** Names with more than this are no names, characters. */
const LONGEST = 400

/** The registries that tags of the engine lead to, besides Docker Hub: those of the newest images first. */
export function registriesUsed(state: State): readonly string[] {
  const images = homeOf(state)?.listing?.images ?? []
  const hosts = images.flatMap(({tags}) => tags.flatMap(tag => hostOf(tag) ?? []))
  return [...new Set(hosts)]
}

/** `HOST[:PORT]` of a name that leads to a registry other than Docker Hub; null for other names. */
export function hostOf(name: string): string | null {
  const host = askedHost(name)
  return host === LOCAL ? null : host
}

/** Podman's own word, without a port, for images that come from no registry. */
export const LOCAL = 'localhost'

/** Who is asked where a name is pushed or pulled all the same: `HOST[:PORT]`, also Podman's word; null for Docker Hub and for no name. */
export function askedHost(name: string): string | null {
  const host = remoteName(name)?.host ?? null
  return host === 'docker.io' ? null : host
}

/** A name taken apart; null where it is none. */
export function remoteName(name: string): ReturnType<typeof parseRemoteName> | null {
  if (name.length > LONGEST) return null
  try {
    return parseRemoteName(name)
  } catch {
    return null
  }
}

/** Why this can't be an image's name, in a sentence with what to do; null where it can. */
export function nameProblem(name: string): string | null {
  if (name === '') return t`Which name? Write HOST:PORT/REPOSITORY:TAG.`
  try {
    const {digest} = parseRemoteName(name.slice(0, LONGEST))
    return digest === null ? null : t`A name that is given has no digest: write HOST:PORT/REPOSITORY:TAG.`
  } catch (thrown) {
    const {message, advice} = thrown as Error & {readonly advice?: string}
    return [message, advice].filter(Boolean).join(' ')
  }
}
