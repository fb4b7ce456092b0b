import {existsSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {command} from './command.ts'
import {corpusImage, realCorpus} from './corpus.ts'
import {CORPUS, MAKERS, type Maker, needsOf} from './images.ts'
import {LONG_PATH, ODD_NAMES} from './steps.ts'
import {requires} from './tools.ts'

describe('the corpus of real images', () => {
  for (const maker of Object.keys(MAKERS) as Maker[]) {
    it(`has what ${maker} writes`, requires(...needsOf(maker)), async () => {
      const {images, missing} = await realCorpus()
      expect(missing.filter(({tool}) => tool === maker)).toEqual([])
      const described = CORPUS.filter(image => image.maker === maker)
      expect(images.filter(({tool}) => tool === maker).map(({name}) => name)).toEqual(described.map(({name}) => name))
      expect(images.filter(({path}) => !existsSync(path))).toEqual([])
    })
  }

  it('knows the configuration of each image from skopeo', requires(...needsOf('skopeo')), async () => {
    const {images} = await realCorpus()
    for (const {name, config} of images) {
      expect(config, name).toMatchObject({os: 'linux', rootfs: {type: 'layers', diff_ids: expect.any(Array)}})
    }
  })

  it('keeps the diffIDs of an image through every format', requires(...needsOf('skopeo')), async () => {
    const {images} = await realCorpus()
    const diffIds = images
      .filter(({content}) => content === 'steps')
      .map(({config}) => (config as {rootfs: {diff_ids: string[]}}).rootfs.diff_ids)
    expect(new Set(diffIds.map(ids => ids.join()))).toHaveLength(1)
    expect(diffIds[0]).toHaveLength(6)
  })

  it('has long and odd names in the tree that docker exports', requires(...needsOf('docker')), async () => {
    const {exportTar} = await corpusImage('docker save')
    const listing = await command('tar', ['--quoting-style=literal', '-tf', exportTar!])
    expect(listing.split('\n')).toContain(LONG_PATH)
    for (const name of ODD_NAMES) expect(listing).toContain(`data/odd/${name}\n`)
    expect(LONG_PATH.length).toBeGreaterThan(255)
  })

  it('has deletions, opaque folders and links in its layers', requires(...needsOf('umoci')), async () => {
    const {path, config} = await corpusImage('skopeo, plain layers called gzip')
    const ids = (config as {rootfs: {diff_ids: string[]}}).rootfs.diff_ids
    const listings = await Promise.all(ids.map(id => command('tar', ['-tvf', `${path}/blobs/${id.replace(':', '/')}`])))
    const all = listings.join('')
    for (const part of [
      'data/.wh.deleted',
      'data/opaque/.wh..wh..opq',
      'link to data/first',
      'crw-r--r--',
      'prw-r--r--',
      '-rwsr-xr-x',
    ]) {
      expect(all).toContain(part)
    }
  })
})
