import {describe, expect, it} from 'vitest'
import {networkAddress, requires} from '../corpus/real/tools.ts'
import {atHome, jobsAre, tagAndPush, toImage, withCorpus} from '../engine/at-home.ts'
import {dockerEngine} from '../engine/engines.ts'
import {registry} from '../engine/registry.ts'

describe(
  'a registry in plain HTTP that is not on loopback',
  requires('dockerd', 'docker-registry', 'network-address'),
  () => {
    let daemonJson: unknown = {}
    const engine = dockerEngine(withCorpus, {settings: () => daemonJson})
    const lan = registry(undefined, networkAddress())

    it('is told with the lines for daemon.json; with these, and the engine started again, the same key pushes', async () => {
      const {host} = lan()
      const name = `${host}/shop/steps:1`
      await atHome(engine().host, async app => {
        await toImage(app, 'corpus/steps')
        await tagAndPush(app, name)
        await app.waitFor(`The registry ${host} answers in plain HTTP`)
        expect(app.text()).toContain('restart the engine')
        await app.press('y')
        await app.waitFor('Copied: {"insecure-registries"')
        await app.until(() => app.terminal.clipboard !== null, 'something on the clipboard')
        daemonJson = JSON.parse(app.terminal.clipboard ?? '')
        expect(daemonJson).toEqual({'insecure-registries': [host]})
        await engine().restart()
        await app.press('r')
        await jobsAre(app, 'done', 'failed', 'done')
      })
      expect(await lan().get('/v2/_catalog')).toEqual({repositories: ['shop/steps']})
    })
  },
)
