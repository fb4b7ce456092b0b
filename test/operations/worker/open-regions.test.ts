import {existsSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {findTwins} from '../../../src/operations/worker/twins-task.ts'
import {hopped} from '../../image/layer/indexing.ts'
import {tarOf} from '../../image/tar/raw-tar.ts'
import {temporaryFolder} from '../extract/image-files.ts'

const folder = temporaryFolder()
const FILES = '/proc/self/fd'

it.runIf(existsSync(FILES))('many layers are compared with few files open', async () => {
  const content = 'same'.repeat(2000)
  const layers = []
  const regions = []
  for (let i = 0; i < 200; i++) {
    const tar = tarOf({name: `file-${i}`, content})
    const path = join(folder, String(i))
    writeFileSync(path, tar)
    layers.push(await hopped(tar))
    regions.push({path, offset: 0, size: tar.length})
  }
  const open = () => readdirSync(FILES).length
  const before = open()
  let most = 0
  const twins = findTwins({type: 'twins', layers, regions}, () => {
    most = Math.max(most, open() - before)
  })
  expect(twins).toMatchObject([{size: content.length, layers: regions.map((_, i) => i)}])
  expect(most).toBeLessThan(100)
  expect(open()).toBe(before)
})
