import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {HOSTILE_IMAGES} from '../corpus/hostile.ts'
import {RAW_HARM} from '../corpus/hostile-bytes.ts'
import {driveApp} from './drive.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-drive-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** Through everything there is to see of one image. */
const WALK = ['i', 'G', 'esc', 'tab', 'E', 'G', 'c', 'a', '2', 'G', '1']

/** One of those that are refused in the same words is enough; bombs are for the commands. */
const refusals = new Set<string>()
const shown = HOSTILE_IMAGES.filter(({told, code, isBomb}) => {
  if (isBomb === true || (code === 2 && refusals.has(`${told}`))) return false
  if (code === 2) refusals.add(`${told}`)
  return true
})

describe.each(shown)('the screen on $name', ({told, code, write}) => {
  it('opens or refuses it, in words, and goes on', {timeout: 120_000}, async () => {
    const reference = await write(mkdtempSync(join(folder, 'image-')))
    await driveApp(reference, {columns: 120, rows: 36}, async app => {
      const context = () => app.state?.contexts.at(-1)
      await app.until(
        () => {
          const at = context()
          return (
            at?.kind === 'failed' || at?.kind === 'picker' || (at?.kind === 'explorer' && at.reading.kind === 'ended')
          )
        },
        'an end of opening',
        100_000,
      )
      await app.drawn()
      if (context()?.kind === 'failed') {
        expect(code).toBe(2)
        expect(app.text().replace(/\s+/g, ' ')).toMatch(told!)
      } else {
        for (const key of WALK) {
          await app.press(key)
          await app.drawn()
          app.expectSound()
        }
      }
      expect(app.text()).not.toMatch(RAW_HARM)
    })
  })
})
