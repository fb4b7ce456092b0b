import {chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {afterEach, beforeEach, expect, it, vi} from 'vitest'
import {pullMissing} from '../../../src/operations/engine/pull-missing.ts'
import type {Engine} from '../../../src/sources/engine/engine.ts'
import {refusal} from '../../../src/sources/engine/refusal.ts'

let folder: string
const asked = () => join(folder, 'asked')

// A client that writes down what it is asked for.
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerlens-test-'))
  for (const client of ['docker', 'podman']) {
    writeFileSync(join(folder, client), `#!/bin/sh\necho ${client} "$@" > "${asked()}"\nexit 7\n`)
    chmodSync(join(folder, client), 0o755)
  }
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, {recursive: true})
})

/** An engine that answers to the question for an image with this status. */
function answering(status: number, kind: 'docker' | 'podman' = 'docker'): Engine {
  const json = async () => {
    if (status !== 200) throw refusal(status, '{"message":"it says no"}')
    return {Id: `sha256:${'1'.repeat(64)}`}
  }
  return {info: {kind, host: 'unix:///x', origin: '--host'}, client: {json}} as unknown as Engine
}

const pulled = (engine: Engine) => pullMissing(engine, 'shop/api:1', new AbortController().signal)

it.each([
  ['docker', 'docker --host unix:///x pull -- shop/api:1\n'],
  ['podman', 'podman --url unix:///x pull -- shop/api:1\n'],
] as const)('has %s fetch what the engine lacks, from where the engine is', async (kind, line) => {
  expect(await pulled(answering(404, kind))).toBe(7)
  expect(readFileSync(asked(), 'utf8')).toBe(line)
})

it.each([
  ['that is there', 200],
  ['that has no such name', 400],
  ['that the engine does not tell of', 500],
])('fetches nothing %s', async (_, status) => {
  expect(await pulled(answering(status))).toBe(0)
  expect(existsSync(asked())).toBe(false)
})
