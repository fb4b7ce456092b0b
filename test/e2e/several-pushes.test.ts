import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {command} from '../corpus/real/command.ts'
import {requires} from '../corpus/real/tools.ts'
import type {DrivenApp} from '../drive/drive.ts'
import {atHome, jobsAre, toImage, withCorpus} from '../engine/at-home.ts'
import {dockerEngine, type TestEngine} from '../engine/engines.ts'
import {frontedRegistry} from '../engine/fronted-registry.ts'
import {temporaryFolder} from '../engine/loading.ts'
import {registry} from '../engine/registry.ts'

/** An image of one file of its own, under one name. */
async function importNamed({run}: TestEngine, name: string): Promise<void> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'file'), name)
  await command('tar', ['-C', folder, '-cf', join(folder, 'root.tar'), 'file'])
  await run('import', join(folder, 'root.tar'), name)
}

async function beginPush(app: DrivenApp, name: string): Promise<void> {
  await toImage(app, name)
  await app.press('P')
  await app.waitFor(`Push ${name}`)
  await app.press('enter')
  await app.until(() => app.state?.jobs.at(-1)?.title === `push ${name}`, `a job that pushes ${name}`)
}

describe('several pushes at once', requires('dockerd', 'docker-registry'), () => {
  const engine = dockerEngine(withCorpus)
  const real = registry()
  const front = frontedRegistry(real)

  it('go on while one is stopped by its key; that one goes when it is tried again', async () => {
    const names = ['first', 'slow', 'last'].map(path => `${front().host}/${path}:1`) as [string, string, string]
    for (const name of names) await importNamed(engine(), name)
    // Nobody gets on until all three are under way; the slow one not even then.
    const underWay = new Set<string>()
    let allUnderWay: () => void = () => {}
    const all = new Promise<null>(resolve => {
      allUnderWay = () => resolve(null)
    })
    let letGo: () => void = () => {}
    const held = new Promise<null>(resolve => {
      letGo = () => resolve(null)
    })
    front().judge = line => {
      const path = /^POST \/v2\/(\w+)\/blobs\/uploads/.exec(line)?.[1]
      if (path === undefined) return null
      underWay.add(path)
      if (underWay.size === 3) allUnderWay()
      return path === 'slow' ? held : all
    }
    await atHome(engine().host, async app => {
      for (const name of names) await beginPush(app, name)
      await all
      await jobsAre(app, 'done', 'running', 'done')
      await app.waitFor('Jobs (1)')
      await app.press('esc', '5')
      await app.waitFor(`push ${names[1]}`)
      const slow = () => app.state?.jobs[1]
      await app.press('g')
      for (let moves = 0; moves < 3 && !/▌.*slow/.test(app.text()); moves++) {
        await app.press('j')
        await app.drawn()
      }
      await app.press('x')
      await app.until(() => slow()?.state === 'cancelled' && slow()?.ended !== null, 'the slow push stopped')
      await app.waitFor('Layers that have arrived stay; no tag was moved.')
      expect(await real().get('/v2/_catalog')).toEqual({repositories: ['first', 'last']})
      letGo()
      await app.press('r')
      await jobsAre(app, 'done', 'cancelled', 'done', 'done')
    })
    expect(await real().get('/v2/slow/tags/list')).toEqual({name: 'slow', tags: ['1']})
  })
})
