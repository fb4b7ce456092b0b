import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {EXIT} from '../../src/cli/command.ts'
import {width} from '../../src/text/width.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {CORPUS, needsOf} from '../corpus/real/images.ts'
import {requires} from '../corpus/real/tools.ts'
import {isAlive} from './process.ts'
import {writeSlowLayout} from './slow-layout.ts'
import {PROGRAM, quote, type Terminal, type TerminalOptions, withTerminal} from './terminal.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const DEMO = join(ROOT, 'assets', 'demo.tar')

const folder = mkdtempSync(join(tmpdir(), 'layerlens-screen-'))
let slow = ''
beforeAll(async () => {
  slow = `oci:${await writeSlowLayout(join(folder, 'slow'))}`
})
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const SIZES = [
  [60, 16],
  [80, 24],
  [140, 45],
] as const

/** The program on a reference, in a terminal where something was shown before; tells its exit code, then whether stty differs. */
async function onScreen(
  reference: string,
  options: TerminalOptions & {readonly before?: string},
  use: (terminal: Terminal, facts: {pid(): number; cacheFiles(): string[]}) => Promise<void>,
): Promise<void> {
  const own = mkdtempSync(join(folder, 'run-'))
  const cache = join(own, 'cache')
  mkdirSync(cache)
  const pidFile = join(own, 'pid')
  const run = `sh -c ${quote(`echo $$ > ${pidFile}; exec ${process.execPath} ${PROGRAM} ${quote(reference)}`)}`
  const stty = (name: string) => `stty -a > ${join(own, name)}`
  const same = `cmp -s ${join(own, 'before')} ${join(own, 'after')} && echo the terminal is as it was`
  const line = `echo what was here before\n${stty('before')}\n${run}\necho left with $?\n${stty('after')}\n${same}`
  await withTerminal(line, {...options, env: {XDG_CACHE_HOME: cache, ...options.env}}, terminal =>
    use(terminal, {
      pid: () => Number(readFileSync(pidFile, 'utf8')),
      cacheFiles: () => readdirSync(cache, {recursive: true}).map(String),
    }),
  )
}

/** The program has ended with this code, and nobody could tell from the terminal that it ever ran. */
async function expectLeft(terminal: Terminal, code: number): Promise<void> {
  const text = await terminal.waitFor('the terminal is as it was')
  expect(text).toContain(`left with ${code}\n`)
  expect(text).toContain('what was here before')
  expect(text).not.toContain('Layers')
  expect(await terminal.isAlternate()).toBe(false)
  expect((await terminal.cursor()).visible).toBe(true)
}

/** Every row of the Layers pane begins and ends with its frame. */
function isWhole(text: string): boolean {
  const rows = text.split('\n')
  const top = rows.findIndex(row => row.startsWith('┌'))
  const bottom = rows.findIndex(row => row.startsWith('└'))
  if (top < 0 || bottom !== rows.length - 2) return false
  const right = rows[top]!.lastIndexOf('┐')
  return rows.slice(top, bottom + 1).every(row => {
    let at = 0
    for (let cells = 0; cells < right && at < row.length; at++) cells += width(row[at]!)
    return '┌│├└'.includes(row[0]!) && '┐│┤┘'.includes(row[at] ?? ' ')
  })
}

