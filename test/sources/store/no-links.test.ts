import {expect, it, vi} from 'vitest'
import {Store} from '../../../src/sources/store/store.ts'
import {examineStore} from '../../../src/sources/store/store-verbs.ts'
import {context} from '../opening.ts'
import {imageOf, openImage, ownFolder, put} from './images.ts'

/** What FAT, some network file systems and some mounts into containers do: no file has a second name. */
vi.mock('node:fs', async original => ({
  ...(await original<typeof import('node:fs')>()),
  linkSync: () => {
    throw Object.assign(new Error('EPERM: operation not permitted, link'), {code: 'EPERM'})
  },
}))

const folder = ownFolder()

it('takes images where files can have no second name, from several at once', async () => {
  const store = new Store(`${folder}/store`)
  const names = ['one', 'two', 'three', 'four']
  await Promise.all(names.map(async name => put(await imageOf(folder, [name, 'common']), store, name)))
  expect(
    store
      .readIndex()
      .entries.map(({tag}) => tag)
      .toSorted(),
  ).toEqual(names.map(name => `${name}:latest`).toSorted())
  for (const name of names) expect((await openImage(`store:${name}`, store)).warnings).toEqual([])
  expect((await examineStore(store, context)).damaged).toEqual([])
})
