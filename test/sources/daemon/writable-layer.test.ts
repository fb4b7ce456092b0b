import {describe, expect, it} from 'vitest'
import {streamMembers} from '../../../src/image/tar/stream-members.ts'
import {type ContainerFiles, writableLayer} from '../../../src/sources/daemon/writable-layer.ts'
import type {ContainerChange} from '../../../src/sources/engine/container-api.ts'
import {packTar, type TarMember} from '../../corpus/archives.ts'

const added = (path: string): ContainerChange => ({path, kind: 'added'})
const modified = (path: string): ContainerChange => ({path, kind: 'modified'})
const deleted = (path: string): ContainerChange => ({path, kind: 'deleted'})

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}

/** A container's file system, given as members; archives of a path are cut out of it as an engine does. */
function filesOf(all: readonly TarMember[], size: number): ContainerFiles & {asked: string[]} {
  const asked: string[] = []
  return {
    size,
    asked,
    async *everything() {
      asked.push('everything')
      yield await packTar(all)
    },
    async archive(path) {
      asked.push(path)
      const folder = path.slice(0, path.lastIndexOf('/') + 1)
      const inside = all.filter(({name}) => name === path || name === `${path}/` || name.startsWith(`${path}/`))
      return inside.length === 0
        ? null
        : once(await packTar(inside.map(member => ({...member, name: member.name.slice(folder.length)}))))
    },
  }
}

const TREE: readonly TarMember[] = [
  {name: 'etc/', type: 'directory'},
  {name: 'etc/passwd', content: 'root'},
  {name: 'opt/', type: 'directory'},
  {name: 'opt/new/', type: 'directory'},
  {name: 'opt/new/file', content: 'text'},
  {name: 'opt/new/volume/', type: 'directory'},
  {name: 'opt/new/volume/secret', content: 'not of the layer'},
  {name: 'opt/link', type: 'symlink', link: 'new/file'},
]

async function namesOf(changes: readonly ContainerChange[], files: ContainerFiles): Promise<string[]> {
  const names: string[] = []
  for await (const {name} of streamMembers(writableLayer(changes, files), 'the layer')) names.push(name)
  return names
}

const SMALL = 1
const LARGE = 1e12

describe('the tar of what a container changed', () => {
  it('has whiteouts, and what was added or modified as it is now', async () => {
    const changes = [modified('etc'), modified('etc/passwd'), deleted('etc/gone'), modified('opt'), added('opt/link')]
    const files = filesOf(TREE, LARGE)
    expect(await namesOf(changes, files)).toEqual(['etc/.wh.gone', 'etc/', 'etc/passwd', 'opt/', 'opt/link'])
    expect(files.asked).toEqual(['etc', 'etc/passwd', 'opt', 'opt/link'])
  })

  it('asks once for what was added as a whole, and leaves out what is mounted in it', async () => {
    const files = filesOf(TREE, LARGE)
    const changes = [modified('opt'), added('opt/new'), added('opt/new/file')]
    expect(await namesOf(changes, files)).toEqual(['opt/', 'opt/new/', 'opt/new/file'])
    expect(files.asked).toEqual(['opt', 'opt/new'])
  })

  it('is the same from an export, where that costs less', async () => {
    const changes = [modified('opt'), added('opt/new'), added('opt/new/file'), deleted('etc/gone')]
    const [few, many] = [filesOf(TREE, LARGE), filesOf(TREE, SMALL)]
    expect(await namesOf(changes, many)).toEqual(await namesOf(changes, few))
    expect(many.asked).toEqual(['everything'])
  })

  it.each([LARGE, SMALL])('hides all of a folder that was deleted and made again (%d)', async size => {
    const changes = [deleted('opt'), added('opt/link')]
    expect((await namesOf(changes, filesOf(TREE, size))).sort()).toEqual(['opt/', 'opt/.wh..wh..opq', 'opt/link'])
  })

  it('says a deleted folder once, not what lay in it', async () => {
    expect(await namesOf([deleted('a'), deleted('a/b'), deleted('ab')], filesOf([], LARGE))).toEqual([
      '.wh.a',
      '.wh.ab',
    ])
  })

  it('leaves out what is gone by now', async () => {
    expect(await namesOf([added('opt/gone'), added('opt/link')], filesOf(TREE, LARGE))).toEqual(['opt/link'])
  })

  it('is empty, and still a tar, where nothing changed', async () => {
    const files = filesOf(TREE, SMALL)
    expect(await namesOf([], files)).toEqual([])
    expect(files.asked).toEqual([])
  })
})
