import {describe, expect, it} from 'vitest'
import {requires} from '../corpus/real/tools.ts'
import {atHome, keysFor, retype, tagAndPush, toImage, withCorpus} from '../engine/at-home.ts'
import {dockerEngine} from '../engine/engines.ts'
import {registry} from '../engine/registry.ts'
import {watchedSocket} from '../engine/watched-socket.ts'

describe('failing kindly on Docker', requires('dockerd', 'docker-registry'), () => {
  const engine = dockerEngine(withCorpus)
  const open = registry()
  const closed = registry('lens:$2b$04$w6v67VIEaaQGXtjW52N/6.QNAwjmbfBOixVzXZHgHgMx5wyvFpTCC')

  it('says who is asked for, and shows again what to do when it is tried again', async () => {
    await atHome(engine().host, async app => {
      await toImage(app, 'corpus/steps')
      await tagAndPush(app, `${closed().host}/mine:1`)
      await app.waitFor('wants to know who you are')
      expect(app.text()).toContain(`layerlens login ${closed().host}`)
      expect(app.text()).toContain(`$ docker push ${closed().host}/mine:1`)
      await app.press('r')
      await app.waitFor('failed after')
      expect(app.state?.jobs.map(({state}) => state)).toEqual(['done', 'failed', 'failed'])
    })
  })

  it('has the commit form again with all that was typed where a change is none', async () => {
    await engine().run('create', '--network', 'none', '--name', 'odd', 'corpus/steps:1')
    await atHome(engine().host, async app => {
      await app.press('2', 'm')
      await app.waitFor('Commit container odd')
      await retype(app, 'corpus/odd:1')
      await app.press('tab', ...keysFor('why'), 'tab', 'tab', ...keysFor('FLY me'), 'enter')
      await app.waitFor('The engine does not take a change')
      expect(app.text()).toMatch(/image +corpus\/odd:1/)
      expect(app.text()).toMatch(/message +why/)
      await app.press('ctrl+u', ...keysFor('USER me'), 'enter')
      await app.waitFor('corpus/odd:1 · linux/amd64')
    })
  })

  it('tells an engine that goes in the middle of a push, and pushes when it is back', async () => {
    const watched = await watchedSocket(engine().socket)
    const name = `${open().host}/cut:1`
    watched.cutAfter('/push', 1500)
    await atHome(watched.host, async app => {
      await toImage(app, 'corpus/steps')
      await tagAndPush(app, name)
      await app.waitFor('The connection to the engine')
      watched.cutAfter('/push', Number.POSITIVE_INFINITY)
      await app.press('r')
      await app.waitFor(/done in .* s/)
    })
    expect(await open().get('/v2/_catalog')).toEqual({repositories: ['cut']})
    await watched.close()
  })

  it('does not remove what a container stands on, and says how to get it out of the way', async () => {
    await engine().run('create', '--network', 'none', '--name', 'holder', 'corpus/committed:1')
    await atHome(engine().host, async app => {
      await toImage(app, 'corpus/committed')
      await app.press('d')
      await app.waitFor('docker rm holder')
      await app.press('enter')
      await app.waitFor('Nothing can be removed')
      await engine().run('rm', 'holder')
      await app.press('esc', 'd')
      await app.waitFor(/Frees \d+ B/)
      await app.press('enter')
      await app.waitFor('exactly as promised')
      await app.waitFor('None of the images holds this text')
    })
  })
})
