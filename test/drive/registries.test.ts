import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {digestOf as digestOfBytes} from '../../src/image/oci/content-digest.ts'
import {Store} from '../../src/sources/store/store.ts'
import {layerlens} from '../cli/program.ts'
import {LayoutBuilder, layerTar} from '../corpus/archives.ts'
import {command} from '../corpus/real/command.ts'
import {requires} from '../corpus/real/tools.ts'
import {temporaryFolder} from '../engine/loading.ts'
import {homeWith} from '../sources/registry/clients.ts'
import {LOGIN, type RealRegistry, startRegistry} from '../sources/registry/real-registry.ts'
import {DEMO, type DrivenApp, driveApp} from './drive.ts'

const tools = requires('docker-registry', 'skopeo')

/** Lets skopeo bring the demo image to a registry. */
async function push(host: string, name: string, ...options: string[]): Promise<void> {
  await command('skopeo', [
    ...['--insecure-policy', 'copy', '--quiet', '--dest-tls-verify=false', ...options],
    ...[`docker-archive:${DEMO}`, `docker://${host}/${name}`],
  ])
}

/** Home without an engine, on the tab of registries, with this one named and its catalog on the screen. */
async function lookInto(app: DrivenApp, host: string): Promise<void> {
  // No engine answers: the demo image lies above home.
  await app.settled()
  await app.press('backspace', '3')
  await app.waitFor('localhost:5000')
  await app.press('n')
  await app.waitFor('Look into a registry')
  await app.type(host)
  await app.press('enter')
}

/** Lists the one image of a layout for two platforms, under the tag `two`. Gives the digest of that index. */
function asTwoPlatforms(layout: string): string {
  const path = join(layout, 'index.json')
  const index = JSON.parse(readFileSync(path, 'utf8')) as {
    manifests: {mediaType: string; digest: string; size: number}[]
  }
  const [{mediaType, digest, size}] = index.manifests as [(typeof index.manifests)[0]]
  const manifests = ['amd64', 'arm64'].map(architecture => ({
    mediaType,
    digest,
    size,
    platform: {os: 'linux', architecture},
  }))
  const bytes = Buffer.from(JSON.stringify({schemaVersion: 2, mediaType: INDEX, manifests}))
  const own = digestOfBytes(bytes)
  writeFileSync(join(layout, 'blobs/sha256', own.slice(7)), bytes)
  const annotations = {'org.opencontainers.image.ref.name': 'two'}
  const listed = [...index.manifests, {mediaType: INDEX, digest: own, size: bytes.length, annotations}]
  writeFileSync(path, JSON.stringify({...index, manifests: listed}))
  return own
}

const INDEX = 'application/vnd.oci.image.index.v1+json'

