import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {cancelled} from '../../src/image/oci/error.ts'
import type {Ports} from '../../src/tui/runtime/ports.ts'
import {digestOf, LayoutBuilder, layerTar} from '../corpus/archives.ts'
import {layerOf} from '../image/filesystem/stack.ts'
import {DEMO, driveApp} from './drive.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-drive-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** Something that is let go later. */
function gate(): {readonly opened: Promise<void>; open(): void} {
  let open = () => {}
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return {opened, open: () => open()}
}

/** Ports whose every event of reading waits until `next` lets some of them through. */
function stepwise(): {ports: (real: Ports) => Ports; order: number[]; next(count: number): void} {
  const order: number[] = []
  const waiting: (() => void)[] = []
  let allowed = 0
  const drain = () => {
    while (allowed > 0 && waiting.length > 0) {
      allowed--
      waiting.shift()!()
    }
  }
  const ports = (real: Ports): Ports => ({
    ...real,
    indexImage: async (image, options) => {
      await real.indexImage(image, {
        ...options,
        onEvent: event => {
          if (event.type === 'layer-progress') return
          // How many trees of a part there are depends on the machine.
          if (event.type === 'union' && !event.complete) return
          if (event.type === 'layer-indexed') order.push(event.layer)
          waiting.push(() => options.onEvent(event))
          drain()
        },
      })
      // Who is told of the end has been told of everything.
      await new Promise<void>(resolve => {
        waiting.push(resolve)
        drain()
      })
    },
  })
  return {
    ports,
    order,
    next(count) {
      allowed += count
      drain()
    },
  }
}

describe('while layers are read', () => {
  it('everything that the metadata tell is there before any layer was read', async () => {
    const {opened, open} = gate()
    const ports = (real: Ports): Ports => ({
      ...real,
      indexImage: async (image, options) => {
        await opened
        return real.indexImage(image, options)
      },
    })
    await driveApp(DEMO, {ports}, async app => {
      const text = await app.waitFor('reading 0/10')
      expect(text).toMatch(/shop\/tea:1\.4 · linux\/amd64 · 10 layers/)
      for (const part of ['ADD …', 'RUN apt-get upd', 'COPY . /opt/shop', 'RUN sed -i']) expect(text).toContain(part)
      expect(text).toContain('&& rm /usr/bin/node')
      expect(text).toContain('Layer 9 is being read.')
      // The config is known as well, and moving waits for nothing.
      await app.press('5')
      await app.waitFor('SHOP_PORT')
      await app.press('4')
      await app.waitFor('15 instructions')
      await app.press('1', 'k', 'k')
      await app.waitFor('▌7')
      await app.waitFor('mkdir -p /etc/shop')
      open()
      await app.settled()
      expect(app.text()).toContain('▌7')
    })
  })

  it('they fill in as they arrive, and nothing moves', async () => {
    const steps = stepwise()
    await driveApp(DEMO, {ports: steps.ports, threads: 1}, async app => {
      const before = await app.waitFor('reading 0/10')
      const places = (text: string) => text.split('\n').map(row => row.search(/(?:ADD|RUN|COPY) /))
      steps.next(1)
      const one = await app.waitFor('reading 1/10')
      expect(steps.order[0]).toBe(9)
      expect(one).toMatch(/▌9 {2}189 kB/)
      expect(places(one)).toEqual(places(before))
      steps.next(4)
      const five = await app.waitFor('reading 5/10')
      expect(places(five)).toEqual(places(before))
      steps.next(1000)
      const all = await app.settled()
      expect(places(all)).toEqual(places(before))
    })
  })

  it('the selected one comes first, also when another is selected meanwhile', async () => {
    const steps = stepwise()
    const {opened, open} = gate()
    const ports = (real: Ports): Ports => {
      const stepped = steps.ports(real)
      return {
        ...stepped,
        indexImage: async (image, options) => {
          await opened
          return stepped.indexImage(image, options)
        },
      }
    }
    await driveApp(DEMO, {ports, threads: 1}, async app => {
      await app.waitFor('reading 0/10')
      await app.press('g', ']', ']', ']', ']')
      open()
      steps.next(1000)
      await app.settled()
      expect(steps.order[0]).toBe(4)
    })
  })

  it('progress is shown; x stops, and r reads on', async () => {
    let times = 0
    let stopped: AbortSignal | null = null
    const ports = (real: Ports): Ports => ({
      ...real,
      indexImage: (image, options) => {
        if (++times > 1) return real.indexImage(image, options)
        const {signal} = options
        stopped = signal
        options.onEvent({type: 'layer-progress', layer: 9, done: 62, total: 100})
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(cancelled())))
      },
    })
    await driveApp(DEMO, {ports}, async app => {
      await app.waitFor(/▌9 {4}62 %/)
      await app.waitFor('reading 0/10 · 62 %')
      expect(app.rows().at(-1)).toContain('x stop reading')
      await app.press('x')
      await app.waitFor('Stopped: 0 of 10 layers are read. r reads on.')
      expect(stopped!.aborted).toBe(true)
      await app.waitFor('stopped at 0/10')
      await app.waitFor('Layer 9 was not read. r reads on.')
      await app.press('k')
      await app.waitFor('r read on')
      await app.press('r')
      await app.settled()
      expect(app.row('layerlens')).toContain('30 files')
    })
  })

  it('what comes after reading can be stopped too, and goes on', async () => {
    const steps = stepwise()
    await driveApp(DEMO, {ports: steps.ports, threads: 1}, async app => {
      steps.next(12)
      await app.waitFor('verifying')
      await app.press('x')
      await app.waitFor('Stopped: all layers are read, but not all are compared and verified. r goes on.')
      await app.press('k')
      await app.waitFor('not verified')
      steps.next(1000)
      await app.press('r')
      await app.settled()
      expect(app.text()).not.toContain('not verified')
      await app.press('r')
      await app.waitFor('Every layer has been read.')
    })
  })

  it('Ctrl-C ends with 130, and with 0 once everything was read', async () => {
    const never = (real: Ports): Ports => ({...real, indexImage: () => new Promise(() => {})})
    await driveApp(DEMO, {ports: never}, async app => {
      await app.waitFor('reading 0/10')
      await app.press('ctrl+c')
      expect(await app.exit).toBe(130)
    })
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('ctrl+c')
      expect(await app.exit).toBe(0)
    })
  })

  it('a terminal that goes away ends the program', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      app.hangUp()
      expect(await app.exit).toBe(129)
    })
  })
})

