import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {layerlens} from '../cli/program.ts'
import {requires} from '../corpus/real/tools.ts'
import {withCorpus} from '../engine/at-home.ts'
import {dockerEngine, podmanEngine, type TestEngine} from '../engine/engines.ts'
import {temporaryFolder} from '../engine/loading.ts'
import {PROGRAM, quote, withTerminal} from './terminal.ts'

/** A folder with a Dockerfile, and a file that it takes in. */
function contextWith(dockerfile: string): string {
  const folder = join(temporaryFolder(), 'context')
  mkdirSync(folder)
  writeFileSync(join(folder, 'brought'), 'brought\n')
  writeFileSync(join(folder, 'Dockerfile'), dockerfile)
  return folder
}

/** `image`: what is built on, as this engine calls it. */
function describeBuilding(engine: () => TestEngine, image: string): void {
  const env = () => ({DOCKER_HOST: engine().host, DOCKER_BUILDKIT: '0'})
  const good = () => contextWith(`FROM ${image}\nCOPY brought /opt/brought\nLABEL made=here\n`)

  it('passes everything on, and opens what came of it', requires('tmux'), async () => {
    const home = temporaryFolder()
    const line = `node ${quote(PROGRAM)} build --label more=too -t localhost/built:1 ${quote(good())}`
    await withTerminal(line, {columns: 120, rows: 36, env: {...env(), HOME: home}, cwd: home}, async terminal => {
      await terminal.waitFor(/built:1 · linux\/amd64 · 2 layers/)
      await terminal.waitFor('brought')
      await terminal.press('q')
      await terminal.waitForPrompt()
    })
    const [built] = JSON.parse(await engine().run('inspect', 'localhost/built:1'))
    expect(built.Config.Labels).toMatchObject({made: 'here', more: 'too'})
  })

  it('gives the ID in a pipe, and what the client says on standard error', async () => {
    const {code, stdout, stderr} = await layerlens(['build', '-t', 'localhost/piped:1', good()], {env: env()})
    expect([code, stderr]).toEqual([0, expect.stringContaining('opt/brought')])
    const [built] = JSON.parse(await engine().run('inspect', 'localhost/piped:1'))
    expect(stdout.trim().replace('sha256:', '')).toBe(built.Id.replace('sha256:', ''))
  })

  it('ends as the client ends where it fails, with its words', async () => {
    const bad = contextWith(`FROM ${image}\nCOPY nothing-of-the-kind /\n`)
    const {code, stdout, stderr} = await layerlens(['build', bad], {env: env()})
    expect([code === 0, stdout, stderr]).toEqual([false, '', expect.stringContaining('nothing-of-the-kind')])
  })
}

describe('a build on Docker', requires('dockerd'), () => {
  describeBuilding(dockerEngine(withCorpus), 'corpus-base:1')
})

describe('a build on Podman', requires('podman', 'dockerd'), () => {
  describeBuilding(podmanEngine(withCorpus), 'localhost/corpus-base:1')
})