describe('the Registries tab', tools, () => {
  let registry: RealRegistry
  beforeAll(async () => {
    registry = await startRegistry()
    for (const name of ['shop/api:1.4', 'shop/api:1.5', 'tools:1']) await push(registry.host, name)
  })

  it('lists what a registry has, filters it, shows what tags are, opens one, and comes back to it', async () => {
    await driveApp(DEMO, {home: true}, async app => {
      await lookInto(app, registry.host)
      await app.waitFor('shop/api')
      await app.waitFor('tools')
      await app.press('/', 'a', 'p', 'i', 'enter')
      await app.waitFor('1 of 2 repositories')
      await app.press('enter')
      await app.waitFor(/1\.4 +[0-9a-f]{12} .*linux\/amd64/)
      await app.waitFor(/1\.5 +[0-9a-f]{12} .*linux\/amd64/)
      await app.press('j', 'enter')
      await app.settled()
      expect(app.row('layerlens')).toContain(`${registry.host}/shop/api:1.5`)
      await app.press('backspace')
      await app.waitFor(/▌ +1\.5 /)
      await app.press('left')
      await app.waitFor('1 of 2 repositories')
      await app.press('esc', 'esc')
      await app.waitFor(new RegExp(`▌ +${registry.host}`))
    })
  })

  it('shows what was pushed meanwhile, tags it, and copies it, with the list made anew after each', async () => {
    await driveApp(DEMO, {home: true}, async app => {
      await lookInto(app, registry.host)
      await app.waitFor('tools')
      await push(registry.host, 'fresh/one:1')
      await app.press('r')
      await app.waitFor('fresh/one')
      await app.press('g', 'enter')
      await app.waitFor(/▌ +1 +[0-9a-f]{12}/)
      await app.press('t')
      await app.waitFor('new tag')
      await app.type('latest')
      await app.press('enter')
      await app.waitFor(/latest +[0-9a-f]{12}/)
      await app.press('c')
      await app.waitFor('Copy ')
      await app.press('ctrl+u')
      await app.type(`docker://${registry.host}/fresh/two:9`)
      await app.press('enter')
      await app.waitFor(`Copied: docker://${registry.host}/fresh/two:9`)
      await app.press('left')
      await app.press('r')
      await app.waitFor('fresh/two')
    })
  })

  it('copies one platform of several, or all of them', async () => {
    const layout = join(temporaryFolder(), 'two')
    await command('skopeo', ['--insecure-policy', 'copy', '--quiet', `docker-archive:${DEMO}`, `oci:${layout}:one`])
    const platforms = asTwoPlatforms(layout)
    await command('skopeo', [
      ...['--insecure-policy', 'copy', '--quiet', '--all', '--dest-tls-verify=false'],
      ...[`oci:${layout}:two`, `docker://${registry.host}/several:1`],
    ])
    const target = join(temporaryFolder(), 'copied')
    const copied = () => JSON.parse(readFileSync(join(target, 'index.json'), 'utf8')) as {manifests: {digest: string}[]}
    await driveApp(DEMO, {home: true, columns: 140}, async app => {
      await lookInto(app, `${registry.host}/several`)
      await app.waitFor(/▌ +1 +[0-9a-f]{12} .*linux\/amd64, linux\/arm64/)
      await app.press('c')
      await app.waitFor("this machine's")
      await app.press('ctrl+u')
      await app.type(`docker-archive:${target}.tar`)
      await app.press('tab', 'left')
      await app.waitFor('all, as they are')
      await app.press('enter')
      await app.waitFor('docker-archive takes one platform: choose which.')
      await app.press('tab', 'ctrl+u')
      await app.type(`oci:${target}:1`)
      await app.press('enter')
      await app.waitFor(`Copied: oci:${target}:1`)
    })
    expect(copied().manifests.map(({digest}) => digest)).toEqual([platforms])
  })

  it('deletes a manifest after saying which other tags go with it, and says that single tags stay', async () => {
    for (const tag of ['1', '2', '3']) await push(registry.host, `gone:${tag}`)
    await driveApp(DEMO, {home: true}, async app => {
      await lookInto(app, `${registry.host}/gone`)
      await app.waitFor(/▌ +1 +[0-9a-f]{12}/)
      await app.press('d')
      await app.waitFor('2 other tags lead to this manifest too: 2, 3.')
      await app.press('enter')
      await app.waitFor('deletes no single tags')
      await app.press('e')
      await app.waitFor('Delete ')
      await app.press('right')
      await app.waitFor('every tag that leads to it')
      await app.press('enter')
      await app.waitFor('has no tags')
    })
  })

  it('goes the way to a registry step by step', async () => {
    await driveApp(DEMO, {home: true}, async app => {
      await lookInto(app, `${registry.host}/shop/api`)
      await app.waitFor('1.5')
      await app.press('D')
      await app.waitFor('Nothing stands in our way. Read what there is to do for: encryption.')
      expect(app.text()).toContain('answers /v2/ as registry/2.0')
      await app.press('esc')
      await app.waitFor('1.5')
    })
  })
})

