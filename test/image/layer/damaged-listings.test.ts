import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import type {LayerIndex} from '../../../src/image/layer/layer-index.ts'
import {Chance} from '../../chance.ts'
import {requires} from '../../corpus/real/tools.ts'
import {damageTar} from '../../fuzz/damage-tar.ts'
import {SOUND_TARS} from '../../fuzz/sound-tars.ts'
import {hopped, rowsOf} from './indexing.ts'
import {type Listing, lineOf, listedByOthers, READERS} from './other-readers.ts'

const folder = mkdtempSync(join(tmpdir(), 'll-damaged-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const COUNT = Number(process.env.LAYERLENS_DAMAGED ?? 120)
const seed = Number(process.env.LAYERLENS_FUZZ_SEED ?? Date.now() % 1_000_000)

const listing = (index: LayerIndex): Listing => rowsOf(index).map(({type, size, path}) => lineOf(type, size, path))

/** The listing that more than half of all readers agree on; null where there is none. Who gave no answer agrees with nobody. */
function majority(answers: ReadonlyMap<string, Listing>): Listing | null {
  const all = [...answers.values()].map(lines => JSON.stringify(lines))
  const most = all.find(one => all.filter(other => other === one).length * 2 > READERS)
  return most === undefined ? null : (JSON.parse(most) as Listing)
}

const same = (a: Listing, b: Listing) => JSON.stringify(a) === JSON.stringify(b)

/** Whether we refuse: the tar's rest, or something in it that is told with its place. */
const refuses = ({facts}: LayerIndex) => facts.damage !== null || facts.problems.length > 0

describe(`${COUNT} damaged tars of seed ${seed} (LAYERLENS_FUZZ_SEED, LAYERLENS_DAMAGED)`, () => {
  it(
    'are listed as most readers list them, or the loss is told',
    requires('gnu-tar', 'bsdtar', 'python3'),
    async () => {
      const chance = new Chance(seed)
      const tars = Array.from({length: COUNT}, () => damageTar(chance.of(SOUND_TARS), chance, SOUND_TARS))
      const others = await listedByOthers(tars, folder)
      let agreed = 0
      const wrong: unknown[] = []
      for (const [i, answers] of others.entries()) {
        const index = hopped(tars[i]!)
        const most = majority(answers)
        if (most === null || refuses(index)) continue
        const ours = listing(index)
        if (same(most, ours)) agreed++
        else wrong.push({case: i, ours, others: Object.fromEntries(answers)})
      }
      expect(wrong).toEqual([])
      // Most of what is not refused has to be agreed on, or nothing was tested.
      expect(agreed).toBeGreaterThan(COUNT / 20)
    },
  )
})
