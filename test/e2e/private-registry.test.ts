import {readdirSync} from 'node:fs'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {command} from '../corpus/real/command.ts'
import {lacks, requires} from '../corpus/real/tools.ts'
import {atHome, jobsAre, listed, retype, tagAndPush, toImage, withCorpus} from '../engine/at-home.ts'
import {dockerEngine} from '../engine/engines.ts'
import {temporaryFolder} from '../engine/loading.ts'
import {makeRegistryImage} from '../engine/registry-image.ts'
import {freePort} from '../sources/registry/real-registry.ts'

const NEEDS = ['dockerd', 'docker-registry', 'bridge'] as const

describe('a private registry by one key', requires(...NEEDS), () => {
  const bridge = `llb${process.pid}`
  beforeAll(async () => {
    if (NEEDS.some(name => lacks(name) !== null)) return
    await command('ip', ['link', 'add', bridge, 'type', 'bridge'])
    await command('ip', ['address', 'add', `10.213.${process.pid % 250}.1/24`, 'dev', bridge])
    await command('ip', ['link', 'set', bridge, 'up'])
  })
  const engine = dockerEngine(withCorpus, {bridge})
  afterAll(async () => {
    if (NEEDS.every(name => lacks(name) === null)) await command('ip', ['link', 'delete', bridge])
  })

  it('is offered once its image is there, runs, takes a push, and keeps it in the folder', async () => {
    const folder = temporaryFolder()
    const port = await freePort()
    await atHome(engine().host, async app => {
      await app.press('N')
      await app.waitFor('A private registry runs from registry:2, which this engine has not: pull it, then N again.')
      await app.waitFor(/name .*registry:2/)
      await app.press('esc')
      await makeRegistryImage(engine(), folder, 'registry:2')
      await app.press('r')
      await listed(app, 'registry:2')
      await app.press('N')
      await app.waitFor('Start a private registry')
      await retype(app, `${port}`)
      await app.press('tab')
      await retype(app, join(folder, 'kept'))
      await app.press('enter')
      await app.waitFor(`A registry answers at localhost:${port}`)
      await toImage(app, 'corpus/committed')
      await tagAndPush(app, `localhost:${port}/shop/tools:1.2`)
      await jobsAre(app, 'done', 'done', 'done')
    })
    expect(readdirSync(join(folder, 'kept/docker/registry/v2/repositories/shop'))).toEqual(['tools'])
    const [line] = (await engine().run('ps', '--format', '{{.Image}} {{.Ports}}')).trim().split('\n')
    expect(line).toMatch(new RegExp(`^registry:2 .*:${port}->5000/tcp`))
    const ids = (await engine().run('ps', '--quiet')).trim().split('\n')
    await engine().run('rm', '--force', '--volumes', ...ids)
  })

  it('whose port is taken is told so, the form has all that was typed, and nothing of it stays', async () => {
    const folder = temporaryFolder()
    const [taken, free] = [createServer(), await freePort()]
    await new Promise<void>(resolve => taken.listen(0, '0.0.0.0', resolve))
    const {port} = taken.address() as {port: number}
    await atHome(engine().host, async app => {
      await app.press('N')
      await app.waitFor('Start a private registry')
      await retype(app, `${port}`)
      await app.press('tab')
      await retype(app, join(folder, 'kept'))
      await app.press('enter')
      await app.waitFor(/address already in use/)
      expect(app.text()).toContain(join(folder, 'kept'))
      expect(await engine().run('ps', '--all', '--quiet')).toBe('')
      await app.press('shift+tab')
      await retype(app, `${free}`)
      await app.press('enter')
      await app.waitFor(`A registry answers at localhost:${free}`)
    })
    taken.close()
    await engine().run('rm', '--force', '--volumes', ...(await engine().run('ps', '--quiet')).trim().split('\n'))
  })
})
