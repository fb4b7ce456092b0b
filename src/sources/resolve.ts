import {LensError} from '../image/oci/error.ts'
import type {Context, Image, ImageSummary, Transport} from '../image/oci/image.ts'
import {type Platform, parsePlatform} from '../image/oci/platform.ts'
import {parseReference} from '../image/oci/reference.ts'
import {openArchive} from './archive/archive-source.ts'
import type {FileSource} from './disk/file-source.ts'
import {shellWord} from './disk/shell-word.ts'
import {probablePath, splitAtExistingPath} from './disk/split-path.ts'
import {openLayout} from './layout/layout-source.ts'
import {notAnImageFailure} from './not-an-image.ts'
import {type HoldsImage, holdsImage, recogniseFile} from './recognise.ts'

export interface ResolveOptions {
  /** `os/arch[/variant]` as the user typed it */
  readonly platform?: string
  /** in the names of image-spec, such as 'amd64' */
  readonly hostArchitecture: string
  /** several platforms of one image are a choice too, where none is named: for a screen that can ask */
  readonly askPlatform?: boolean
  readonly context: Context
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
      /** says in words what there is to choose from */
      readonly message: string
    }

/**
 * Finds the image that a reference means. Throws `reference-malformed`, `reference-unsupported`, `not-found`, `not-an-image`,
 * `platform-not-found`, `reference-ambiguous`, and what reading can throw.
 */
export async function resolveReference(text: string, options: ResolveOptions): Promise<Resolved> {
  const platform = wantedPlatform(options.platform)
  const {source, selector} = resolvePlace(text)
  const {context, hostArchitecture, askPlatform = false} = options
  const selection = await source.select(selector, {context, hostArchitecture, platform, askPlatform})
  if (selection.kind === 'choices') return selection
  return {kind: 'image', image: selection.image, took: `${source.transport} ${source.path}`}
}

/** A source, and which of its images is meant. */
export interface Place {
  readonly source: FileSource
  readonly selector: string
}

/** The place that a reference names; nothing of its images is read yet. */
export function resolvePlace(text: string): Place {
  const reference = parseReference(text)
  switch (reference.transport) {
    case 'docker-archive':
    case 'oci-archive':
    case 'oci':
      return namedPlace(reference.transport, reference.rest)
    case null:
      return barePlace(text)
    default:
      throw notYet(reference.transport, reference.rest)
  }
}

function wantedPlatform(text: string | undefined): Platform | null {
  if (text === undefined) return null
  const platform = parsePlatform(text)
  if (platform !== null) return platform
  throw new LensError('usage', `${text} is no platform.`, {
    advice: 'Write os/architecture or os/architecture/variant, such as linux/arm64/v8.',
  })
}

function namedPlace(transport: 'docker-archive' | 'oci-archive' | 'oci', rest: string): Place {
  if (rest === '') {
    throw new LensError('reference-malformed', `Nothing follows ${transport}: in the reference.`, {
      advice: `Write ${transport}:PATH or ${transport}:PATH:NAME.`,
    })
  }
  const placed = splitAtExistingPath(rest) ?? {path: probablePath(rest), selector: ''}
  const recognised = recogniseFile(placed.path)
  if (!holdsImage(recognised)) throw notAnImageFailure(placed.path, recognised)
  const source = sourceOf(placed.path, recognised, transport)
  if (source.transport === transport) return {source, selector: placed.selector}
  throw new LensError('not-an-image', `${placed.path} is not ${a(transport)}, but ${a(source.transport)}.`, {
    advice: `Write ${source.transport}:${placed.path}, or the path alone.`,
  })
}

function a(transport: Transport): string {
  return transport === 'docker-archive'
    ? 'a docker-archive'
    : transport === 'oci'
      ? 'an OCI layout folder'
      : `an ${transport}`
}

/** The source of what was recognised. */
function sourceOf(path: string, recognised: HoldsImage, asked: Transport | null): FileSource {
  switch (recognised.kind) {
    case 'oci':
      return openLayout(path)
    case 'docker-archive': {
      // Docker 25 and later write both formats into one tar; either may be asked for.
      const both = recognised.archive.members.has('index.json') && recognised.archive.members.has('oci-layout')
      return openArchive(asked === 'oci-archive' && both ? 'oci-archive' : 'docker-archive', recognised.archive)
    }
    case 'oci-archive':
      return openArchive('oci-archive', recognised.archive)
  }
}

/** A bare reference: a path that is an archive or a layout comes first; nothing else can be asked yet. */
function barePlace(text: string): Place {
  if (text === '-') {
    throw new LensError('reference-unsupported', 'Reading an image from standard input is not there yet.', {
      advice: 'Write it to a file and open that: … > image.tar',
    })
  }
  const placed = splitAtExistingPath(text)
  if (placed === null) throw looksLikePath(text) ? recogniseFailure(probablePath(text)) : unknownName(text)
  const recognised = recogniseFile(placed.path)
  if (holdsImage(recognised)) return {source: sourceOf(placed.path, recognised, null), selector: placed.selector}
  const failure = notAnImageFailure(placed.path, recognised)
  // What holds no image does not shadow one of that name; a path, or a file named in full, was meant as such.
  const isFolder = ['folder', 'root-folder'].includes(recognised.kind)
  if (looksLikePath(text) || (placed.selector === '' && !isFolder)) throw failure
  throw unknownName(text, failure)
}

/** The error of looking at a path that isn't there. */
function recogniseFailure(path: string): unknown {
  try {
    recogniseFile(path)
  } catch (thrown) {
    return thrown
  }
  return unknownName(path)
}

function looksLikePath(text: string): boolean {
  return /^(\/|\.\.?(\/|$)|~)/.test(text) || /\.(tar|tgz|gz|zst|xz|bz2)(:|$)/i.test(text)
}

function unknownName(text: string, folder?: LensError): LensError {
  const also = folder === undefined ? '' : ` ${folder.message}`
  return new LensError(
    'not-found',
    `There is no image file ${text} here, and engines and registries can't be asked yet.${also}`,
    {
      advice: `Save the image to a file and open that: docker save ${shellWord(text)} -o image.tar`,
    },
  )
}

function notYet(transport: Transport, rest: string): LensError {
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
