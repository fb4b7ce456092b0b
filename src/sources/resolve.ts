import type {Readable} from 'node:stream'
import {LensError} from '../image/oci/error.ts'
import type {Context, Image, ImageSummary} from '../image/oci/image.ts'
import {type Platform, parsePlatform} from '../image/oci/platform.ts'
import {parseReference} from '../image/oci/reference.ts'
import {parseRemoteName} from '../image/oci/remote-name.ts'
import {t} from '../text/translate.ts'
import {barePlace} from './bare-place.ts'
import {
  containerPlace,
  daemonPlace,
  namedPlace,
  type Place,
  type PlaceOptions,
  registryPlace,
  storePlace,
} from './place.ts'
import {PROGRAM_SPOOLS, type Spools} from './spool/spools.ts'

export interface ResolveOptions extends Pick<PlaceOptions, 'registries' | 'keeper' | 'engines' | 'store'> {
  /** `os/arch[/variant]` as the user typed it */
  readonly platform?: string
  /** in the names of image-spec, such as 'amd64' */
  readonly hostArchitecture: string
  /** several platforms of one image are a choice too, where none is named: for a screen that can ask */
  readonly askPlatform?: boolean
  /** `progress` tells how far an archive is that is unpacked or read from standard input, in bytes */
  readonly context: Context
  /** what the reference '-' reads, to its end; absent where there is none */
  readonly stdin?: Readable
  /** keeps what was unpacked and what came from standard input; by default until the program ends */
  readonly spools?: Spools
}

export type Resolved =
  | {
      readonly kind: 'image'
      readonly image: Image
      /** what the reference was taken for, such as "docker-archive ./image.tar" */
      readonly took: string
    }
  | {
      readonly kind: 'choices'
      readonly choices: readonly ImageSummary[]
      /** the one to start at */
      readonly preferred: number
      /** what holds them, as a sentence begins with it */
      readonly place: string
      /** says in words what there is to choose from */
      readonly message: string
    }

/**
 * Finds the image that a reference means. Throws `reference-malformed`, `reference-unsupported`, `not-found`, `not-an-image`,
 * `platform-not-found`, `reference-ambiguous`, `registry-unreachable` where nobody who may have it could be asked, and what reading can
 * throw.
 */
export async function resolveReference(text: string, options: ResolveOptions): Promise<Resolved> {
  const platform = wantedPlatform(options.platform)
  const {source, selector, took, told} = await resolvePlace(text, options)
  const {context, hostArchitecture, askPlatform = false} = options
  const selection = await source.select(selector, {context, hostArchitecture, platform, askPlatform}).catch(thrown => {
    throw thrown instanceof LensError && told !== undefined ? told(thrown) : thrown
  })
  return selection.kind === 'choices' ? selection : {kind: 'image', image: selection.image, took}
}

/** The place that a reference names. What is compressed as a whole is unpacked; of its images nothing is read yet. */
export async function resolvePlace(
  text: string,
  options: Pick<ResolveOptions, 'context' | 'stdin' | 'spools' | 'engines' | 'registries' | 'keeper' | 'store'>,
): Promise<Place> {
  const look: PlaceOptions = {...options, spools: options.spools ?? PROGRAM_SPOOLS}
  const reference = parseReference(text)
  switch (reference.transport) {
    case 'docker-archive':
    case 'oci-archive':
    case 'oci':
    case 'dir':
      return namedPlace(reference.transport, reference.rest, look)
    case 'docker':
      return registryPlace(parseRemoteName(reference.rest), look)
    case 'docker-daemon':
    case 'podman':
      return daemonPlace(reference.transport, reference.rest, look)
    case 'container':
      return containerPlace(reference.rest, look)
    case 'store':
      return storePlace(reference.rest, look)
    case null:
      return barePlace(text, look)
  }
}

function wantedPlatform(text: string | undefined): Platform | null {
  if (text === undefined) return null
  const platform = parsePlatform(text)
  if (platform !== null) return platform
  throw new LensError('usage', t`${text} is no platform.`, {
    advice: t`Write os/architecture or os/architecture/variant, such as linux/arm64/v8.`,
  })
}