describe.each(SIZES)('the screen in a terminal of %d×%d', (columns, rows) => {
  const images = CORPUS.filter(({name}) =>
    [
      'docker save',
      'docker 25 save (composed)',
      'skopeo, gzip layout',
      'skopeo, zstd layout',
      'podman save, docker-archive',
      'podman save, oci-archive',
      'buildah commit, layout',
    ].includes(name),
  )

  it('shows the demo image, and leaves the terminal as it was', requires('tmux'), async () => {
    await onScreen(DEMO, {columns, rows}, async terminal => {
      await terminal.waitFor('shop/tea:1.4')
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      expect(await terminal.isAlternate()).toBe(true)
      expect((await terminal.cursor()).visible).toBe(false)
      expect(isWhole(await terminal.text())).toBe(true)
      await terminal.press('g')
      await terminal.waitFor('▌0')
      await terminal.press('q')
      await expectLeft(terminal, 0)
    })
  })

  it.each(images.map(({name, maker}) => [name, maker] as const))(
    'shows what %s wrote',
    requires('tmux', ...new Set(images.flatMap(({maker}) => needsOf(maker)))),
    async name => {
      const {reference} = await corpusImage(name)
      await onScreen(reference, {columns, rows}, async terminal => {
        await terminal.waitFor(/^.* · [\d.]+ MB/)
        expect(isWhole(await terminal.text())).toBe(true)
        await terminal.press('g', 'Tab', 'E')
        await terminal.waitFor(/busybox|bin\//)
        await terminal.press('c')
        await terminal.waitFor('Changes of layer 0')
        await terminal.press('q')
        await expectLeft(terminal, 0)
      })
    },
  )

  it('follows the terminal through other sizes', requires('tmux'), async () => {
    await onScreen(DEMO, {columns, rows}, async terminal => {
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      for (const [wide, high] of [
        [120, 40],
        [20, 5],
        [1, 1],
        [300, 80],
        [69, 12],
        [columns, rows],
      ] as const) {
        await terminal.resize(wide, high)
        // The terminal itself cuts what it shows before the program hears of it.
        if (wide >= 60) await terminal.waitUntil(isWhole, `a whole box at ${wide}×${high}`)
      }
      await terminal.press('q')
      await expectLeft(terminal, 0)
    })
  })
})

describe('ending in the middle of reading', requires('tmux'), () => {
  const SIGNALS = [
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const

  it('Ctrl-C gives 130 and leaves nothing half-written', async () => {
    await onScreen(slow, {}, async (terminal, {pid, cacheFiles}) => {
      await terminal.waitFor(/reading \d\/2/)
      const program = pid()
      await terminal.press('C-c')
      await expectLeft(terminal, 130)
      expect(isAlive(program)).toBe(false)
      expect(cacheFiles().filter(name => name.endsWith('.tmp'))).toEqual([])
    })
  })

  it.each(SIGNALS)('%s gives %d and leaves nothing half-written', async (signal, code) => {
    await onScreen(slow, {}, async (terminal, {pid, cacheFiles}) => {
      await terminal.waitFor(/reading \d\/2/)
      process.kill(pid(), signal)
      await expectLeft(terminal, code)
      expect(cacheFiles().filter(name => name.endsWith('.tmp'))).toEqual([])
    })
  })

  it('a closed terminal ends the program too', async () => {
    await onScreen(slow, {}, async (terminal, {pid, cacheFiles}) => {
      await terminal.waitFor(/reading \d\/2/)
      const program = pid()
      expect(isAlive(program)).toBe(true)
      await terminal.close()
      await expect.poll(() => isAlive(program), {timeout: 10_000}).toBe(false)
      expect(cacheFiles().filter(name => name.endsWith('.tmp'))).toEqual([])
    })
  })

  it('x stops, and the program goes on', async () => {
    await onScreen(slow, {columns: 100}, async terminal => {
      await terminal.waitFor(/reading \d\/2/)
      await terminal.press('x')
      await terminal.waitFor('r reads on.')
      await terminal.press('g')
      await terminal.waitFor('▌0')
      await terminal.press('q')
      await expectLeft(terminal, 0)
    })
  })
})

describe('a terminal without an alternate screen', requires('tmux'), () => {
  const options = {columns: 80, rows: 14, settings: ['alternate-screen off']}

  it('has the frame while the program has it, and nothing of it beside the prompt', async () => {
    await onScreen(DEMO, options, async terminal => {
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      expect(isWhole(await terminal.text())).toBe(true)
      expect(await terminal.isAlternate()).toBe(false)
      await terminal.press('g', 'C-z')
      expect(await terminal.waitForPrompt()).not.toContain('Layers')
      await terminal.type('fg\n')
      await terminal.waitFor('▌0')
      expect(isWhole(await terminal.text())).toBe(true)
      await terminal.resize(100, 20)
      await terminal.waitUntil(isWhole, 'a whole box')
      await terminal.press('q')
      const text = await terminal.waitForPrompt()
      expect(text).toMatch(/^(?:left with \d|ready\$)/)
      expect(text).not.toContain('Layers')
      expect((await terminal.cursor()).visible).toBe(true)
    })
  })

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('has the prompt alone after %s', async (signal, code) => {
    await onScreen(DEMO, options, async (terminal, {pid}) => {
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      expect(await terminal.isMouseTold()).toBe(true)
      process.kill(pid(), signal)
      const text = await terminal.waitFor('the terminal is as it was')
      expect(text).toMatch(new RegExp(`^left with ${code}\n`))
      expect(text).not.toContain('Layers')
      expect(await terminal.isMouseTold()).toBe(false)
      expect((await terminal.cursor()).visible).toBe(true)
    })
  })
})

describe('ending where nobody expected it', requires('tmux'), () => {
  it.each([
    ['a fault that nobody caught', "throw new Error('injected')", 70],
    ['a promise that nobody waited for', "void Promise.reject(new Error('injected'))", 70],
    ['an end without a word', 'process.exit(9)', 9],
  ])('after %s the terminal is as it was, its mouse too', async (name, does, code) => {
    // It happens at a signal, so that the screen is there for certain.
    const file = join(folder, `${name.replaceAll(' ', '-')}.mjs`)
    const happens = `process.on('SIGUSR2', () => { ${does} })`
    writeFileSync(file, `import {isMainThread} from 'node:worker_threads'\nif (isMainThread) ${happens}\n`)
    await onScreen(DEMO, {env: {NODE_OPTIONS: `--import=${file}`}}, async (terminal, {pid}) => {
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      expect(await terminal.isMouseTold()).toBe(true)
      process.kill(pid(), 'SIGUSR2')
      await expectLeft(terminal, code)
      expect(await terminal.isMouseTold()).toBe(false)
    })
  })
})

describe('Ctrl-Z and fg', requires('tmux'), () => {
  it('give the terminal to the shell and take it back', async () => {
    await onScreen(DEMO, {}, async terminal => {
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      await terminal.press('g', 'C-z')
      const text = await terminal.waitForPrompt()
      expect(text).toContain('what was here before')
      expect(await terminal.isAlternate()).toBe(false)
      expect((await terminal.cursor()).visible).toBe(true)
      await terminal.type('echo the shell has it\n')
      await terminal.waitFor(/^the shell has it/m)
      await terminal.type('fg\n')
      await terminal.waitFor('▌0')
      expect(await terminal.isAlternate()).toBe(true)
      await terminal.press('j')
      await terminal.waitFor('▌1')
      await terminal.press('q')
      await terminal.waitForPrompt()
      expect(await terminal.isAlternate()).toBe(false)
    })
  })

  it('work under npm start', async () => {
    await withTerminal('npm start; echo left with $?', {cwd: ROOT}, async terminal => {
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      await terminal.press('g', 'C-z')
      await terminal.waitForPrompt()
      await terminal.type('fg\n')
      await terminal.waitFor('▌0')
      await terminal.press('j')
      await terminal.waitFor('▌1')
      await terminal.press('q')
      await terminal.waitForPrompt()
      expect(await terminal.isAlternate()).toBe(false)
    })
  })
})

describe('the mouse of the terminal', requires('tmux'), () => {
  it('is the shell’s while it has the terminal', async () => {
    await onScreen(DEMO, {}, async terminal => {
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      await expect.poll(() => terminal.isMouseTold()).toBe(true)
      await terminal.press('C-z')
      await terminal.waitForPrompt()
      expect(await terminal.isMouseTold()).toBe(false)
      await terminal.type('fg\n')
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      await expect.poll(() => terminal.isMouseTold()).toBe(true)
      await terminal.press('q')
      await terminal.waitForPrompt()
      expect(await terminal.isMouseTold()).toBe(false)
    })
  })
})

describe('a fault of ours while the screen is on', requires('tmux'), () => {
  it('is told in a sentence on a terminal that is as it was', async () => {
    const fault = join(folder, 'fault.mjs')
    writeFileSync(fault, "process.on('SIGUSR2', () => { throw new Error('nobody thought of this') })\n")
    const env = {NODE_OPTIONS: `--import ${pathToFileURL(fault)}`}
    await onScreen(DEMO, {env}, async (terminal, {pid}) => {
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      await expect.poll(() => terminal.isMouseTold()).toBe(true)
      process.kill(pid(), 'SIGUSR2')
      await expectLeft(terminal, EXIT.fault)
      const text = await terminal.text()
      expect(text).toContain('This is a fault of layerlens itself: nobody thought of this')
      expect(text).not.toMatch(/\bat .*:\d+/)
      expect(await terminal.isMouseTold()).toBe(false)
    })
  })
})

describe('what was typed while the program started', requires('tmux'), () => {
  it('moves nothing on the screen, though the terminal showed it', async () => {
    const top = async (line: string) =>
      withTerminal(line, {columns: 80, rows: 24}, async terminal => {
        await terminal.waitFor(/10 layers · 2\.51 MB/)
        await terminal.press('Tab')
        await terminal.waitUntil(isWhole, 'a whole screen')
        return (await terminal.text()).split('\n')[0]
      })
    const run = `${process.execPath} ${PROGRAM} ${quote(DEMO)}`
    expect(await top(`printf typed; ${run}`)).toBe(await top(run))
  })
})

describe('a connection that hangs while the screen is left', requires('tmux'), () => {
  it('keeps nobody from the shell', async () => {
    const hanging = join(folder, 'hanging.mjs')
    writeFileSync(
      hanging,
      "import {isMainThread} from 'node:worker_threads'\nif (isMainThread) setInterval(() => {}, 1e6)\n",
    )
    const env = {NODE_OPTIONS: `--import ${pathToFileURL(hanging)}`}
    await onScreen(DEMO, {env}, async terminal => {
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      await terminal.press('q')
      await expectLeft(terminal, 0)
    })
  })
})

describe('other terminals', requires('tmux'), () => {
  const COLOUR = /\x1b\[(?:[\d;]*;)?(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|38|48)[;m]/

  it('have colour by themselves, and none with NO_COLOR', async () => {
    await onScreen(DEMO, {}, async terminal => {
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      expect(await terminal.styled()).toMatch(COLOUR)
    })
    await onScreen(DEMO, {env: {NO_COLOR: '1'}}, async terminal => {
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      expect(await terminal.styled()).not.toMatch(COLOUR)
    })
  })

  it('without any ability get plain ASCII text', async () => {
    await onScreen(DEMO, {env: {TERM: 'dumb'}}, async terminal => {
      const text = await terminal.waitFor(/10 layers - 2\.51 MB/)
      expect(text).toMatch(/^[\x20-\x7e\n]*$/)
      expect(await terminal.styled()).not.toMatch(/\x1b\[[\d;]+m/)
      await terminal.press('q')
      await terminal.waitFor('left with 0')
    })
  })

  it('of an ASCII locale get ASCII, in colour', async () => {
    await onScreen(DEMO, {env: {LANG: 'C'}}, async terminal => {
      const text = await terminal.waitFor(/10 layers - 2\.51 MB/)
      expect(text).toMatch(/^[\x20-\x7e\n]*$/)
      expect(await terminal.styled()).toMatch(COLOUR)
    })
  })

  it('of a CI draw all the same', async () => {
    await onScreen(DEMO, {env: {CI: '1'}}, async terminal => {
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      await terminal.press('q')
      await expectLeft(terminal, 0)
    })
  })

  it('are needed: a pipe is refused in a sentence', async () => {
    const line = `${process.execPath} ${PROGRAM} ${quote(DEMO)} | cat; echo done`
    await withTerminal(`clear; ${line}`, {}, async terminal => {
      const text = await terminal.waitFor('done')
      expect(text).toContain('needs a terminal')
      expect(text).toContain('layerlens inspect')
      expect(text).not.toMatch(/\bat .*:\d+/)
    })
  })
})

describe('a log of what happens', requires('tmux'), () => {
  it('has the keys, and not what is typed into a form, which may be a password', async () => {
    const log = join(folder, 'keys.log')
    const line = `${process.execPath} ${PROGRAM} --debug ${quote(log)} ${quote(DEMO)}`
    await withTerminal(line, {}, async terminal => {
      await terminal.waitFor(/10 layers · 2\.51 MB/)
      await terminal.press('Tab', 'e')
      await terminal.waitFor('replace files')
      await terminal.press('End')
      await terminal.type('s3cr3t')
      await terminal.waitFor('s3cr3t')
      await terminal.press('Escape')
      await terminal.waitUntil(text => !text.includes('replace files'), 'the files again')
      await terminal.press('q')
      await terminal.waitForPrompt()
    })
    const keys = readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map(each => JSON.parse(each) as {event: string; key?: string})
      .filter(({event}) => event === 'key')
      .map(({key}) => key)
    const hidden = Array.from('s3cr3t', () => undefined)
    expect(keys).toEqual(['tab', 'e', 'end', ...hidden, 'esc', 'q'])
  })
})
