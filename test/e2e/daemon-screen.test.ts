import {describe, expect, it} from 'vitest'
import {corpusImage} from '../corpus/real/corpus.ts'
import {requires} from '../corpus/real/tools.ts'
import {driveApp} from '../drive/drive.ts'
import {dockerEngine} from '../engine/engines.ts'
import {watchedSocket} from '../engine/watched-socket.ts'

describe('the explorer on an engine', requires('dockerd'), () => {
  const engine = dockerEngine(
    async ({run}) =>
      void (await run('load', '--quiet', '--input', (await corpusImage('docker save of several, the commit')).path)),
  )

  it('opens an image by its bare name, and shows the whole tree', async () => {
    await driveApp('corpus/steps:1', {env: {DOCKER_HOST: engine().host}}, async app => {
      await app.settled()
      expect(app.row('layerlens')).toMatch(/corpus\/steps:1 · linux\/amd64 · 6 layers · 4\.27 MB · 31 files/)
      expect(app.text()).toContain('docker-daemon')
      expect(app.text()).toContain('data/')
    })
  })

  it('opens a container with what it changed as its top layer', async () => {
    await engine().run('create', '--network', 'none', '--name', 'seen', 'corpus/steps:1')
    await engine().run('cp', import.meta.filename, 'seen:/opt/brought-in')
    await driveApp('container:seen', {env: {DOCKER_HOST: engine().host}}, async app => {
      await app.settled()
      expect(app.row('layerlens')).toContain('7 layers')
      await app.waitFor('Changes of layer 6')
      await app.press('tab', 'E')
      await app.waitFor('brought-in')
    })
  })

  it('says which layers did not come when the engine is gone in the middle, and reads on when it is back', async () => {
    const watched = await watchedSocket(engine().socket)
    watched.cutAfter('/get', 2_500_000)
    await driveApp('docker-daemon:corpus/steps:1', {env: {DOCKER_HOST: watched.host}}, async app => {
      await app.waitFor('missing')
      await app.settled()
      watched.cutAfter('/get', Number.POSITIVE_INFINITY)
      await app.press('r')
      await app.waitFor('31 files')
    })
    await watched.close()
  })

  it('says what was tried where no engine answers', async () => {
    await driveApp('docker-daemon:x', {env: {DOCKER_HOST: 'unix:///nowhere/docker.sock'}}, async app => {
      await app.waitFor('No Docker engine could be reached')
      expect(app.text()).toContain('DOCKER_HOST (unix:///nowhere/docker.sock)')
    })
  })
})
