import {BINDINGS} from '../../src/tui/app/bindings.ts'
import type {DrivenApp} from './drive.ts'

/** Keys that end or stop the program: the shell of whoever runs the tests would feel the latter. */
const LEAVING = ['quit', 'interrupt', 'suspend']

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

/** All keys that mean something, and some that don't, but those of the bindings left out. */
export function keysBut(...bindings: readonly string[]): readonly string[] {
  const out = new Set([...LEAVING, ...bindings])
  const bound = BINDINGS.filter(({id}) => !out.has(id)).flatMap(({keys}) => keys)
  const unwanted = new Set(BINDINGS.filter(({id}) => out.has(id)).flatMap(({keys}) => keys))
  return [...new Set([...bound, ...'§/:zZ0987ß日\t'])].filter(key => key !== 'q' && !unwanted.has(key))
}

/** xorshift32: the same seed, the same keys. */
export function random(seed: number): (below: number) => number {
  let x = seed | 0 || 1
  return below => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    return (x >>> 0) % below
  }
}

/** Presses keys at random, now and then in another size, and looks at each twentieth frame. */
export async function pressAtRandom(
  app: DrivenApp,
  seed: number,
  count: number,
  keys: readonly string[],
): Promise<void> {
  const next = random(seed)
  const pressed: string[] = []
  try {
    for (let i = 0; i < count; i++) {
      if (next(40) === 0) {
        const [columns, rows] = SIZES[next(SIZES.length)]!
        pressed.push(`${columns}x${rows}`)
        app.resize(columns, rows)
      }
      const key = keys[next(keys.length)]!
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
