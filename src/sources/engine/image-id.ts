import {type Digest, isDigest} from '../../image/oci/digest.ts'

/** An image's ID as an engine gives it, null where it is none. Podman leaves the algorithm out in most of its answers. */
export function imageId(value: unknown): Digest | null {
  const id = typeof value === 'string' && !value.includes(':') ? `sha256:${value}` : value
  return isDigest(id) ? id : null
}
