import type {Readable} from 'node:stream'
import {LensError} from '../image/oci/error.ts'
import type {Context, Image, ImageSummary, Transport} from '../image/oci/image.ts'
import {type Platform, parsePlatform} from '../image/oci/platform.ts'
import {parseReference} from '../image/oci/reference.ts'
import {openArchive} from './archive/archive-source.ts'
import {openDirectory} from './dir/dir-source.ts'
import type {FileSource} from './disk/file-source.ts'
import type {PlaceName} from './disk/place-name.ts'
import {shellWord} from './disk/shell-word.ts'
import {probablePath, splitAtExistingPath} from './disk/split-path.ts'
import {openLayout} from './layout/layout-source.ts'
import {type FoundImage, type LookOptions, lookAtPath, lookAtStandardInput} from './look.ts'
import {notYet} from './not-yet.ts'
import {type HoldsImage, recogniseFile} from './recognise.ts'
import {PROGRAM_SPOOLS, type Spools} from './spool/spools.ts'

export interface ResolveOptions {
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
      /** says in words what there is to choose from */
      readonly message: string
    }

/**
 * Finds the image that a reference means. Throws `reference-malformed`, `reference-unsupported`, `not-found`, `not-an-image`,
 * `platform-not-found`, `reference-ambiguous`, and what reading can throw.
 */
export async function resolveReference(text: string, options: ResolveOptions): Promise<Resolved> {
  const platform = wantedPlatform(options.platform)
  const {source, selector, took} = await resolvePlace(text, options)
  const {context, hostArchitecture, askPlatform = false} = options
  const selection = await source.select(selector, {context, hostArchitecture, platform, askPlatform})
  return selection.kind === 'choices' ? selection : {kind: 'image', image: selection.image, took}
}

/** A source, and which of its images is meant. */
export interface Place {
  readonly source: FileSource
  readonly selector: string
  /** in words: transport, name, how it was compressed */
  readonly took: string
}

/** The place that a reference names. What is compressed as a whole is unpacked; of its images nothing is read yet. */
export async function resolvePlace(
  text: string,
  options: Pick<ResolveOptions, 'context' | 'stdin' | 'spools'>,
): Promise<Place> {
  const look = {...options, spools: options.spools ?? PROGRAM_SPOOLS}
  const reference = parseReference(text)
  switch (reference.transport) {
    case 'docker-archive':
    case 'oci-archive':
    case 'oci':
    case 'dir':
      return namedPlace(reference.transport, reference.rest, look)
    case null:
      return barePlace(text, look)
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

type FileTransport = 'docker-archive' | 'oci-archive' | 'oci' | 'dir'

async function namedPlace(transport: FileTransport, rest: string, options: LookOptions): Promise<Place> {
  if (rest === '') {
    throw new LensError('reference-malformed', `Nothing follows ${transport}: in the reference.`, {
      advice: `Write ${transport}:PATH or ${transport}:PATH:NAME.`,
    })
  }
  const selectorOfInput = afterDash(rest)
  const placed = splitAtExistingPath(rest) ?? {path: probablePath(rest), selector: ''}
  const looked = selectorOfInput === null ? await lookAtPath(placed.path, options) : await lookAtStandardInput(options)
  if (looked.found === null) throw looked.failure
  const place = placeOf(looked, selectorOfInput ?? placed.selector, transport)
  const actual = place.source.transport
  if (actual === transport) return place
  const {shown, reference} = looked.name
  throw new LensError('not-an-image', `${shown} is not ${a(transport)}, but ${a(actual)}.`, {
    advice: `Write ${actual}:${reference}, or the path alone.`,
  })
}

function a(transport: Transport): string {
  switch (transport) {
    case 'docker-archive':
      return 'a docker-archive'
    case 'oci':
      return 'an OCI layout folder'
    case 'dir':
      return 'a dir: folder'
    default:
      return `an ${transport}`
  }
}

/** The source of what was found. */
function placeOf({found, path, name, compression}: FoundImage, selector: string, asked: Transport | null): Place {
  const source = sourceOf(found, path, name, asked)
  const how = compression === 'none' ? '' : `, unpacked from ${compression}`
  return {source, selector, took: `${source.transport} ${name.reference}${how}`}
}

function sourceOf(found: HoldsImage, path: string, name: PlaceName, asked: Transport | null): FileSource {
  switch (found.kind) {
    case 'oci':
      return openLayout(path)
    case 'dir':
      return openDirectory(path)
    case 'docker-archive': {
      // Docker 25 and later write both formats into one tar; either may be asked for.
      const both = found.archive.members.has('index.json') && found.archive.members.has('oci-layout')
      return openArchive(asked === 'oci-archive' && both ? 'oci-archive' : 'docker-archive', found.archive, name)
    }
    default:
      return openArchive(found.kind, found.archive, name)
  }
}

/** A bare reference: standard input, or a path that is an archive or a layout; nothing else can be asked yet. */
async function barePlace(text: string, options: LookOptions): Promise<Place> {
  const selectorOfInput = afterDash(text)
  if (selectorOfInput !== null) {
    const looked = await lookAtStandardInput(options)
    if (looked.found === null) throw looked.failure
    return placeOf(looked, selectorOfInput, null)
  }
  const placed = splitAtExistingPath(text)
  if (placed === null) throw looksLikePath(text) ? recogniseFailure(probablePath(text)) : unknownName(text)
  const looked = await lookAtPath(placed.path, options)
  if (looked.found !== null) return placeOf(looked, placed.selector, null)
  // What holds no image does not shadow one of that name; a path, or a file named in full, was meant as such.
  const isFolder = looked.kind === 'folder' || looked.kind === 'root-folder'
  if (looksLikePath(text) || (placed.selector === '' && !isFolder)) throw looked.failure
  throw unknownName(text, looked.failure)
}

/** What follows the `-` that stands for standard input; null for every other place. A file of that name is `./-`. */
function afterDash(text: string): string | null {
  return /^-(?:$|:|@sha(?:256|512):)/.test(text) ? text.slice(1) : null
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
