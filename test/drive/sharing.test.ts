import {afterAll, describe, expect, it} from 'vitest'
import {Commands} from '../cli/in-process.ts'
import {savedImage} from '../cli/saved-image.ts'
import {DEMO, driveApp} from './drive.ts'

/** The same two files of 200 kB together, in images that have nothing else in common. */
const MODULES = ['left', 'right'].map(name => ({path: `app/node_modules/${name}.js`, content: name.repeat(25_000)}))

describe('images of the store, looked at together', () => {
  const commands = new Commands()
  afterAll(() => commands.close())

  it('say what they store more than once, who holds which layer, and who is near to whom', async () => {
    for (const name of ['one', 'two', 'three']) {
      const own = {by: `COPY ${name} /`, puts: [`only = ${name}`]}
      const steps = [own, {by: 'RUN npm ci', puts: [...MODULES, `${name} = 1`]}]
      const file = await savedImage(name === 'three' ? [...steps, {by: 'RUN more', puts: ['more = x']}] : steps)
      expect((await commands.run('copy', file, `store:shop/${name}:1`)).code).toBe(0)
      if (name === 'three') {
        const below = await savedImage(steps)
        expect((await commands.run('copy', below, 'store:shop/below:1')).code).toBe(0)
      }
    }
    await driveApp(DEMO, {home: true, storeFolder: commands.store.folder, columns: 140}, async app => {
      await app.waitFor(/store .*4 images .*no engine/)
      await app.until(() => app.state?.sharing?.holdings.images.length === 4, 'what they share')
      await app.press('x')
      await app.waitFor('Two images or more')
      await app.press('s', 's', 's')
      await app.waitFor('by name')
      // below, one, three, two
      await app.press('g', 'j', 'space', 'space', 'space')
      await app.waitFor('3 marked')
      await app.press('T')
      await app.waitFor('The same content, stored more than once')
      await app.waitFor(/The same content in several layers of 3 images: up to 450 kB saved/)
      expect(app.text()).toMatch(
        /saves 450 kB +3 images carry the same 225 kB of \/app\/node_modules in 3 layers \(2 files\)/,
      )
      await app.press('esc', 'x')
      await app.waitFor('Which of these images hold which layers')
      expect(app.row('A   shop/one:1')).not.toBe('')
      expect(app.row('COPY two /')).toMatch(/B +· +· +■ +COPY two/)
      await app.press('esc', 'esc', 'g')
      await app.waitGone('3 marked')
      await app.press('u')
      await app.waitFor('Nearest relatives')
      expect(app.row('apart  ')).toMatch(/apart +shop\/three:1: 2 layers of .* in common/)
    })
  })

  it('are read by a job that is stopped by the key that stops all', async () => {
    let released = () => {}
    const held = new Promise<void>(resolve => {
      released = resolve
    })
    let stopped = false
    const options = {
      ...{home: true, storeFolder: commands.store.folder, columns: 140},
      ports: (real: import('../../src/tui/runtime/ports.ts').Ports) => ({
        ...real,
        performTask: async (...[task, context]: Parameters<typeof real.performTask>) => {
          context.signal.addEventListener('abort', () => {
            stopped = true
            released()
          })
          context.progress({
            label: '',
            done: 1,
            total: null,
            parts: [{id: 'store:shop/one:1', phase: 'moving', done: 1, total: 9}],
          })
          await held
          return real.performTask(task, context)
        },
      }),
    }
    await driveApp(DEMO, options, async app => {
      await app.waitFor(/store .*4 images .*no engine/)
      await app.press('T', 'J')
      await app.waitFor('store:shop/one:1')
      await app.press('ctrl+x')
      await app.until(() => stopped, 'the job told to stop')
      await app.waitFor('Stopped. Layers that were read are known the next time.')
    })
  })
})
