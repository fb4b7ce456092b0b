import {chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, dirname, join} from 'node:path'
import {afterEach, beforeEach, expect, it, vi} from 'vitest'
import {lendTerminal} from '../../../src/operations/engine/lend-terminal.ts'
import type {Engine} from '../../../src/sources/engine/engine.ts'

const ID = 'a'.repeat(64)
const RUN = {image: 'api:1', command: [], name: null, ports: [], volumes: [], env: [], network: null, keep: false}
const AS_DOCKER = 'docker: failed to create the container ID file: open /x: no such file or directory'
const AS_PODMAN = 'Error: opening cidfile /x'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerlens-test-'))
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, {recursive: true})
})

/** A client of which somebody takes leave: it writes down what it was asked for, then does this with the file for IDs, $file. */
function client(script: string): void {
  const find = 'file=; for word; do [ "$last" = --cidfile ] && file=$word; last=$word; done'
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\necho "$@" >> ${join(folder, 'asked')}\n${find}\n${script}\n`)
  chmodSync(join(folder, 'docker'), 0o755)
}

const asked = () => readFileSync(join(folder, 'asked'), 'utf8').trimEnd().split('\n')

/** An engine with two new containers of the image, somebody else's first; the image itself it has. */
const engine = {
  info: {kind: 'docker', host: 'unix:///x', origin: '--host'},
  client: {
    json: async ({path}: {path: string}) =>
      path.startsWith('/images/')
        ? {Id: `sha256:${'1'.repeat(64)}`}
        : ['other', 'mine'].map(name => ({
            Id: name === 'mine' ? ID : 'b'.repeat(64),
            Names: [`/${name}`],
            Image: 'api:1',
            State: 'running',
          })),
  },
} as unknown as Engine

const lent = () => lendTerminal(engine, RUN, new Set(), new AbortController().signal)

it('names the container whose ID the client wrote, not another of its image, and keeps nothing on disk', async () => {
  client(`printf ${ID} > "$file"`)
  expect(await lent()).toEqual({code: 0, goesOn: 'mine'})
  const file = /--cidfile (\S+)/.exec(asked()[0]!)![1]!
  expect(existsSync(dirname(file))).toBe(false)
})

it.each([
  [AS_DOCKER, 127],
  [AS_PODMAN, 125],
])('runs without the file where the client refuses to write it: %s', async (said, code) => {
  client(`[ -z "$file" ] || { echo "${said}" >&2; exit ${code}; }`)
  expect(await lent()).toEqual({code: 0, goesOn: 'other'})
  expect(asked().map(line => line.includes('--cidfile'))).toEqual([true, false])
})

it('runs once what is refused for another reason', async () => {
  client('echo "docker: port is already allocated" >&2; exit 125')
  expect(await lent()).toEqual({code: 125, goesOn: null})
  expect(asked()).toHaveLength(1)
})
