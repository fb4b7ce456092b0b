import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {dockerSave, packTar} from '../corpus/archives.ts'
import {layerOf} from '../image/filesystem/stack.ts'
import {temporaryFolder} from '../sources/opening.ts'
import {DEMO, driveApp} from './drive.ts'

describe('the History tab', () => {
  it('reads as a Dockerfile, and leads from an instruction to what its layer changed and back', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('4', 'g')
      await app.waitFor('step 1 of 15 · layer 0 · ADD')
      expect(app.row('15 instructions')).toContain('Teapot Linux 4 (oolong) · base 466 kB, 19 % of the image')
      expect(app.row('RUN apt-get')).toMatch(/^ {2}1 +856 kB .*ago +RUN apt-get update && apt-get install -y nodejs/)
      expect(app.text()).not.toMatch(/#\(nop\)|# buildkit|\/bin\/sh -c/)
      await app.press('j', 'j')
      await app.waitFor('step 3 of 15 · layer 1 · RUN')
      await app.press('enter')
      await app.waitFor('Changes of layer 1')
      expect(app.row('RUN apt-get')).toContain('▌1')
      // Another layer, and the history is where that one was made.
      await app.press(']', ']', '4')
      await app.waitFor(/step \d+ of 15 · layer 3 · COPY/)
      await app.press('tab')
      await app.waitFor('Changes of layer 3')
    })
  })

  it('takes the layers along, and says why an instruction has none', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('4', 'g', 'j')
      await app.waitFor('step 2 of 15 · no layer · CMD')
      await app.waitFor('It leaves no layer')
      await app.press('enter')
      expect(await app.drawn()).toMatch(
        /It leaves no layer: it changes what the image says of itself, not its files\.$/,
      )
      await app.press('1')
      await app.waitFor('Files after layer 0')
    })
  })

  it('shows all of an instruction on a page', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('4', 'g', 'j', 'j', 'i')
      await app.waitFor('as stored')
      expect(app.text()).toMatch(/command +RUN apt-get update\n +&& apt-get install -y nodejs iputils-ping\n/)
      expect(app.text()).toMatch(/layer +1, 856 kB/)
      await app.press('esc')
      await app.waitFor('step 3 of 15')
    })
  })

  it('walks through a hundred thousand instructions at once', async () => {
    const history = Array.from({length: 100_000}, (_, i) => ({
      created_by: i % 50_000 === 49_999 ? `RUN make part-${i}` : `ENV N${i}=${i}`,
      empty_layer: i % 50_000 !== 49_999,
    }))
    const path = join(temporaryFolder(), 'many.tar')
    const tars = [layerOf(['a = 1']), layerOf(['b = 2'])]
    writeFileSync(path, await packTar(dockerSave([{tags: ['many:1'], tars, config: {history}}])))
    await driveApp(path, {}, async app => {
      await app.settled()
      await app.press('4')
      await app.waitFor('step 100,000 of 100,000 · layer 1 · RUN')
      await app.press('g', 'pagedown', 'G', 'k')
      await app.waitFor('step 99,999 of 100,000 · no layer · ENV')
      await app.press('1')
      await app.waitFor('Files after layer 0')
      await app.press('4', 'k', 'g')
      await app.waitFor('step 1 of 100,000 · no layer · ENV')
    })
  })
})

describe('owners', () => {
  it('are named as the image names them as of the layer, in the tree and in the reasons', async () => {
    await driveApp(DEMO, {columns: 140, rows: 45}, async app => {
      await app.settled()
      await app.press('g', ']', ']', ']', 'tab', 'E', 'a', 'c')
      await app.waitFor('Changes of layer 3')
      await app.drawn()
      expect(app.row('server.js')).toMatch(/ root:root /)
      await app.press(']', ']')
      await app.waitFor('Changes of layer 5')
      await app.drawn()
      expect(app.row('server.js')).toMatch(/ app:app /)
      await app.press('a')
      await app.drawn()
      expect(app.row('server.js')).toContain('owner root:root→app:app')
      await app.press('i')
      await app.waitFor(/owners +root:root, app:app/)
    })
  })
})
