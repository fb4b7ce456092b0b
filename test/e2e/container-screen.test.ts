import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {requires} from '../corpus/real/tools.ts'
import {atHome, keysFor, retype, withCorpus} from '../engine/at-home.ts'
import {dockerEngine, podmanEngine, type TestEngine} from '../engine/engines.ts'
import {temporaryFolder} from '../engine/loading.ts'

/** `image`: what containers are made of, as this engine calls it. */
function describeContainers(engine: () => TestEngine, image: string): void {
  it('shows what was done in it meanwhile by one key, looked at as before', async () => {
    const folder = temporaryFolder()
    const bring = async (name: string) => {
      writeFileSync(join(folder, name), name)
      await engine().run('cp', join(folder, name), `seen:/opt/${name}`)
    }
    await engine().run('create', '--network', 'none', '--name', 'seen', image)
    await bring('first-one')
    await atHome(engine().host, async app => {
      await app.press('2', '/', ...keysFor('seen'), 'enter', 'enter')
      await app.settled()
      await app.press('tab', 'E')
      await app.waitFor('first-one')
      await bring('second-one')
      await app.press('r')
      await app.waitFor('second-one')
      await app.settled()
      expect(app.row('first-one')).toMatch(/\+/)
      expect(app.text()).toContain('hanges of layer 6')
    })
  })

  it('shows what a commit would store before it is done, and has the form as it was', async () => {
    await engine().run('create', '--network', 'none', '--name', 'asked', image)
    await engine().run('cp', import.meta.filename, 'asked:/opt/brought-in')
    await atHome(engine().host, async app => {
      await app.press('2', '/', ...keysFor('asked'), 'enter', 'm')
      await app.waitFor('Commit container asked')
      await retype(app, 'localhost/asked:1')
      await app.press('tab', ...keysFor('half a mess'))
      await app.waitFor('half a mess')
      await app.press('ctrl+o')
      await app.settled()
      expect(app.row('layerlens')).toContain('container:asked ')
      await app.press('E')
      await app.waitFor('brought-in')
      await app.press('backspace')
      await app.waitFor('Commit container asked')
      expect(app.text()).toMatch(/image +localhost\/asked:1/)
      await app.press(...keysFor('age'), 'enter')
      await app.waitFor('asked:1 · linux/amd64 · 7 layers')
    })
    expect(JSON.parse(await engine().run('inspect', 'localhost/asked:1'))[0].Comment).toBe('half a message')
  })
}

describe('a container of Docker on the screen', requires('dockerd'), () => {
  describeContainers(dockerEngine(withCorpus), 'corpus/steps:1')
})

describe('a container of Podman on the screen', requires('podman', 'dockerd'), () => {
  describeContainers(podmanEngine(withCorpus), 'localhost/corpus/steps:1')
})
