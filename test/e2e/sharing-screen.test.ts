import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {layerlens} from '../cli/program.ts'
import {writeBase} from '../corpus/real/base.ts'
import {requires} from '../corpus/real/tools.ts'
import {DEMO, driveApp} from '../drive/drive.ts'
import {dockerEngine, type TestEngine} from '../engine/engines.ts'

/** Two images on one base, and what was done in a container, committed. */
async function shop({run}: TestEngine): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lls-'))
  try {
    await run('import', await writeBase(folder), 'base:1')
    for (const [tag, size] of [
      ['api:1', 100],
      ['worker:1', 200],
    ] as const) {
      const context = mkdtempSync(join(folder, 'context-'))
      const steps = ['FROM base:1', `RUN dd if=/dev/zero of=/data bs=1024 count=${size}`, 'RUN echo one > /note']
      writeFileSync(join(context, 'Dockerfile'), `${steps.join('\n')}\n`)
      await run('build', '--quiet', '--network', 'none', '--tag', tag, context)
    }
    const work = 'echo two >> /note; mkdir -p /opt/new; echo x > /opt/new/file; rm /data; chmod 700 /root'
    await run('run', '--network', 'none', '--name', 'work', 'api:1', 'sh', '-c', work)
    await run('commit', '--change', 'ENV BY=commit', 'work', 'api:2')
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

describe('on the screen of a Docker engine', requires('dockerd'), () => {
  const engine = dockerEngine(shop)
  const home = () => ({home: true, env: {DOCKER_HOST: engine().host}})

  it('marks say what removing frees, and the tree of layers who stands on what', async () => {
    await driveApp(DEMO, home(), async app => {
      await app.waitFor('worker:1')
      await app.press('s', 's', 's')
      await app.waitFor('by name')
      await app.press('G', 'space')
      // api:1, api:2, base:1, worker:1
      await app.waitFor(/1 marked: removing it frees 205 kB \(.* stays: held by /)
      await app.press('4')
      await app.waitFor(/▌ +base:1 .*×4/)
      expect(app.row('worker:1')).toMatch(/└ worker:1 .*×1 +205 kB|├ worker:1 .*×1 +205 kB/)
      await app.press('enter')
      await app.waitFor('4 images stand on them')
      await app.press('esc')
      await app.waitFor(/▌ +base:1/)
    })
  })

  it('says of each layer of an image who else stands on it', async () => {
    await driveApp('docker-daemon:worker:1', {env: {DOCKER_HOST: engine().host}}, async app => {
      await app.settled()
      await app.waitFor(/0 .*×4/)
      await app.press('g', 'u')
      await app.waitFor('Layer 0: 4 images of the engine stand on it')
      await app.press('esc')
      await app.press('6')
      await app.waitFor('apart')
      expect(app.row('base:1: 1 layer')).toMatch(/205 kB apart/)
    })
  })

  it('compares two marked images, and a file of both line by line', async () => {
    await driveApp(DEMO, home(), async app => {
      await app.waitFor('worker:1')
      await app.press('s', 's', 's')
      await app.waitFor('by name')
      await app.press('g', 'space', 'space')
      await app.waitFor('2 marked')
      await app.press('=')
      await app.waitFor('What differs')
      await app.settled()
      expect(app.row('layerlens')).toMatch(/docker-daemon:api:1 → docker-daemon:api:2 · \d+ paths differ/)
      expect(app.row('data')).toMatch(/− +data .*−102 kB/)
      expect(app.row('note')).toMatch(/~ +note .*content .*\+4 B/)
      await app.press('I')
      await app.waitFor('without times')
      await app.settled()
      expect(app.row('note')).toMatch(/~ +note .*content/)
      await app.press('I', 'I', 'I')
      await app.waitGone('without times')
      await app.settled()
      await app.press('5')
      await app.waitFor(/Env\.BY|BY/)
      await app.press('1', '/', 'n', 'o', 't', 'e', 'enter')
      await app.waitFor(/▌~ +note/)
      await app.press('o')
      await app.waitFor('two')
    })
  })
})

describe('comparing a commit with its origin', requires('dockerd'), () => {
  const engine = dockerEngine(shop)

  it('is one key on the screen', async () => {
    await driveApp(DEMO, {home: true, env: {DOCKER_HOST: engine().host}}, async app => {
      await app.waitFor('worker:1')
      await app.press('4')
      await app.waitFor(/▌ +base:1/)
      await app.press('1', '/', ...'api:2', 'enter')
      await app.waitFor(/▌ +api:2/)
      await app.press('=')
      await app.waitFor(/docker-daemon:api:1 → docker-daemon:api:2 · \d+ paths differ/)
    })
  })

  it('is the same key where the commit just made is open', async () => {
    await driveApp(DEMO, {home: true, env: {DOCKER_HOST: engine().host}}, async app => {
      await app.waitFor('worker:1')
      await app.press('2')
      await app.waitFor(/▌ +work/)
      await app.press('m')
      await app.waitFor('Commit container work')
      await app.press('ctrl+u')
      await app.type('api:3')
      await app.waitFor(/Stores 1 layer/)
      await app.press('enter')
      await app.waitFor(/Committed api:3/)
      await app.settled()
      // What it shares is asked for again when the new image is listed.
      await app.until(
        () => app.state?.sharing?.holdings.images.some(({tags}) => tags.includes('api:3')) === true,
        'api:3',
      )
      await app.press('=')
      await app.waitFor(/docker-daemon:api:1 → docker-daemon:api:3 · \d+ paths differ/)
      await app.settled()
      const docker = (await engine().run('diff', 'work')).trim().split('\n')
      expect(app.row('layerlens')).toContain(` ${docker.length} paths differ`)
      expect(app.row('note')).toMatch(/~ +note .*content/)
      expect(app.row('data')).toMatch(/− +data/)
      expect(app.row('root/')).toMatch(/m +.*root\/.*mode/)
      expect(app.row('new/')).toMatch(/\+ +.*new\//)
    })
  })

  it.each([['api:2'], ['container:work']])('shows exactly what was done in the container: %s', async after => {
    const {stdout, code} = await layerlens(['diff', 'docker-daemon:api:1', after, '--json', '-H', engine().host])
    expect(code).toBe(1)
    const {paths} = JSON.parse(stdout) as {paths: {path: string; change: string}[]}
    const letters: Readonly<Record<string, string>> = {added: 'A', removed: 'D', modified: 'C', metadata: 'C'}
    const told = paths.map(({path, change}) => `${letters[change]} /${path}`).sort()
    const docker = (await engine().run('diff', 'work')).trim().split('\n').sort()
    expect(told).toEqual(docker)
  })
})
