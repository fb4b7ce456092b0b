import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {randomOf} from '../chance.ts'
import {command} from '../corpus/real/command.ts'
import {mountSmall} from '../corpus/real/docker.ts'
import {lacks, requires} from '../corpus/real/tools.ts'
import {atHome, jobsAre, keysFor, listed, retype, toImage, withCorpus} from '../engine/at-home.ts'
import {dockerEngine} from '../engine/engines.ts'
import {temporaryFolder} from '../engine/loading.ts'
import {registry} from '../engine/registry.ts'

const MB = 1_000_000
const random = randomOf(4)

/** What is to be done, which an engine itself doesn't say. */
const MAKE_ROOM = 'Make room first: docker system df'

/** What is on another disk than the rest, and a small one: a folder for as long as the tests of a file. */
function smallFolder(bytes: number): () => string {
  let folder = ''
  beforeAll(async () => {
    if (lacks('dockerd') !== null) return
    folder = join(temporaryFolder(), 'small')
    mkdirSync(folder)
    await mountSmall(folder, bytes)
  })
  afterAll(async () => {
    // What is kept for the session is open as long as the program runs, which here are the tests.
    if (folder !== '') await command('umount', ['--lazy', folder])
  })
  return () => folder
}

describe('an engine without room, on the screen', requires('dockerd', 'docker-registry'), () => {
  const open = registry()
  const engine = dockerEngine(
    async started => {
      await withCorpus(started)
      const {run} = started
      await run('create', '--network', 'none', '--name', 'work', 'corpus/steps:1')
      const big = join(temporaryFolder(), 'big')
      // Nothing that packing makes smaller: a pull needs room for what comes, too.
      writeFileSync(big, Buffer.from(Uint8Array.from({length: 12 * MB}, () => random(256))))
      await run('cp', big, 'work:/opt/big')
      await run('commit', 'work', `${open().host}/big:1`)
      await run('push', `${open().host}/big:1`)
      await run('rmi', `${open().host}/big:1`)
    },
    {room: 64 * MB},
  )
  const fill = () =>
    engine().run(
      ...['run', '--network', 'none', '--name', 'filler', '--user', '0', '--entrypoint', '/bin/sh'],
      ...['corpus/steps:1', '-c', 'dd if=/dev/zero of=/fill bs=1M; true'],
    )
  const makeRoom = () => engine().run('rm', 'filler')
  afterEach(() => makeRoom().catch(() => {}))

  it('says what to do where a commit finds none, has the form with all that was typed, and commits once there is some', async () => {
    await fill()
    await atHome(engine().host, async app => {
      await app.press('2', '/', ...keysFor('work'), 'enter', 'm')
      await app.waitFor('Commit container work')
      await retype(app, 'corpus/big:1')
      await app.press('tab', ...keysFor('much'), 'enter')
      await app.waitFor(MAKE_ROOM)
      expect(app.text()).toMatch(/no[\s│]+space[\s│]+left[\s│]+on[\s│]+device/)
      expect(app.text()).toMatch(/image +corpus\/big:1/)
      expect(app.text()).toMatch(/message +much/)
      await listed(app, 'corpus/big:1', false)
      await makeRoom()
      await app.press('enter')
      await app.waitFor('corpus/big:1 · linux/amd64 · 7 layers')
      await jobsAre(app, 'failed', 'done')
    })
    await engine().run('rmi', 'corpus/big:1')
  })

  it('the same for a pull', async () => {
    await fill()
    const name = `${open().host}/big:1`
    await atHome(engine().host, async app => {
      await app.press('p')
      await app.waitFor('Pull')
      await retype(app, name)
      await app.press('enter')
      await app.waitFor(MAKE_ROOM)
      expect(app.text()).toMatch(/no[\s│]+space[\s│]+left[\s│]+on[\s│]+device/)
      await listed(app, name, false)
      await makeRoom()
      await app.press('enter')
      await jobsAre(app, 'failed', 'done')
      await listed(app, name)
    })
    await engine().run('rmi', name)
  })

  it('the same for an archive that is loaded', async () => {
    const file = join(temporaryFolder(), 'big.tar')
    await engine().run('pull', `${open().host}/big:1`)
    await engine().run('tag', `${open().host}/big:1`, 'loaded:1')
    await engine().run('save', '--output', file, 'loaded:1')
    await engine().run('rmi', 'loaded:1', `${open().host}/big:1`)
    await fill()
    await atHome(engine().host, async app => {
      await app.press('O')
      await app.waitFor('Load')
      await retype(app, file)
      await app.press('enter')
      await app.waitFor(MAKE_ROOM)
      await listed(app, 'loaded:1', false)
      await makeRoom()
      await app.press('enter')
      await jobsAre(app, 'failed', 'done')
      await listed(app, 'loaded:1')
    })
  })
})

describe('a disk without room here, on the screen', requires('dockerd'), () => {
  const engine = dockerEngine(withCorpus)
  const small = smallFolder(2 * MB)

  it('keeps nothing half of an archive that is saved, and saves elsewhere what was asked', async () => {
    const elsewhere = temporaryFolder()
    await atHome(engine().host, async app => {
      await toImage(app, 'corpus/steps')
      await app.press('S')
      await app.waitFor('Save')
      await retype(app, join(small(), 'steps.tar'))
      await app.press('enter')
      await app.waitFor(/no (room|space)/i)
      expect(await command('ls', ['-A', small()])).toBe('')
      await retype(app, join(elsewhere, 'steps.tar'))
      await app.press('enter')
      await jobsAre(app, 'failed', 'done')
    })
    expect(await command('tar', ['-tf', join(elsewhere, 'steps.tar')])).toContain('manifest.json')
  })

  it('says so where an older version of a file must be kept for that, and shows it once there is room', async () => {
    const before = process.env.TMPDIR
    process.env.TMPDIR = small()
    try {
      await atHome(engine().host, async app => {
        await toImage(app, 'corpus/steps')
        await app.press('enter')
        await app.settled()
        await app.press('tab')
        await app.toPath('data')
        await app.press('l')
        await app.waitFor('modified')
        await app.toPath('data/modified')
        await app.press('v')
        await app.waitFor('Versions of /data/modified')
        await app.press('k', 'enter')
        await app.waitFor('half of what is free in')
        await app.waitFor('Make room there')
        await command('mount', ['-o', `remount,size=${64 * MB}`, small()])
        await app.press('esc', 'enter')
        await app.waitFor(/1 +one/)
      })
    } finally {
      if (before === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = before
    }
  })
})
