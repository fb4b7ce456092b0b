import {createHash} from 'node:crypto'
import {type Digest, parseDigest} from './digest.ts'

/**
 * The ChainIDs of layers, base first (image-spec config.md, "Layer ChainID"): each names a layer together with all below it,
 * which is what engines store once.
 */
export function chainIds(diffIds: readonly Digest[]): readonly Digest[] {
  let below: Digest | null = null
  return diffIds.map(diffId => {
    below =
      below === null ? diffId : parseDigest(`sha256:${createHash('sha256').update(`${below} ${diffId}`).digest('hex')}`)
    return below
  })
}
