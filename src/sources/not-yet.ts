import {LensError} from '../image/oci/error.ts'
import type {Transport} from '../image/oci/image.ts'
import {shellPath} from '../text/shell-words.ts'
import {t} from '../text/translate.ts'

/** Why a transport that is known can't be opened, with the command that makes something of it that can. */
export function notYet(transport: Transport, rest: string): LensError {
  const name = rest === '' ? 'NAME' : shellPath(rest)
  const say = (what: string, advice: string) =>
    new LensError('reference-unsupported', t`${what} can't be opened yet.`, {advice})
  switch (transport) {
    case 'docker-daemon':
      return say(t`Images of a Docker engine`, t`Save it to a file and open that: docker save ${name} -o image.tar`)
    case 'podman':
      return say(t`Images of Podman`, t`Save it to a file and open that: podman save ${name} -o image.tar`)
    case 'docker':
      return say(t`Images of a registry`, t`Copy it to a layout and open that: skopeo copy docker://${name} oci:FOLDER`)
    case 'container':
      return say('Containers', t`Commit and save it: docker commit ${name} NAME, then docker save NAME -o image.tar`)
    default:
      return say(t`The store`, t`Open an image file or an OCI layout folder.`)
  }
}
