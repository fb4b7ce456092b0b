import {spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {CommandName} from '../../src/cli/command-names.ts'
import {HOSTILE_IMAGES} from '../corpus/hostile.ts'
import {HARM, RAW_HARM} from '../corpus/hostile-bytes.ts'
import {type Answer, Commands} from './in-process.ts'
import {DEMO, layerlens} from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-hostile-'))
const commands = new Commands()
afterAll(async () => {
  await commands.close()
  // Node's own removal runs out of stack in a tree of thousands of nested folders.
  spawnSync('rm', ['-rf', folder])
})

const GiB = 2 ** 30

/** Done, found different, refused: no fault of ours, no crash. */
const CODES = [0, 1, 2]

/** What holds of every answer to hostile input: words, an exit code that means it, and nothing that a terminal obeys. */
function expectCivil({code, stdout, stderr, failure}: Answer): void {
  expect(failure?.kind).not.toBe('internal')
  expect(CODES).toContain(code)
  expect(stdout).not.toMatch(RAW_HARM)
  expect(stderr).not.toMatch(RAW_HARM)
  expect(stderr).not.toMatch(/\n\s+at /)
  if (code > 1) expect(stderr).toMatch(/^layerlens: \S/)
}

describe.each(HOSTILE_IMAGES)('$name', ({code, told, path = 'no/such', isBomb = false, isText = false, write}) => {
  let place = ''
  let reference = ''
  beforeAll(async () => {
    place = mkdtempSync(join(folder, 'image-'))
    reference = await write(place)
  })
  afterAll(() => void spawnSync('rm', ['-rf', place]))

  it('is told by inspect, with what is odd about it, in less than 1 GiB', async () => {
    const {memory, ...outcome} = await layerlens(['inspect', reference, '--no-cache', '--no-verify'])
    expect(outcome.signal).toBeNull()
    expectCivil({...outcome, code: outcome.code!, failure: null})
    expect(outcome.code).toBe(code)
    if (told === null) expect(outcome.stderr).toBe('')
    else expect(outcome.stderr).toMatch(told)
    expect(memory).toBeLessThan(GiB)
  })

  it('is survived by every other command', {timeout: 180_000}, async () => {
    const out = join(place, 'out')
    const lines: (readonly [CommandName, ...string[]])[] = [
      ['ls', reference],
      ['cat', reference, path],
    ]
    // To unpack gibibytes a dozen times over tells no more.
    if (!isBomb) {
      lines.push(
        ['inspect', reference, '--json', '--no-verify'],
        ['ls', reference, '--json'],
        ['ls', reference, '--raw', '--layer', '0'],
        ['ls', reference, '--changes'],
        ['ls', reference, path],
        ['history', reference],
        ['history', reference, '--json'],
        ['history', reference, path],
        ['history', reference, path, '--json'],
        ['waste', reference],
        ['waste', reference, '--json'],
        ['waste', reference, '--files', '--quick'],
        ['check', reference, '--quick'],
        ['check', reference, '--quick', '--json'],
        ['check', reference, '--quick', '--format', 'markdown'],
        ['check', reference, '--quick', '--format', 'junit'],
        ['check', reference, '--quick', '--format', 'github'],
        ['extract', reference, '/', '-o', out],
        ['extract', reference, '/', '-o', out, '--json'],
      )
    }
    if (isText) {
      const copied = join(place, 'out', 'copied.tar')
      lines.push(
        ['waste', reference, '--base', DEMO],
        ['waste', DEMO, '--base', reference],
        ['check', reference, '--format', 'sarif'],
        ['diff', reference, DEMO],
        ['diff', DEMO, reference, '--json'],
        ['diff', DEMO, reference, '--markdown'],
        ['diff', reference, '--layers', '0', '1'],
        ['sharing', reference, DEMO],
        ['sharing', reference, DEMO, '--json'],
        ['copy', reference, `oci-archive:${copied}`, '--json'],
        ['load', reference],
        ['copy', reference, 'store:hostile/image:1'],
        ['images'],
        ['images', '--json'],
        ['tags', 'store:', '--long'],
        ['tags', 'store:', '--json'],
        ['inspect', 'store:hostile/image:1'],
        ['commit', 'store:hostile/image:1', 'hostile/more:1', '--message', HARM.join(' '), '--author', HARM.join(' ')],
        ['save', 'store:hostile/image:1', '-o', join(place, 'out', 'saved.tar')],
        ['rm', 'store:hostile/image:1', '--json'],
      )
    }
    for (const [name, ...argv] of lines) {
      const answer = await commands.run(name, ...argv)
      // A pipe gets the exact bytes of a file.
      expectCivil(name === 'cat' && answer.code === 0 ? {...answer, stdout: ''} : answer)
      if (!argv.includes('--json') || answer.stdout === '') continue
      const documents =
        name === 'ls' || name === 'images' || name === 'tags' ? answer.stdout.trimEnd().split('\n') : [answer.stdout]
      for (const document of documents) expect(typeof JSON.parse(document)).toBe('object')
    }
    // Nothing was written beside the folder that was named.
    expect(readdirSync(place).filter(name => !/^(?:out|image\.tar.*|layout)$/.test(name))).toEqual([])
    const passwd = join(out, 'etc/passwd')
    expect(existsSync(passwd) && readFileSync(passwd, 'utf8') === readFileSync('/etc/passwd', 'utf8')).toBe(false)
  })
})

describe('text full of escapes', () => {
  it('does not come through what a command says of its own arguments', async () => {
    for (const harm of HARM) {
      for (const [name, ...argv] of [
        ['inspect', harm],
        ['inspect', `docker-archive:${harm}`],
        ['inspect', `${DEMO}:${harm}`],
        ['inspect', DEMO, harm],
        ['inspect', `--${harm}`],
        ['inspect', DEMO, '--platform', harm],
        ['ls', DEMO, harm],
        ['ls', DEMO, '--layer', harm],
        ['cat', DEMO, harm],
        ['history', DEMO, harm],
        ['waste', DEMO, '--base', harm],
        ['check', DEMO, '--format', harm],
        ['check', DEMO, '--forbid', harm],
        ['check', DEMO, '--max-size', harm],
        ['check', DEMO, '--config', harm],
        ['extract', DEMO, harm, '-o', folder],
      ] as readonly (readonly [CommandName, ...string[]])[]) {
        const answer = await commands.run(name, ...argv)
        expectCivil(answer)
        if (!argv.includes('--platform')) expect(answer.code).toBe(2)
      }
    }
  })

  it('does not come through the program itself', async () => {
    for (const harm of [HARM[0]!, HARM[5]!, HARM[7]!]) {
      const {stdout, stderr, code} = await layerlens([harm])
      expect(code).toBe(2)
      expect(stdout + stderr).not.toMatch(RAW_HARM)
    }
  })

  it('does not come through the log, which may be the terminal itself', async () => {
    const log = join(folder, 'log')
    for (const harm of HARM.filter(harm => !harm.includes('\0'))) {
      await layerlens(['ls', DEMO, harm, '--debug', log])
      expect(readFileSync(log, 'utf8')).toContain('failed')
      expect(readFileSync(log, 'utf8')).not.toMatch(RAW_HARM)
    }
  })

  it('does not come through the list of images to choose from', async () => {
    const place = mkdtempSync(join(folder, 'several-'))
    const reference = await HOSTILE_IMAGES[0]!.write(place)
    const {code, stdout, stderr} = await commands.run('inspect', `${reference}:no\x1b[31msuch`)
    expect(code).toBe(2)
    expect(stdout + stderr).not.toMatch(RAW_HARM)
  })
})
