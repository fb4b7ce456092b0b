import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import type {Ports} from '../../src/tui/runtime/ports.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {needsOf} from '../corpus/real/images.ts'
import {requires} from '../corpus/real/tools.ts'
import {keysBut, pressAtRandom} from './at-random.ts'
import {DEMO, driveApp} from './drive.ts'

const KEYS = keysBut()

const folder = mkdtempSync(join(tmpdir(), 'layerlens-random-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** Whatever folder was typed: nothing is written but below one of our own. */
function extractingElsewhere(real: Ports): Ports {
  return {
    ...real,
    performTask: (task, context) =>
      real.performTask(task.kind === 'extract' ? {...task, directory: folder} : task, context),
  }
}

const seed = Number(process.env.LAYERLENS_TEST_SEED ?? Date.now() % 1_000_000)

describe(`3,000 keys at random (LAYERLENS_TEST_SEED=${seed})`, () => {
  it('never break the screen of the demo image', {timeout: 240_000}, async () => {
    await driveApp(DEMO, {columns: 80, rows: 24, ports: extractingElsewhere}, async app => {
      await app.waitFor('Layers')
      await pressAtRandom(app, seed, 2000, KEYS)
      app.resize(120, 36)
      await app.drawn()
    })
  })

  it('never break the screen of what docker saved', {timeout: 240_000, ...requires(...needsOf('docker'))}, async () => {
    const {path} = await corpusImage('docker save of several, the base')
    await driveApp(path, {columns: 80, rows: 24, ports: extractingElsewhere}, async app => {
      await app.waitFor('Which one?')
      await pressAtRandom(app, seed + 1, 1000, KEYS)
      expect(app.heard).toBeGreaterThan(900)
    })
  })
})
