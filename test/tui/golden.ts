import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expect} from 'vitest'

/** Holds a frame against the one in test/frames; UPDATE_FRAMES=1 writes it anew. */
export function expectGolden(name: string, frame: string): void {
  const file = join(import.meta.dirname, '..', 'frames', `${name}.txt`)
  if (process.env.UPDATE_FRAMES === '1' || !existsSync(file)) {
    if (process.env.CI) throw new Error(`${file} is missing`)
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(file, `${frame}\n`)
  }
  expect(`${frame}\n`).toBe(readFileSync(file, 'utf8'))
}
