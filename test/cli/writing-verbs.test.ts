import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {packTar} from '../corpus/archives.ts'
import {type FakeEngine, fakeEngine} from '../engine/fake-engine.ts'
import {Commands} from './in-process.ts'
import {DEMO} from './program.ts'

describe('a push by an engine that tells of no layers', () => {
  it('gives no number of them', async () => {
    const engine = await fakeEngine([{tar: await packTar([])}])
    const commands = new Commands(undefined, engine.host)
    const text = await commands.run('push', 'fake:1')
    expect([text.code, text.stdout]).toEqual([0, expect.stringMatching(/^fake:1 {2}sha256:[0-9a-f]{64}\n$/)])
    const {stdout} = await commands.run('push', 'fake:1', '--json')
    expect(JSON.parse(stdout)).toMatchObject({name: 'fake:1', layers: null})
    await commands.close()
    await engine.close()
  })
})

describe('where an engine answers that has no such image, and the store has one of that name', () => {
  let engine: FakeEngine
  let commands: Commands

  beforeAll(async () => {
    engine = await fakeEngine([{tar: await packTar([])}], {lacks: 'only'})
    commands = new Commands(undefined, engine.host)
    expect((await commands.run('copy', DEMO, 'store:only/store:1')).code).toBe(0)
  })
  afterAll(async () => {
    await commands.close()
    await engine.close()
  })

  it.each([
    [['push', 'only/store:1'], 'layerlens push store:only/store:1'],
    [['rm', 'only/store:1'], 'layerlens rm store:only/store:1'],
    [['tag', 'only/store:1', 'other:1'], 'layerlens tag store:only/store:1 other:1'],
  ] as const)('%j writes nothing, and says what would', async ([name, ...argv], line) => {
    const {code, stdout, stderr} = await commands.run(name, ...argv)
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      `layerlens: The engine has no only/store:1.\n  The store has one: ${line}\n`,
    ])
    expect((await commands.run('tags', 'store:')).stdout).toBe('only/store:1\n')
  })
})

describe('several images to remove, one of which is not there', () => {
  let engine: FakeEngine
  let commands: Commands

  beforeAll(async () => {
    engine = await fakeEngine([{tar: await packTar([])}], {lacks: 'none'})
    commands = new Commands(undefined, engine.host)
  })
  afterAll(async () => {
    await commands.close()
    await engine.close()
  })

  it('go all the same, and each that fails is said', async () => {
    const {code, stdout, stderr} = await commands.run('rm', 'a:1', 'none:1', 'store:none:2', 'b:1')
    expect([code, stdout]).toEqual([2, expect.stringMatching(/^untagged a:1\n.*untagged b:1\n/s)])
    expect(stderr).toMatch(/^layerlens: docker \(.*\) has no image none:1\.\n.*^layerlens: .*none:2/ms)
  })

  it('go all the same as JSON, an object for each that went', async () => {
    const {code, stdout} = await commands.run('rm', '--json', 'none:1', 'a:1')
    expect([code, JSON.parse(stdout)]).toEqual([2, expect.objectContaining({image: 'a:1', untagged: ['a:1']})])
  })
})
