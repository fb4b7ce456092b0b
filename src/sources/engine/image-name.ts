import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {fullName} from '../medium/image-name.ts'

/** A name that an image is to have, taken apart. */
export interface ImageName {
  /** `[HOST[:PORT]/]PATH` */
  readonly repository: string
  readonly tag: string
  /** the registry that the name leads to, such as 'docker.io' */
  readonly host: string
}

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const TAG = /^\w[\w.-]{0,127}$/
const HOST = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-.]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::\d+)?$/

/** Takes `[HOST[:PORT]/]REPOSITORY[:TAG]` apart; distribution-spec, "Pulling manifests". Throws `reference-malformed`. */
export function parseImageName(text: string): ImageName {
  const tagged = /^(.*):([^/:]*)$/s.exec(text)
  const [repository, tag] = tagged === null ? [text, 'latest'] : [tagged[1]!, tagged[2]!]
  const full = fullName(`${repository}:latest`)
  const host = full.slice(0, full.indexOf('/'))
  const path = full.slice(host.length + 1, -':latest'.length)
  if (!HOST.test(host) || !TAG.test(tag) || path.length > 255 || !path.split('/').every(part => COMPONENT.test(part))) {
    throw new LensError('reference-malformed', t`${text} is no name that an image could have.`, {
      advice: t`Write HOST:PORT/REPOSITORY:TAG, the repository in small letters: registry.lan:5000/shop/api:1.4`,
    })
  }
  return {repository, tag, host}
}
