import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setFlagsFromString} from 'node:v8'
import {runInNewContext} from 'node:vm'
import {afterAll, describe, expect, it} from 'vitest'
import type {Ports} from '../../src/tui/runtime/ports.ts'
import {requires} from '../corpus/real/tools.ts'
import {keysBut, pressAtRandom, random} from '../drive/at-random.ts'
import {DEMO, type DrivenApp, driveApp} from '../drive/drive.ts'
import {withCorpus} from '../engine/at-home.ts'
import {dockerEngine} from '../engine/engines.ts'
import {registry} from '../engine/registry.ts'

const seed = Number(process.env.LAYERLENS_TEST_SEED ?? Date.now() % 1_000_000)
/** A full day are 20,000 keys; a morning shows what breaks at once. */
const KEYS = Number(process.env.LAYERLENS_TEST_DAY ?? 800)
/** An archive that the engine loads besides: a whole day has one of gigabytes, such as the benchmark makes. */
const LARGE = process.env.LAYERLENS_TEST_DAY_IMAGE ?? null
/** Keys between two things that others do. */
const UNDISTURBED = Math.max(100, Math.floor(KEYS / 40))
/** So long a day shows whether memory grows. */
const WHOLE_DAY = 10_000

const folder = mkdtempSync(join(tmpdir(), 'lld-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** Whatever was typed: files go below a folder of our own, and no container gets the terminal of whoever runs the tests. */
function athome(real: Ports): Ports {
  return {
    ...real,
    prepareRun: () => Promise.reject(new Error('nothing is run on this day')),
    performTask: (task, context) => {
      if (task.kind === 'extract') return real.performTask({...task, directory: folder}, context)
      if (task.kind === 'save') return Promise.reject(new Error('nothing is saved on this day'))
      return real.performTask(task, context)
    },
  }
}

/** Bytes that are held once what nobody holds is gone. */
function held(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  const {heapUsed, external} = process.memoryUsage()
  return heapUsed + external
}

/** Out of whatever is open, to the list of images. */
async function home(app: DrivenApp): Promise<void> {
  app.resize(120, 36)
  for (let i = 0; i < 60 && app.state?.contexts.length !== 1; i++) {
    await app.press(app.state?.contexts.at(-1)?.kind === 'explorer' ? 'backspace' : 'esc')
    await app.drawn()
  }
  await app.press('esc', 'esc', '1', 'r')
}

function tagsListed({state}: DrivenApp): readonly string[] {
  const home = state?.contexts[0]
  return home?.kind === 'home' ? (home.listing?.images ?? []).flatMap(({tags}) => tags).sort() : []
}

describe(
  `a long day on an engine and a registry (LAYERLENS_TEST_SEED=${seed})`,
  requires('dockerd', 'docker-registry'),
  () => {
    const engine = dockerEngine(withCorpus)
    const open = registry()

    it(`breaks nothing in ${KEYS} keys, whatever others do meanwhile`, {timeout: 3_600_000}, async () => {
      const {run, restart, host} = engine()
      const place = `localhost:${open().host.split(':')[1]}`
      await run('tag', 'corpus-base:1', `${place}/base:1`)
      await run('push', '--quiet', `${place}/base:1`)
      if (LARGE !== null) await run('load', '--quiet', '--input', LARGE)
      const others: readonly (() => Promise<unknown>)[] = [
        () => restart(),
        () => open().restart(),
        () => run('rmi', '--force', 'corpus/steps:1').catch(() => ''),
        () => withCorpus(engine()),
        () => run('tag', 'corpus-base:1', `${place}/base:${Date.now()}`).catch(() => withCorpus(engine())),
      ]
      const next = random(seed)
      const keys = keysBut('run')
      await driveApp(DEMO, {home: true, env: {DOCKER_HOST: host}, ports: athome}, async app => {
        await app.waitFor('corpus-base:1')
        let warm: number | null = null
        for (let pressed = 0; pressed < KEYS; pressed += UNDISTURBED) {
          // Some things are done while keys are pressed, some between.
          const other = others[next(others.length)]!()
          if (next(2) === 0) await other
          await pressAtRandom(app, seed + pressed, UNDISTURBED, keys)
          await other
          if (warm === null && pressed >= KEYS / 2) {
            await home(app)
            warm = held()
          }
        }
        await home(app)
        await withCorpus(engine())
        await app.press('r')
        const listed = async () =>
          (await run('images', '--format', '{{.Repository}}:{{.Tag}}'))
            .split('\n')
            .filter(tag => /^[^<].*[^>]$/.test(tag))
        const there = (await listed()).sort().join('\n')
        await app.until(() => tagsListed(app).join('\n') === there, `exactly what the engine lists:\n${there}`)
        if (KEYS >= WHOLE_DAY) expect(held()).toBeLessThan(1.2 * warm!)
      })
    })
  },
)
