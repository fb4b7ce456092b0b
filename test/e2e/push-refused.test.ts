import {beforeAll, describe, expect, it} from 'vitest'
import {lacks, requires} from '../corpus/real/tools.ts'
import {atHome, newestJob, retype, tagAndPush, toImage, withCorpus} from '../engine/at-home.ts'
import {dockerEngine} from '../engine/engines.ts'
import {frontedRegistry} from '../engine/fronted-registry.ts'
import {registry} from '../engine/registry.ts'
import {PrivateAuthority} from '../sources/registry/private-authority.ts'
import {type RealRegistry, startRegistry} from '../sources/registry/real-registry.ts'
import {startTokenServer} from '../sources/registry/token-server.ts'

/** A registry whose token server, as clouds have one, lets everybody pull, and push to one repository. */
async function strictRegistry(): Promise<RealRegistry> {
  const authority = await PrivateAuthority.make()
  const signer = await authority.issue('tokens', ['DNS:tokens'])
  const given = {service: 'test', issuer: 'tokens'}
  const allow = (_: string | null, path: string) => (path === 'mine' ? ['pull', 'push'] : ['pull'])
  const {realm} = await startTokenServer({...given, signer, allow, login: {username: 'x', password: 'y'}})
  return startRegistry({token: {realm, ...given, bundle: signer.certificate}})
}

describe('a registry that refuses, on the screen', requires('dockerd', 'docker-registry'), () => {
  const engine = dockerEngine(withCorpus)
  const real = registry()
  const front = frontedRegistry(real)
  let strict: RealRegistry
  beforeAll(async () => {
    if (lacks('docker-registry') === null) strict = await strictRegistry()
  })

  it('for an attestation is pushed one platform only by a key', async () => {
    const name = `${front().host}/attested:1`
    // Alibaba's ACR takes layers and images, but no manifest of a class that it doesn't know.
    let refusals = 0
    front().judge = line => {
      if (!line.startsWith('PUT /v2/attested/manifests/') || refusals++ > 0) return null
      return {status: 403, code: 'DENIED', message: 'unknown manifest class for application/vnd.in-toto+json'}
    }
    await atHome(engine().host, async app => {
      await toImage(app, 'corpus/steps')
      await tagAndPush(app, name)
      await app.waitFor('refuses the attestation')
      expect(app.text()).toMatch(/push one platform/)
      expect(await real().get('/v2/attested/tags/list')).toMatchObject({errors: [{code: 'NAME_UNKNOWN'}]})
      await app.press('o')
      await newestJob(app, 'done', `push ${name}, one platform`)
      // Docker pushes one platform itself from 28 on; older ones leave it to us.
      await app.waitFor(new RegExp(`(?:layerlens copy docker-daemon:|docker push --platform \\S+ )${name}`))
    })
    expect(await real().get('/v2/attested/tags/list')).toEqual({name: 'attested', tags: ['1']})
    // What arrived is the image: the engine gets it again.
    await engine().run('rmi', name)
    await engine().run('pull', name)
    const [pushed, pulled] = await Promise.all(
      ['corpus/steps:1', name].map(async image => JSON.parse(await engine().run('inspect', image))[0].RootFS.Layers),
    )
    expect(pulled).toEqual(pushed)
  })

  it('who may not push there is told so, and pushes under a name where they may', async () => {
    const {host} = strict
    const [theirs, mine] = [`${host}/theirs:1`, `${host}/mine:1`]
    await atHome(engine().host, async app => {
      await toImage(app, 'corpus/committed')
      await tagAndPush(app, theirs)
      await newestJob(app, 'failed', `push ${theirs}`)
      await app.waitFor(`${host} does not let you push ${theirs}`)
      await app.waitFor(`layerlens login ${host}`)
      await app.press('esc')
      // The name was given all the same, and the list says so.
      await app.waitFor(theirs)
      await tagAndPush(app, mine)
      await newestJob(app, 'done', `push ${mine}`)
    })
  })

  it('a name that it does not know is told, and the form has it still', async () => {
    front().judge = () => null
    const name = `${front().host}/nobody/knows:7`
    await atHome(engine().host, async app => {
      await app.press('p')
      await app.waitFor('Pull')
      await retype(app, name)
      await app.press('enter')
      await app.waitFor(`has no ${name}`)
      await app.waitFor(`layerlens tags ${front().host}/nobody/knows`)
      await retype(app, `${front().host}/attested:1`)
      await app.press('enter')
      await newestJob(app, 'done', `pull ${front().host}/attested:1`)
      await app.waitFor(/▌ .*\/attested:1/)
    })
  })
})
