import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {DEMO, layerlens} from './program.ts'

const home = mkdtempSync(join(tmpdir(), 'layerlens-config-'))
afterAll(() => rmSync(home, {recursive: true, force: true}))
mkdirSync(join(home, 'layerlens'))
const env = {XDG_CONFIG_HOME: home, XDG_CACHE_HOME: join(home, 'cache')}
const configured = (text: string) => writeFileSync(join(home, 'layerlens/config.yaml'), text)

describe('the configuration', () => {
  it('is printed as it holds', async () => {
    configured('theme: light\nkeys: {quit: Q}\n')
    const {code, stdout, stderr} = await layerlens(['--print-config', '--tab', 'waste'], {env})
    expect({code, stderr}).toEqual({code: 0, stderr: ''})
    expect(stdout).toMatch(/^theme: light +# .*config\.yaml:1$/m)
    expect(stdout).toMatch(/^tab: waste +# --tab$/m)
    expect(stdout).toMatch(/^ {2}quit: \[Q\] +# .*config\.yaml:2$/m)
  })

  it.each([
    ['teme: light', 'config.yaml:2: there is no key teme.', 'Did you mean theme?'],
    [
      'keys: {sort: c}',
      'config.yaml:2: keys.sort: c already means view in the files pane',
      'Give view another key too',
    ],
    ['keys: {quti: Q}', 'config.yaml:2: keys.quti: there is no binding quti.', 'Did you mean quit?'],
  ])('is refused with 2 before anything opens: %s', async (text, message, advice) => {
    configured(`# mine\n${text}\n`)
    const {code, stdout, stderr} = await layerlens(['--print-config'], {env})
    expect({code, stdout}).toEqual({code: 2, stdout: ''})
    expect(stderr).toContain(message)
    expect(stderr).toContain(advice)
  })

  it('is refused with all that is wrong in it, keys too', async () => {
    configured('theme: drak\nkeys: {quti: Q, sort: c}\n')
    const {code, stdout, stderr} = await layerlens(['--print-config'], {env})
    expect({code, stdout}).toEqual({code: 2, stdout: ''})
    expect(stderr).toMatch(
      /^layerlens: There are 2 mistakes in the configuration\.\n {2}.*:1: theme: .* Did you mean dark\?\n {2}.*:2: keys\.quti: .* Did you mean quit\?\n$/,
    )
  })

  it('holds for commands too, and is no matter for help', async () => {
    configured('cacheSize: 5MB\nignore: [{rule: "*", reason: quiet}]\n')
    expect(JSON.parse((await layerlens(['cache', '--json'], {env})).stdout)).toMatchObject({limit: 5e6})
    const waste = await layerlens(['waste', DEMO], {env})
    expect(waste.stderr).toContain('silenced: ')
    expect(waste.stderr).toContain('(quiet)')
    configured('teme: light\n')
    expect(await layerlens(['ls', DEMO], {env})).toMatchObject({code: 2, stdout: ''})
    expect(await layerlens(['--version'], {env})).toMatchObject({code: 0})
    expect(await layerlens(['ls', '--help'], {env})).toMatchObject({code: 0})
  })
})
