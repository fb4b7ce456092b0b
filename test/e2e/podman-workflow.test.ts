import {describe, expect, it} from 'vitest'
import {command} from '../corpus/real/command.ts'
import {requires} from '../corpus/real/tools.ts'
import {atHome, jobsAre, keysFor, listed, retype, tagAndPush, toImage, withCorpus} from '../engine/at-home.ts'
import {podmanEngine} from '../engine/engines.ts'
import {registry} from '../engine/registry.ts'

describe('the workflow on Podman, on the screen', requires('podman', 'dockerd', 'docker-registry', 'skopeo'), () => {
  let registriesConf = ''
  const engine = podmanEngine(withCorpus, () => registriesConf)
  const open = registry()

  it('commits, tags, is told how to speak plain HTTP, does that, pushes, removes and pulls', async () => {
    const {run, restart} = engine()
    await run('create', '--network', 'none', '--name', 'work', 'localhost/corpus/steps:1')
    await run('cp', import.meta.filename, 'work:/opt-new')
    const name = `${open().host}/made:1`
    await atHome(engine().host, async app => {
      await app.press('2', 'm')
      await app.waitFor(/1 added/)
      await retype(app, 'localhost/made:1')
      await app.press('tab', ...keysFor('by hand'), 'tab', 'ctrl+u', ...keysFor('A. U. Thor'), 'enter')
      await app.waitFor('made:1 · linux/amd64 · 7 layers')
      await app.waitFor('opt-new')
      await tagAndPush(app, name)
      await app.waitFor('answers in plain HTTP')
      expect(await open().get('/v2/_catalog')).toEqual({repositories: []})
      // What it says to be typed is what helps, as it is.
      await app.press('y')
      await app.waitFor('Copied: [[registry]]')
      await app.until(() => app.terminal.clipboard !== null, 'something on the clipboard')
      registriesConf = app.terminal.clipboard ?? ''
      expect(registriesConf).toContain(`location = "${open().host}"`)
      await restart()
      await app.press('r')
      await jobsAre(app, 'done', 'done', 'failed', 'done')
      expect(await open().get('/v2/_catalog')).toEqual({repositories: ['made']})
      // Home again: removed here, under both names, it comes back from the registry.
      await app.press('esc', 'backspace')
      await listed(app, name)
      await run('rmi', name, 'localhost/made:1')
      await app.press('r')
      await listed(app, name, false)
      await app.press('p')
      await app.waitFor('Pull')
      await retype(app, name)
      await app.press('enter')
      await jobsAre(app, 'done', 'done', 'failed', 'done', 'done')
      await listed(app, name)
      await toImage(app, name)
      await app.waitFor(new RegExp(`▌ +${name}`))
    })
    const [image] = JSON.parse(await run('inspect', name))
    expect(image).toMatchObject({Comment: 'by hand', Author: 'A. U. Thor'})
    const seen = JSON.parse(await command('skopeo', ['inspect', '--tls-verify=false', `docker://${name}`]))
    expect(seen.Layers).toHaveLength(7)
    expect(image.RepoDigests).toContain(`${open().host}/made@${seen.Digest}`)
    const config = JSON.parse(
      await command('skopeo', ['inspect', '--config', '--tls-verify=false', `docker://${name}`]),
    )
    expect(config.author).toBe('A. U. Thor')
    expect(config.rootfs.diff_ids).toEqual(image.RootFS.Layers)
  })
})
