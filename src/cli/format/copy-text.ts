import type {CopyResult} from '../../operations/copy/copy-image.ts'
import {counted, size} from '../../text/size.ts'

/** What became of the layers and of the digest, in one sentence. */
export function copyText(result: CopyResult): string {
  const {layers} = result
  const sent = layers.filter(({arrival}) => arrival === 'sent')
  const there = layers.filter(({arrival}) => arrival === 'there').length
  const mounted = layers.filter(({arrival}) => arrival === 'mounted').length
  const bytes = sent.reduce((sum, {size: stored}) => sum + stored, 0)
  const parts = [
    ...(sent.length > 0 ? [`${counted(sent.length, 'layer', 'layers')} copied (${size(bytes)})`] : []),
    ...(there > 0 ? [`${sent.length > 0 ? there : counted(there, 'layer', 'layers')} already there`] : []),
    ...(mounted > 0 ? [`${mounted} mounted`] : []),
  ]
  return `${parts.length === 0 ? 'no layers' : parts.join(', ')}; ${digestText(result)}.`
}

function digestText({digest, keepsDigest}: CopyResult): string {
  if (digest === null) return 'the ID is kept, but there are no digests in this format'
  return keepsDigest ? 'the digest is kept' : 'packed anew, so the digest is a new one'
}
