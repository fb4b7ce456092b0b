import type {Digest} from '../../image/oci/digest.ts'
import {applyChanges} from '../../image/oci/dockerfile-change.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {t} from '../../text/translate.ts'

/** What a commit writes into the config. */
export interface ConfigWork {
  /** lines of a Dockerfile, in their order */
  readonly changes: readonly string[]
  readonly message: string
  readonly author: string
  /** RFC 3339 */
  readonly created: string
  /** the layer that was added, and what it did as a line of a Dockerfile; null where none was */
  readonly layer: {readonly diffId: Digest; readonly createdBy: string} | null
}

/**
 * A config (image-spec config.md) with what a commit did: every change, the layer's diffID, and a step of history for each.
 * What else it says stays, but for what told of the container that Docker made it in. Throws `usage` for a change that is none.
 */
export function committedConfig(raw: Uint8Array, {changes, message, author, created, layer}: ConfigWork): Buffer {
  const read = new JsonReader(t`the image config`, 'config-malformed')
  const {container: _container, container_config: _config, ...root} = read.object(read.parse(raw), '')
  const config = applyChanges(read.optionalObject(root.config, 'config') ?? {}, changes)
  const by = author === '' ? {} : {author}
  const steps: {created_by: string; empty_layer?: true}[] = [
    ...(layer === null ? [] : [{created_by: layer.createdBy}]),
    ...changes.map(change => ({created_by: change.trim(), empty_layer: true as const})),
  ]
  // A message alone is a step too.
  if (steps.length === 0) steps.push({created_by: '', empty_layer: true})
  const history = steps.map((step, i) => ({
    ...{created, ...step, ...by},
    ...(i === 0 && message !== '' ? {comment: message} : {}),
  }))
  const rootfs = read.optionalObject(root.rootfs, 'rootfs') ?? {type: 'layers'}
  const diffIds = read.optionalArray(rootfs.diff_ids, 'rootfs.diff_ids')
  return Buffer.from(
    JSON.stringify({
      ...root,
      ...{created, ...by, config},
      rootfs: {...rootfs, diff_ids: layer === null ? diffIds : [...diffIds, layer.diffId]},
      history: [...read.optionalArray(root.history, 'history'), ...history],
    }),
  )
}