describe('the store, where no engine answers', tools, () => {
  it('gets an image from a registry, gives it a name, sends it back under that, and lets it go with its bytes', async () => {
    const registry = await startRegistry()
    await push(registry.host, 'shop/api:1.4')
    const storeFolder = join(temporaryFolder(), 'store')
    const tagged = `${registry.host}/shop/api:1.5`
    await driveApp(DEMO, {home: true, storeFolder, columns: 140}, async app => {
      await app.waitFor(/store .*1 image .*no engine/)
      await app.press('d')
      await app.waitFor(/Frees \S+ \S+: \d+ layers that nothing else holds/)
      await app.press('enter')
      await app.waitFor('the store has no images')
      expect(blobsIn(storeFolder)).toEqual([])
      await app.press('p')
      await app.waitFor('Type the name of an image')
      await app.type(`${registry.host}/shop/api:1.4`)
      await app.press('enter')
      await app.waitFor(/Pulled .*shop\/api:1\.4: \d+ layers/)
      await app.waitFor(/store .*1 image .*no engine/)
      await app.press('t')
      await app.waitFor('The image has one more name; nothing is copied.')
      await app.press('ctrl+u')
      await app.type(tagged)
      await app.press('tab', 'space', 'enter')
      await app.waitFor(/Pushed .*shop\/api:1\.5: \d+ layers, \d+ already there/)
      // Both names lead to the same manifest, byte for byte.
      expect(await digestOf(registry.host, '1.5')).toBe(await digestOf(registry.host, '1.4'))
      await app.press('d')
      await app.waitFor('that nothing else holds')
      await app.press('right', 'right')
      await app.waitFor(/Only the name .*shop\/api:1\.\d goes/)
      await app.press('enter')
      await app.waitFor('Removed 1 name.')
      expect(new Store(storeFolder).readIndex().entries).toHaveLength(1)
      await app.press('d')
      await app.waitFor('that nothing else holds')
      await app.press('enter')
      await app.waitFor(/Removed 1 name with all that was behind: \S+ \S+ freed, exactly as promised\./)
      expect(blobsIn(storeFolder)).toEqual([])
    })
  })

  it('sends an image for several platforms whole, digest and all', async () => {
    const registry = await startRegistry()
    const manifests = []
    const builder = new LayoutBuilder()
    for (const architecture of ['amd64', 'arm64']) {
      const image = builder.image([await layerTar({[architecture]: architecture})], {architecture})
      manifests.push({...image, platform: {os: 'linux', architecture}})
    }
    const index = builder.blob(Buffer.from(JSON.stringify({schemaVersion: 2, mediaType: INDEX, manifests})), INDEX)
    const layout = builder.list(index, 'two').writeFolder(join(temporaryFolder(), 'two'))
    const storeFolder = join(temporaryFolder(), 'store')
    const name = `${registry.host}/shop/two:1`
    await layerlens(['copy', '--all-platforms', `oci:${layout}:two`, `store:${name}`, '--store', storeFolder])
    await driveApp(DEMO, {home: true, storeFolder, columns: 140}, async app => {
      await app.waitFor(/store .*1 image .*no engine/)
      await app.press('P')
      await app.waitFor('all, as they are')
      await app.press('enter')
      await app.waitFor(/Pushed .*shop\/two:1: \d+ layers/)
    })
    const headers = {accept: INDEX}
    const answer = await fetch(`http://${registry.host}/v2/shop/two/manifests/1`, {method: 'HEAD', headers})
    expect(answer.headers.get('docker-content-digest')).toBe(index.digest)
  })

  it('says on the form what a registry does not have, and keeps what was typed', async () => {
    const registry = await startRegistry()
    const storeFolder = join(temporaryFolder(), 'store')
    await driveApp(DEMO, {home: true, storeFolder}, async app => {
      await app.waitFor(/store .*1 image .*no engine/)
      await app.press('p')
      await app.waitFor('Type the name of an image')
      await app.type(`${registry.host}/nothing:1`)
      await app.press('enter')
      await app.waitFor(`${registry.host} does not have ${registry.host}/nothing:1.`)
      expect(app.row('name')).toContain(`${registry.host}/nothing:1`)
      await app.press('esc')
      await app.waitFor(/store .*1 image .*no engine/)
    })
  })
})

/** What lies in a store, needed or not. */
function blobsIn(storeFolder: string): string[] {
  return readdirSync(join(storeFolder, 'blobs/sha256'))
}

async function digestOf(host: string, tag: string): Promise<string | null> {
  const accept = 'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json'
  const answer = await fetch(`http://${host}/v2/shop/api/manifests/${tag}`, {method: 'HEAD', headers: {accept}})
  return answer.headers.get('docker-content-digest')
}

describe('a registry that wants to know who asks', tools, () => {
  it('is logged in at from the screen, and shows then what it has; the password is never on it', async () => {
    const registry = await startRegistry({htpasswd: true})
    await push(registry.host, 'mine:1', '--dest-creds', `${LOGIN.username}:${LOGIN.password}`)
    const home = homeWith({})
    const frames: string[] = []
    await driveApp(DEMO, {home: true, userHome: home}, async app => {
      await lookInto(app, registry.host)
      await app.waitFor('wants to know who asks')
      await app.press('L')
      await app.waitFor('Log in at')
      await app.type(LOGIN.username)
      await app.press('tab')
      await app.type('wr0ng-word')
      await app.waitFor('**********')
      frames.push(app.terminal.text())
      await app.press('enter')
      await app.waitFor('does not accept')
      await app.type(LOGIN.password)
      frames.push(app.terminal.text())
      await app.press('enter')
      await app.waitFor(/▌ +mine/)
      frames.push(app.terminal.text())
    })
    for (const frame of frames) expect(frame).not.toMatch(/wr0ng|s3cret/)
    expect(readFileSync(join(home, '.docker/config.json'), 'utf8')).toContain(registry.host)
  })
})
