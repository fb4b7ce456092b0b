import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {copyImage} from '../../../src/operations/copy/copy-image.ts'
import {LayoutDestination} from '../../../src/sources/layout/layout-destination.ts'
import {context} from '../opening.ts'
import {imageOf, openImage, ownFolder} from '../store/images.ts'

const folder = ownFolder()

describe('an OCI layout that several images are written to at once', () => {
  it('lists them all', async () => {
    const path = join(folder, 'shared')
    const tags = ['1', '2', '3', '4']
    const images = await Promise.all(tags.map(tag => imageOf(folder, [`image ${tag}`])))
    await Promise.all(
      images.map((image, i) => copyImage(image, new LayoutDestination(path, tags[i]!), {context, onEvent: () => {}})),
    )
    const opened = await Promise.all(tags.map(tag => openImage(`oci:${path}:${tag}`)))
    expect(opened.map(({digest}) => digest)).toEqual(images.map(({digest}) => digest))
  })
})
