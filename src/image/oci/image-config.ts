import {t} from '../../text/translate.ts'
import {type Digest, parseDigest} from './digest.ts'
import {JsonReader} from './json.ts'
import type {Platform} from './platform.ts'

/** image-spec config.md, `history`. */
export interface HistoryEntry {
  /** as the builder wrote it, RFC 3339 */
  readonly created: string | null
  /** the instruction, as the builder spelled it */
  readonly createdBy: string | null
  readonly author: string | null
  readonly comment: string | null
  /** of the last step: the message of the commit that made the image, where it says one beside its history, as Podman does */
  readonly message?: string
  /** true where this step left no layer */
  readonly emptyLayer: boolean
  /** of what no image holds yet: the layer that a container writes to */
  readonly container?: ContainerEntry
}

/** Whose layer it is, and what runs there. Hostile. */
export interface ContainerEntry {
  readonly name: string
  /** program and arguments in one text */
  readonly command: string
  readonly running: boolean
}

/** image-spec config.md, what we use of it, checked. Empty lists and texts stand for what is absent. */
export interface ImageConfig {
  readonly created: string | null
  readonly author: string | null
  readonly platform: Platform
  readonly env: readonly string[]
  readonly entrypoint: readonly string[]
  readonly cmd: readonly string[]
  readonly workingDir: string
  readonly user: string
  readonly stopSignal: string | null
  readonly labels: Readonly<Record<string, string>>
  readonly exposedPorts: readonly string[]
  readonly volumes: readonly string[]
  readonly diffIds: readonly Digest[]
  readonly history: readonly HistoryEntry[]
}

/** Parses a config blob. Throws `config-malformed`, or `digest-malformed` for a diffID that is none. */
export function parseImageConfig(bytes: Uint8Array): ImageConfig {
  const read = new JsonReader(t`the image config`, 'config-malformed')
  const root = read.object(read.parse(bytes), '')
  const config = read.optionalObject(root.config, 'config') ?? {}
  const rootfs = read.optionalObject(root.rootfs, 'rootfs') ?? {}
  // A field that Docker and Podman write beside those of image-spec: whatever else stands there says nothing.
  const message = typeof root.comment === 'string' ? root.comment : ''
  return {
    created: read.optionalString(root.created, 'created'),
    author: read.optionalString(root.author, 'author') || null,
    platform: {
      os: read.optionalString(root.os, 'os') || 'linux',
      architecture: read.optionalString(root.architecture, 'architecture') || 'unknown',
      variant: read.optionalString(root.variant, 'variant') || null,
    },
    env: read.strings(config.Env, 'config.Env'),
    entrypoint: read.strings(config.Entrypoint, 'config.Entrypoint'),
    cmd: read.strings(config.Cmd, 'config.Cmd'),
    workingDir: read.optionalString(config.WorkingDir, 'config.WorkingDir') ?? '',
    user: read.optionalString(config.User, 'config.User') ?? '',
    stopSignal: read.optionalString(config.StopSignal, 'config.StopSignal') || null,
    labels: read.stringMap(config.Labels, 'config.Labels'),
    exposedPorts: Object.keys(read.optionalObject(config.ExposedPorts, 'config.ExposedPorts') ?? {}),
    volumes: Object.keys(read.optionalObject(config.Volumes, 'config.Volumes') ?? {}),
    diffIds: read.optionalArray(rootfs.diff_ids, 'rootfs.diff_ids').map(parseDigest),
    history: read.optionalArray(root.history, 'history').map((item, i, all) => {
      const where = `history[${i}]`
      const step = read.object(item, where)
      return {
        created: read.optionalString(step.created, where, 'created'),
        createdBy: read.optionalString(step.created_by, where, 'created_by'),
        author: read.optionalString(step.author, where, 'author') || null,
        comment: read.optionalString(step.comment, where, 'comment') || null,
        emptyLayer: step.empty_layer === true,
        ...(i === all.length - 1 && message !== '' ? {message} : {}),
      }
    }),
  }
}

/**
 * The history entry of each of `count` layers: the entries that are not marked empty, in order. Where a builder wrote more
 * or fewer of them than there are layers, layers are matched from the base as far as they go, the rest is null.
 */
export function historyOfLayers(history: readonly HistoryEntry[], count: number): readonly (HistoryEntry | null)[] {
  const steps = history.filter(step => !step.emptyLayer)
  return Array.from({length: count}, (_, i) => steps[i] ?? null)
}
