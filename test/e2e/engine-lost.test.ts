import {describe, expect, it} from 'vitest'
import {requires} from '../corpus/real/tools.ts'
import {
  atHome,
  jobsAre,
  keysFor,
  listed,
  newestJob,
  retype,
  tagAndPush,
  toImage,
  withCorpus,
} from '../engine/at-home.ts'
import {dockerEngine} from '../engine/engines.ts'
import {frontedRegistry} from '../engine/fronted-registry.ts'
import {registry} from '../engine/registry.ts'
import {watchedSocket} from '../engine/watched-socket.ts'

const FOREVER = Number.POSITIVE_INFINITY

describe('an engine that goes in the middle', requires('dockerd', 'docker-registry'), () => {
  const engine = dockerEngine(withCorpus)
  const real = registry()
  const front = frontedRegistry(real)

  it('of an export is told with the layers that did not come; reading on reads them, and the list is true', async () => {
    const watched = await watchedSocket(engine().socket)
    watched.cutAfter('/get', 2_500_000)
    await atHome(watched.host, async app => {
      await toImage(app, 'corpus/steps')
      await app.press('enter')
      await app.waitFor('missing')
      await app.settled()
      await app.waitFor(/layers? did not come; r reads on. The connection to the engine .* broke: the engine closed it/)
      watched.cutAfter('/get', FOREVER)
      await app.press('r')
      await app.waitFor('31 files')
      await app.settled()
      await app.press('backspace')
      await app.waitFor(/▌ .*corpus\/steps:1/)
    })
    await watched.close()
  })

  it('of a commit is told; the list says whether it was done all the same, and it is done by the same key', async () => {
    await engine().run('create', '--network', 'none', '--name', 'cut', 'corpus/steps:1')
    await engine().run('cp', import.meta.filename, 'cut:/opt/new')
    const watched = await watchedSocket(engine().socket)
    watched.cutAfter('/commit', 0)
    await atHome(watched.host, async app => {
      await app.press('2', 'm')
      await app.waitFor('Commit container cut')
      await retype(app, 'corpus/cut:1')
      await app.press('tab', ...keysFor('typed once'), 'enter')
      await newestJob(app, 'failed', 'commit cut as corpus/cut:1')
      await app.waitFor(/The connection to the engine .* broke/)
      // Nothing typed is lost: the form has it again.
      await app.press('e')
      await app.waitFor('Commit container cut')
      expect(app.text()).toMatch(/image +corpus\/cut:1/)
      expect(app.text()).toMatch(/message +typed once/)
      await app.press('esc', '1')
      // The engine had heard it before the way was cut, and the list is true.
      await listed(app, 'corpus/cut:1')
      watched.cutAfter('/commit', FOREVER)
      await app.press('5', 'r')
      await app.waitFor('corpus/cut:1 · linux/amd64 · 7 layers')
    })
    await watched.close()
    expect(await engine().run('history', '--format', '{{.Comment}}', 'corpus/cut:1')).toMatch(/^typed once\n/)
  })

  it('of a push, really stopped and started again, is told; the same key pushes then', async () => {
    const name = `${front().host}/stopped:1`
    // Until it is let go the registry takes nothing: the push is certainly in its middle.
    let letGo: () => void = () => {}
    const held = new Promise<null>(resolve => {
      letGo = () => resolve(null)
    })
    let isAsked: () => void = () => {}
    const asked = new Promise<void>(resolve => {
      isAsked = resolve
    })
    front().judge = line => {
      if (!line.startsWith('POST /v2/stopped/blobs/uploads')) return null
      isAsked()
      return held
    }
    await atHome(engine().host, async app => {
      await toImage(app, 'corpus/committed')
      await tagAndPush(app, name)
      await asked
      await engine().restart(async () => {
        await newestJob(app, 'failed', `push ${name}`)
        await app.waitFor(/The connection to the engine .* broke/)
        // There is nobody to push, and that is told as what it is.
        await app.press('r')
        await jobsAre(app, 'done', 'failed', 'failed')
        await app.waitFor(/No engine could be reached|The connection to the engine .* broke: connect/)
        letGo()
      })
      await app.press('r')
      await jobsAre(app, 'done', 'failed', 'failed', 'done')
      await app.press('esc', 'r')
      await listed(app, name)
      await app.waitGone('not up to date')
    })
    expect(await real().get('/v2/stopped/tags/list')).toEqual({name: 'stopped', tags: ['1']})
  })

  it('of a pull, killed while a slow registry sends, is told; the list is true afterwards, and the same key pulls then', async () => {
    const name = `${front().host}/slow:1`
    const {run, restart} = engine()
    await run('create', '--network', 'none', '--name', 'slow', 'corpus/steps:1')
    await run('cp', import.meta.filename, 'slow:/opt/new')
    await run('commit', 'slow', name)
    await run('push', name)
    const idOf = () => run('image', 'inspect', '--format', '{{.Id}}', name)
    const id = await idOf()
    await run('rm', 'slow')
    await run('rmi', name)
    // The layer that the engine lacks does not come until it is let go: the pull is certainly in its middle.
    let letGo: () => void = () => {}
    const held = new Promise<null>(resolve => {
      letGo = () => resolve(null)
    })
    let isAsked: () => void = () => {}
    const asked = new Promise<void>(resolve => {
      isAsked = resolve
    })
    front().judge = line => {
      if (!line.startsWith('GET /v2/slow/blobs/')) return null
      isAsked()
      return held
    }
    await atHome(engine().host, async app => {
      await app.press('p')
      await app.waitFor('Pull')
      await retype(app, name)
      await app.press('enter')
      await asked
      await restart(async () => {
        await newestJob(app, 'failed', `pull ${name}`)
        await app.waitFor(/The connection to the engine .* broke/)
        await app.press('5', 'r')
        await jobsAre(app, 'failed', 'failed')
        letGo()
      }, 'SIGKILL')
      await app.press('1', 'r')
      await app.waitGone('not up to date')
      await listed(app, name, false)
      await app.press('5', 'r')
      await jobsAre(app, 'failed', 'failed', 'done')
      await app.press('1')
      await listed(app, name)
    })
    expect(await idOf()).toBe(id)
  })
})
