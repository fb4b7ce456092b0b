import {t} from '../../text/translate.ts'
import {LensError} from './error.ts'
import type {Transport} from './image.ts'

/** A reference as the user typed it, split at the transport; the rest is the transport's own business. */
export interface Reference {
  /** null: bare, to be resolved by what is there */
  readonly transport: Transport | null
  /** what follows `TRANSPORT:` (for docker, what follows `docker://`) */
  readonly rest: string
  readonly text: string
}

const PREFIXES: ReadonlyMap<string, Transport> = new Map([
  ['docker-archive', 'docker-archive'],
  ['oci-archive', 'oci-archive'],
  ['oci', 'oci'],
  ['dir', 'dir'],
  ['docker-daemon', 'docker-daemon'],
  ['podman', 'podman'],
  ['store', 'store'],
  ['container', 'container'],
])

/** Splits a reference, containers-transports(5). Throws `reference-malformed` for an empty one. */
export function parseReference(text: string): Reference {
  if (text.trim() === '') {
    throw new LensError('reference-malformed', t`The reference is empty.`, {
      advice: t`Name an image, for example ./image.tar or oci:./folder:latest.`,
    })
  }
  if (text.startsWith('docker://')) return {transport: 'docker', rest: text.slice('docker://'.length), text}
  const colon = text.indexOf(':')
  const transport = colon > 0 ? PREFIXES.get(text.slice(0, colon)) : undefined
  if (transport === undefined) return {transport: null, rest: text, text}
  return {transport, rest: text.slice(colon + 1), text}
}

/** Two references as they are told beside each other: without the transport where both have the same one. */
export function withoutSharedTransport([a, b]: readonly [string, string]): readonly [string, string] {
  const [first, second] = [parseReference(a), parseReference(b)]
  return first.transport === null || first.transport !== second.transport ? [a, b] : [first.rest, second.rest]
}
