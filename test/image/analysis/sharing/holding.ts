import type {HoldingContainer, HoldingImage, Holdings} from '../../../../src/image/analysis/sharing/holdings.ts'
import {Sharing} from '../../../../src/image/analysis/sharing/sharing.ts'

interface Told {
  readonly tags?: readonly string[]
  readonly parent?: string
  readonly listed?: boolean
}

/** An image of layers written `name` or `name:bytes`; without a number a layer takes 10 bytes, with `?` nobody knows. */
export function holding(key: string, layers: string, {tags = [key], parent, listed = true}: Told = {}): HoldingImage {
  return {
    key,
    tags,
    layers: layers
      .split(' ')
      .filter(text => text !== '')
      .map(text => {
        const [digest = '', bytes = '10'] = text.split(':')
        return {digest, bytes: bytes === '?' ? null : Number(bytes), createdBy: `RUN make ${digest}`}
      }),
    parent: parent ?? null,
    listed,
  }
}

export function standing(name: string, image: string, running = false): HoldingContainer {
  return {id: name, name, image, running}
}

export function sharingOf(
  images: readonly HoldingImage[],
  {containers = [], sharedBy = 'chain', ...more}: Partial<Holdings> = {},
): Sharing {
  return new Sharing({...more, sharedBy, images, containers})
}
