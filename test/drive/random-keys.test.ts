import {describe, expect, it} from 'vitest'
import {BINDINGS} from '../../src/tui/app/bindings.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {needsOf} from '../corpus/real/images.ts'
import {requires} from '../corpus/real/tools.ts'
import {DEMO, type DrivenApp, driveApp} from './drive.ts'

/** Keys that end or stop the program: the shell of whoever runs the tests would feel the latter. */
const LEAVING = new Set(['quit', 'interrupt', 'suspend'])

const KEYS = [
  ...new Set(BINDINGS.filter(binding => !LEAVING.has(binding.id)).flatMap(binding => binding.keys)),
  ...'§/:zZ0987ß日\t',
].filter(key => key !== 'q')

const SIZES = [
  [60, 16],
  [80, 24],
  [140, 45],
  [20, 5],
  [1, 1],
  [3, 2],
  [300, 80],
  [70, 8],
] as const

/** xorshift32: the same seed, the same keys. */
function random(seed: number): (below: number) => number {
  let x = seed | 0 || 1
  return below => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    return (x >>> 0) % below
  }
}

/** Presses keys at random, now and then in another size, and looks at each twentieth frame. */
async function pressAtRandom(app: DrivenApp, seed: number, count: number): Promise<void> {
  const next = random(seed)
  const pressed: string[] = []
  try {
    for (let i = 0; i < count; i++) {
      if (next(40) === 0) {
        const [columns, rows] = SIZES[next(SIZES.length)]!
        pressed.push(`${columns}x${rows}`)
        app.resize(columns, rows)
      }
      const key = KEYS[next(KEYS.length)]!
      pressed.push(key)
      await app.press(key)
      if (i % 20 === 19) {
        await app.drawn()
        app.expectSound()
      }
    }
  } catch (error) {
    const how = `seed ${seed}, after ${pressed.length} keys: … ${pressed.slice(-25).join(' ')}`
    throw new Error(`${how}\n${(error as Error).message}`, {cause: error})
  }
}

const seed = Number(process.env.LAYERLENS_TEST_SEED ?? Date.now() % 1_000_000)

describe(`3,000 keys at random (LAYERLENS_TEST_SEED=${seed})`, () => {
  it('never break the screen of the demo image', {timeout: 240_000}, async () => {
    await driveApp(DEMO, {columns: 80, rows: 24}, async app => {
      await app.waitFor('Layers')
      await pressAtRandom(app, seed, 2000)
      app.resize(120, 36)
      await app.drawn()
    })
  })

  it('never break the screen of what docker saved', {timeout: 240_000, ...requires(...needsOf('docker'))}, async () => {
    const {path} = await corpusImage('docker save of several, the base')
    await driveApp(path, {columns: 80, rows: 24}, async app => {
      await app.waitFor('Which one?')
      await pressAtRandom(app, seed + 1, 1000)
      expect(app.heard).toBeGreaterThan(900)
    })
  })
})
