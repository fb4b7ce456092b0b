import {execFile} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {afterAll, describe, expect, it} from 'vitest'
import {fuzzCase} from './fuzz-case.ts'
import {fuzzRange} from './fuzz-range.ts'

const folder = mkdtempSync(join(tmpdir(), 'll-fuzz-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const COUNT = 600
const seed = Number(process.env.LAYERLENS_FUZZ_SEED ?? Date.now() % 1_000_000)

describe(`${COUNT} damaged archives of seed ${seed} (npm run fuzz reads more)`, () => {
  it('are read, partly read with the loss told, or refused in words; hop and stream say the same', async () => {
    const {counts, failure} = await fuzzRange({seed, first: 0, end: COUNT, folder})
    expect(failure && `case ${failure.number} of seed ${seed} (${failure.kind}): ${failure.what}`).toBeNull()
    // It is no fuzzing where all is refused at the door.
    for (const kind of ['tar', 'gzip', 'zstd', 'image']) {
      const outcomes = Object.keys(counts).filter(outcome => outcome.startsWith(`${kind}:`))
      expect(outcomes.length).toBeGreaterThanOrEqual(2)
    }
  })

  it('are the same whenever they are made', () => {
    for (const number of [0, 1, 17, 399]) {
      expect(fuzzCase(seed, number).bytes.equals(fuzzCase(seed, number).bytes)).toBe(true)
    }
    expect(fuzzCase(seed, 1).bytes.equals(fuzzCase(seed + 1, 1).bytes)).toBe(false)
  })
})

describe('npm run fuzz', () => {
  it('reads as many as it is told to, in a program of its own', async () => {
    const script = join(import.meta.dirname, '../../scripts/fuzz.mjs')
    const {stdout} = await promisify(execFile)(process.execPath, [script, '--count', '40', '--seed', `${seed}`])
    expect(stdout).toMatch(/^40 read in .*: no crash, no hang$/m)
  })
})
