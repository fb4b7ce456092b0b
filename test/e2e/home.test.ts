import {symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {layerlens} from '../cli/program.ts'
import {packTar} from '../corpus/archives.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {requires} from '../corpus/real/tools.ts'
import {DEMO, driveApp} from '../drive/drive.ts'
import {dockerEngine} from '../engine/engines.ts'
import {fakeEngine} from '../engine/fake-engine.ts'
import {temporaryFolder} from '../engine/loading.ts'
import {watchedSocket} from '../engine/watched-socket.ts'

describe('home on a Docker engine', requires('dockerd'), () => {
  const engine = dockerEngine(async ({run}) => {
    await run('load', '--quiet', '--input', (await corpusImage('docker save of several, the commit')).path)
    await run('create', '--network', 'none', '--name', 'sleeper', 'corpus/steps:1')
  })
  const home = () => ({home: true, env: {DOCKER_HOST: engine().host}})

  it('lists its images, opens one, and has the cursor where it was when one comes back', async () => {
    await driveApp(DEMO, home(), async app => {
      await app.waitFor('corpus/steps:1')
      // What they take together is known once the engine said which layers they have.
      await app.waitFor(/docker \S+ · 3 images · [\d.]+ MB · .*1 container .*unix/)
      expect(app.row('corpus/steps:1')).toMatch(/ sleeper *$/)
      await app.press('/', 's', 't', 'e', 'p', 's')
      await app.waitFor('1 of 3 images')
      await app.press('enter')
      await app.waitFor(/▌ +corpus\/steps:1/)
      await app.press('enter')
      await app.settled()
      expect(app.row('layerlens')).toMatch(/corpus\/steps:1 · linux\/amd64 · 6 layers/)
      await engine().run('tag', 'corpus/steps:1', 'corpus/steps:meanwhile')
      await app.press('backspace')
      await app.waitFor(/▌ .*:meanwhile/)
      await app.press('esc')
      await app.waitFor('corpus-base:1')
      expect(app.row('▌')).toContain(':meanwhile')
      await app.drawn()
      await app.press('q')
      expect(await app.exit).toBe(0)
    })
  })

  it('lists its images before it has said what they share, which it may take long to sum up', async () => {
    const watched = await watchedSocket(engine().socket)
    const letGo = watched.hold('/system/df')
    await driveApp(DEMO, {home: true, env: {DOCKER_HOST: watched.host}}, async app => {
      await app.waitFor('corpus/steps:1')
      expect(app.row('corpus/steps:1')).not.toMatch(/MB.*MB/)
      await app.press('j', 'k')
      letGo()
      await app.until(() => /MB.*MB/.test(app.row('corpus/steps:1')), 'what corpus/steps:1 shares')
    })
    await watched.close()
  })

  it('lists its containers, and opens one with what was changed in it', async () => {
    await engine().run('cp', import.meta.filename, 'sleeper:/opt/brought-in')
    await driveApp(DEMO, home(), async app => {
      await app.waitFor('corpus/steps:1')
      await app.press('2')
      await app.waitFor(/▌ +sleeper +corpus\/steps:1 +created/)
      await app.press('enter')
      await app.settled()
      expect(app.row('layerlens')).toContain('7 layers')
      await app.press('backspace')
      await app.waitFor(/▌ +sleeper/)
    })
  })

  it('keeps an old list when the engine goes, and gets a new one when it is back', async () => {
    const watched = await watchedSocket(engine().socket)
    await driveApp(DEMO, {home: true, env: {DOCKER_HOST: watched.host}}, async app => {
      await app.waitFor('corpus/steps:1')
      await app.waitGone('listing')
      watched.cutAfter('/images/json', 10)
      await app.press('r')
      await app.waitFor('The engine is gone')
      expect(app.row('layerlens')).toContain('not up to date')
      expect(app.text()).toContain('corpus/steps:1')
      watched.cutAfter('/images/json', Number.POSITIVE_INFINITY)
      await app.press('r')
      await app.waitGone('not up to date')
      expect(app.text()).toContain('corpus/steps:1')
    })
    await watched.close()
  })
})

describe('home without an engine', () => {
  it('opens the demo image, says so, and says why on the page below it', async () => {
    await driveApp(DEMO, {home: true, env: {DOCKER_HOST: 'unix:///nowhere/docker.sock'}}, async app => {
      await app.waitFor('No engine answered: this is the demo image.')
      await app.settled()
      expect(app.row('layerlens')).toContain('shop/tea:1.4')
      await app.press('backspace')
      await app.waitFor('DOCKER_HOST (unix:///nowhere/docker.sock)')
      await app.waitFor('no engine')
      await app.press('enter')
      await app.settled()
      expect(app.row('layerlens')).toContain('shop/tea:1.4')
    })
  })

  it('lists the store instead, which begins with the demo image, and says so', async () => {
    const storeFolder = join(temporaryFolder(), 'store')
    const env = {DOCKER_HOST: 'unix:///nowhere/docker.sock'}
    await driveApp(DEMO, {home: true, env, storeFolder}, async app => {
      await app.waitFor('No engine: docker.sock: not there. i says more, r tries again.')
      expect(app.row('layerlens')).toMatch(/store .*1 image .*no engine: docker\.sock: not there/)
      expect(app.text()).toMatch(/shop\/tea:1\.4 +5954e2e1e689/)
      expect(app.text()).toContain('shop/tea:1.4, a demo: d removes it')
      await app.press('R')
      await app.waitFor('An engine runs images')
      await app.press('4')
      await app.waitFor(/▌ *shop\/tea:1\.4 .*×1/)
      await app.press('enter')
      await app.waitFor('1 image stands on them')
      await app.press('esc', '2')
      await app.waitFor('No engine answers, so there is nothing to list here.')
      await app.press('1', 'enter')
      await app.settled()
      expect(app.row('layerlens')).toContain('shop/tea:1.4')
    })
    expect((await layerlens(['rm', 'store:shop/tea:1.4', '--store', storeFolder])).code).toBe(0)
    // Who removed it does not want it back.
    await driveApp(DEMO, {home: true, env, storeFolder}, async app => {
      await app.waitFor('the store has no images')
    })
  })

  it.each([
    ['unix:///nowhere/named.sock', 'named.sock: not there', 'unix:///nowhere/named.sock (--host): not there'],
    ['nobody@', 'nobody@: no address', 'tcp://HOST:2376'],
  ])(
    'lists the store too where %s was named for the engine, and says why that does not answer',
    async (host, brief, more) => {
      const storeFolder = join(temporaryFolder(), 'store')
      await driveApp(DEMO, {home: true, host, storeFolder, columns: 120}, async app => {
        await app.waitFor(`No engine: ${brief}. i says more, r tries again.`)
        expect(app.row('layerlens')).toMatch(/store .*1 image/)
        await app.press('i')
        await app.waitFor('Home shows the store meanwhile')
        expect(app.text()).toContain(more)
      })
    },
  )

  it('tells which engines were tried and what to do, and lists one that has come once it is asked again', async () => {
    const folder = temporaryFolder()
    const socket = join(folder, 'late.sock')
    const storeFolder = join(folder, 'store')
    const engine = await fakeEngine([{tar: await packTar([{name: 'a', content: 'abc'}])}])
    await driveApp(DEMO, {home: true, env: {DOCKER_HOST: `unix://${socket}`}, storeFolder}, async app => {
      await app.waitFor('No engine: late.sock: not there.')
      await app.press('i')
      await app.waitFor(`unix://${socket} (DOCKER_HOST): not there`)
      await app.waitFor('Start the engine: sudo systemctl start docker')
      await app.press('r')
      await app.waitFor('Still no engine: late.sock: not there.')
      symlinkSync(engine.socket, socket)
      await app.press('r')
      await app.waitFor(/docker \S+ answered\./)
      await app.press('esc')
      await app.waitFor('fake:1')
    })
    await engine.close()
  })
})
