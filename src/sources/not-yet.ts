import {LensError} from '../image/oci/error.ts'
import type {Transport} from '../image/oci/image.ts'
import {shellWord} from './disk/shell-word.ts'

/** Why a transport that is known can't be opened, with the command that makes something of it that can. */
export function notYet(transport: Transport, rest: string): LensError {
  const name = rest === '' ? 'NAME' : shellWord(rest)
  const say = (what: string, advice: string) =>
    new LensError('reference-unsupported', `${what} can't be opened yet.`, {advice})
  switch (transport) {
    case 'docker-daemon':
      return say('Images of a Docker engine', `Save it to a file and open that: docker save ${name} -o image.tar`)
    case 'podman':
      return say('Images of Podman', `Save it to a file and open that: podman save ${name} -o image.tar`)
    case 'docker':
      return say('Images of a registry', `Copy it to a layout and open that: skopeo copy docker://${name} oci:FOLDER`)
    case 'container':
      return say('Containers', `Commit and save it: docker commit ${name} NAME, then docker save NAME -o image.tar`)
    default:
      return say('The store', 'Open an image file or an OCI layout folder.')
  }
}
