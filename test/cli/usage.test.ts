import {execFileSync, spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it, vi} from 'vitest'
import {COMMANDS} from '../../src/cli/commands.ts'
import {commandHelp, programHelp} from '../../src/cli/help.ts'
import {parseGiven} from '../../src/cli/parse.ts'
import {screenOptions} from '../../src/settings/screen-options.ts'
import {nearest} from '../../src/text/nearest.ts'
import {DEMO, layerlens, MAIN} from './program.ts'
import {writeVastArchive} from './vast-archive.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-usage-'))

describe('the command line', () => {
  it('answers --version and --help, of the program and of every command, with 0', async () => {
    const version = await layerlens(['--version'])
    expect(version).toMatchObject({code: 0, stderr: ''})
    expect(version.stdout).toMatch(/^layerlens \d+\.\d+\.\d+\n$/)
    const help = await layerlens(['--help'])
    expect(help).toMatchObject({code: 0, stderr: ''})
    for (const command of COMMANDS) {
      // Each by its name and a few words, all of them: none is cut.
      expect(help.stdout).toMatch(new RegExp(`^ .* ${command.name} +${command.brief}(?:  |\n)`, 'm'))
      const own = await layerlens([command.name, '--help'])
      expect(own).toMatchObject({code: 0, stderr: ''})
      for (const option of command.options) expect(own.stdout).toContain(`--${option.name}`)
    }
  })

  it('fits its help into 80 columns and a screen', () => {
    for (const [name, help] of [
      ['', programHelp(screenOptions())],
      ...COMMANDS.map(each => [each.name, commandHelp(each)]),
    ] as const) {
      const lines = help.split('\n')
      // The budgets alone are a good part of a screen.
      expect(lines.length).toBeLessThanOrEqual(name === 'check' ? 40 : 36)
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
    }
  })

  it('ends with 3 where nobody who may have the image could be asked', async () => {
    // A proxy where nobody listens: the answer is the same with a network and without.
    const env = {DOCKER_HOST: 'unix:///nowhere/docker.sock', HTTPS_PROXY: 'http://127.0.0.1:1', HOME: '/nonexistent'}
    const asked = (reference: string) => layerlens(['inspect', reference], {env})
    const {code, stderr} = await asked('layerlens/none:1')
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('There is no image file layerlens/none:1 here. No engine'),
    ])
    expect(stderr).toContain('Docker Hub: Nobody answers')
    // What is no name of an image is nowhere, whoever answers.
    expect((await asked('Not A Name')).code).toBe(2)
    expect((await asked('none.tar')).code).toBe(2)
  })

  it.each([
    [['inspect'], 'inspect REF'],
    [['inspect', DEMO, 'more'], 'more'],
    [['inspect', '--jsn', DEMO], '--json'],
    [['ls', '--layer', DEMO], 'REF'],
    [['ls', '--layer', '12', DEMO], '0 to 9'],
    [['ls', '--layer', 'x', DEMO], 'There is no layer x'],
    [['ls', '--raw', '--changes', DEMO], 'exclude'],
    [['inspect', '--platform', 'nonsense', DEMO], 'no platform'],
    [['inpsect', DEMO], 'layerlens inspect'],
    [['inspect', ''], 'empty'],
    [['--host', 'unix:///nowhere', 'sharing'], 'Did you mean layerlens sharing --host unix:///nowhere?'],
    [['--no-cache', 'waste', DEMO], 'Did you mean layerlens waste --no-cache '],
    [['inspect', '--json=1', DEMO], 'takes no value'],
    [['commit', 'container:api-1', 'api:2', '--add', '.'], '--add is not for this'],
    [['commit', 'store:api:1', 'api:2', '--no-pause'], '--no-pause is not for this'],
  ])('refuses %j with 2 and says what to write', async (args, hint) => {
    const {code, stdout, stderr} = await layerlens(args)
    expect({code, stdout}).toEqual({code: 2, stdout: ''})
    expect(stderr).toContain(hint)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('says that the explorer needs a terminal where there is none', async () => {
    const {code, stderr} = await layerlens([DEMO])
    expect(code).toBe(2)
    expect(stderr).toContain('terminal')
  })

  it('ends quietly when the reader of a pipe goes away', () => {
    const script = `"${process.execPath}" "${MAIN}" ls "${DEMO}" --json | head -n 1; echo "\${PIPESTATUS[0]}"`
    const out = execFileSync('bash', ['-c', script], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']})
    expect(out.trim().split('\n').at(-1)).toBe('0')
  })

  it('is cancelled by SIGINT with 130 while it reads', async () => {
    // A layer of 8 GiB that takes no room on disk: reading all of it takes seconds, the interrupt comes before.
    const path = join(folder, 'vast.tar')
    writeVastArchive(path, 8 * 2 ** 30)
    const log = join(folder, 'vast.log')
    const child = spawn(process.execPath, [MAIN, 'inspect', path, '--no-cache', '--debug', log], {stdio: 'pipe'})
    let stderr = ''
    child.stderr.on('data', data => {
      stderr += data
    })
    const ended = new Promise(resolve => child.once('close', resolve))
    await vi.waitUntil(() => existsSync(log) && readFileSync(log, 'utf8').includes('"contents-compared"'), {
      timeout: 30_000,
    })
    child.kill('SIGINT')
    await ended
    expect(child.exitCode).toBe(130)
    expect(stderr).toBe('layerlens: cancelled\n')
  })

  it('logs with --debug, one JSON object a line', async () => {
    const path = join(folder, 'debug.log')
    await layerlens(['inspect', DEMO, '--no-cache', '--debug', path])
    const events = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as {event: string; ms: number})
    expect(events.map(item => item.event)).toContain('all-layers-indexed')
    for (const item of events) expect(item.ms).toBeGreaterThan(0)
  })

  it('leaves what stands behind -- to whom it is for', async () => {
    const path = join(folder, 'not-ours.log')
    const engine = `unix://${join(folder, 'no.sock')}`
    const {code} = await layerlens(['run', '--host', engine, 'image', '--', 'prog', '--debug', path])
    expect([code, existsSync(path)]).toEqual([3, false])
  })

  it('refuses a log that cannot be written', async () => {
    const {code, stderr} = await layerlens(['inspect', DEMO, '--debug', join(folder, 'no', 'such', 'folder')])
    expect(code).toBe(2)
    expect(stderr).toContain('can’t be written'.replace('’', "'"))
  })

  it.each([
    ['nothing.tar', null, /no .*nothing\.tar|nothing\.tar.*(not|no)/i],
    ['empty.tar', '', /empty/i],
    ['page.tar', '<!DOCTYPE html><html><body>404</body></html>', /web page|HTML/i],
    ['noise.tar', '\u0001\u0002noise'.repeat(200), /no image|not an image|no tar|not a tar/i],
  ])('says of %s what it is and what to do', async (name, content, what) => {
    const path = join(folder, name)
    if (content !== null) writeFileSync(path, content)
    const {code, stdout, stderr} = await layerlens(['inspect', path])
    expect({code, stdout}).toEqual({code: 2, stdout: ''})
    expect(stderr).toMatch(what)
    expect(stderr.trim().split('\n').length).toBeGreaterThanOrEqual(2)
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})

describe('parseGiven', () => {
  it('keeps values, switches and positionals apart', () => {
    const given = parseGiven(
      ['a', '--layer', '3', '--json', 'b'],
      [
        {name: 'layer', value: 'N', help: ''},
        {name: 'json', help: ''},
      ],
    )
    expect(given.positionals).toEqual(['a', 'b'])
    expect(given.value('layer')).toBe('3')
    expect(given.has('json')).toBe(true)
    expect(given.has('changes')).toBe(false)
  })

  it('finds the nearest known word, and none for something else', () => {
    expect(nearest('inpsect', ['inspect', 'ls'])).toBe('inspect')
    expect(nearest('zzzzzz', ['inspect', 'ls'])).toBe(null)
  })
})