describe('an image that is not whole', () => {
  it('shows the rest, and is marked incomplete', async () => {
    const layout = new LayoutBuilder()
    const tars = [await layerTar({'etc/first': 'a'}), await layerTar({gone: 'b'}), await layerTar({'etc/third': 'ccc'})]
    layout.list(layout.image(tars), 'holed')
    const [hole] = [...layout.files].filter(([, bytes]) => bytes.equals(tars[1]!))
    layout.files.delete(hole![0])
    const path = layout.writeFolder(join(folder, 'holed'))
    await driveApp(`oci:${path}:holed`, {}, async app => {
      await app.settled()
      expect(app.row('layerlens')).toContain('incomplete: 1 layer missing')
      expect(app.text()).toMatch(/1 missing/)
      expect(app.text()).toContain('Files after layer 2 · without layer 1')
      await app.press('E')
      await app.waitFor('third')
      expect(app.text()).toContain('first')
      await app.press('k')
      await app.waitFor('not in the folder.')
      await app.press('c', 'c')
      await app.waitFor('Layer 1 could not be read.')
    })
  })

  it('a layer with another digest than the config names is shown as such', async () => {
    const layout = new LayoutBuilder()
    const tars = [await layerTar({'etc/first': 'a'}), await layerTar({second: 'b'})]
    const other = `sha256:${'0'.repeat(64)}`
    layout.list(layout.image(tars, {diffIds: [digestOf(tars[0]!), other]}), 'forged')
    const path = layout.writeFolder(join(folder, 'forged'))
    await driveApp(`oci:${path}:forged`, {}, async app => {
      await app.settled()
      await app.waitFor('1 digest differs')
      expect(app.text()).toMatch(/▌1 .*✗/)
      expect(app.text()).toContain('Its bytes do not have the digest')
      await app.press('i')
      await app.waitFor(/trust +Its bytes do not have the digest that the image gives for them/)
    })
  })

  it('what is odd in a layer is counted beside it, and told on its page', async () => {
    const layout = new LayoutBuilder()
    layout.list(layout.image([layerOf(['a => no/\x1b[31msuch', '../up = x'])]), 'odd')
    const path = layout.writeFolder(join(folder, 'odd'))
    await driveApp(`oci:${path}:odd`, {}, async app => {
      await app.settled()
      await app.waitFor('2 oddities in the tar: i tells more')
      await app.press('i', 'G')
      await app.waitFor('Oddities in the tar')
      await app.waitFor('/a is a hard link to /no/␛[31msuch, which is not there: it has no content')
      expect(app.text()).toContain('a path with ".." in it was kept inside the image')
      app.expectSound()
    })
  })
})
