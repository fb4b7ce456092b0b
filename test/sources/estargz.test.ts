import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {estargzLayer, LayoutBuilder} from '../corpus/archives.ts'
import {bytesOf, open, temporaryFolder} from './opening.ts'

const folder = temporaryFolder()

describe('an eStargz layer', () => {
  it.each([false, true])('is a gzip blob of many members like any other (table after the end: %s)', async afterEnd => {
    const stored = await estargzLayer({'bin/sh': '#!', 'etc/motd': 'hello'}, afterEnd)
    const layout = new LayoutBuilder()
    const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip'
    layout.list(layout.image([gunzipSync(stored)], {stored: [stored], layerType}), '1')
    const image = await open(layout.writeFolder(join(folder, String(afterEnd))))
    expect(image.warnings).toEqual([])
    expect(image.layers[0]).toMatchObject({compressedSize: stored.length, missing: null})
    expect(await bytesOf(image.layers[0]!)).toEqual(stored)
  })
})
