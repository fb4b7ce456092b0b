import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {toFailure} from '../../src/image/oci/error.ts'
import {printedSettings} from '../../src/settings/printed.ts'
import {readSettings, type SettingsInUse} from '../../src/settings/read.ts'
import type {SettingName} from '../../src/settings/settings.ts'
import {rebound} from '../../src/tui/app/bindings/rebind.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-settings-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))
const path = join(folder, 'config.yaml')

interface Said {
  readonly argv?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly file?: string
  readonly screen?: boolean
  readonly refuseKeys?: Parameters<typeof readSettings>[0]['refuseKeys']
}

function read({argv = [], env = {}, file, screen = true, refuseKeys}: Said): Promise<SettingsInUse> {
  if (file !== undefined) writeFileSync(path, file)
  const environment = file === undefined ? {XDG_CONFIG_HOME: folder, ...env} : {LAYERLENS_CONFIG: path, ...env}
  return readSettings({argv, screen, environment, home: '/home/me', ...(refuseKeys && {refuseKeys})})
}

async function refusal(said: Said): Promise<string> {
  try {
    await read(said)
  } catch (error) {
    const {kind, message, advice} = toFailure(error)
    return `${kind}: ${message.replace(`${folder}/`, '')} ${advice ?? ''}`
  }
  return 'not refused'
}

describe('a setting', () => {
  it.each<[SettingName, Said, unknown, string]>([
    ['theme', {}, 'auto', 'default'],
    ['theme', {file: '# a\ntheme: dark'}, 'dark', 'config.yaml:2'],
    ['theme', {file: 'theme: dark', env: {LAYERLENS_THEME: 'light'}}, 'light', 'LAYERLENS_THEME'],
    ['theme', {file: 'theme: dark', env: {LAYERLENS_THEME: 'light'}, argv: ['--theme', 'auto']}, 'auto', '--theme'],
    ['theme', {file: 'theme: dark', argv: ['image.tar', '--theme=light']}, 'light', '--theme'],
    ['theme', {file: 'theme:'}, 'auto', 'default'],
    ['mouse', {argv: ['--no-mouse']}, false, '--no-mouse'],
    ['mouse', {file: 'mouse: false', argv: ['--mouse']}, true, '--mouse'],
    ['mouse', {env: {LAYERLENS_MOUSE: '0'}}, false, 'LAYERLENS_MOUSE'],
    ['cache', {argv: ['--no-cache'], screen: false}, false, '--no-cache'],
    ['cache', {env: {LAYERLENS_CACHE: 'off'}}, false, 'LAYERLENS_CACHE'],
    ['cacheSize', {file: 'cacheSize: 500MB'}, 5e8, 'config.yaml:1'],
    ['cacheSize', {argv: ['--cache-size', '1GiB']}, 2 ** 30, '--cache-size'],
    ['hide', {file: 'hide: [removed, unchanged]'}, ['unchanged', 'removed'], 'config.yaml:1'],
    ['hide', {argv: ['--hide', 'removed']}, ['removed'], '--hide'],
    ['hide', {argv: ['--hide', 'removed', '--hide', 'added']}, ['added', 'removed'], '--hide'],
    ['sort', {argv: ['--sort', 'size', '--sort', 'name']}, 'name', '--sort'],
    ['tab', {env: {LAYERLENS_TAB: 'map'}}, 'map', 'LAYERLENS_TAB'],
    ['host', {argv: ['-H', 'tcp://one:2375'], env: {LAYERLENS_HOST: 'tcp://two:2375'}}, 'tcp://one:2375', '--host'],
    ['host', {file: 'host: tcp://one:2375'}, 'tcp://one:2375', 'config.yaml:1'],
    ['host', {file: 'host: tcp://one:2375', env: {DOCKER_HOST: 'tcp://two:2375'}}, null, 'default'],
    ['store', {}, '/home/me/.local/share/layerlens/store', 'default'],
    ['store', {env: {XDG_DATA_HOME: '/data'}}, '/data/layerlens/store', 'default'],
    ['store', {file: 'store: ~/images'}, '/home/me/images', 'config.yaml:1'],
    ['store', {file: 'store: ~/images', argv: ['--store', 'here'], screen: false}, 'here', '--store'],
    // A command's own option of that name is no setting.
    ['sort', {argv: ['--sort', 'created'], screen: false}, 'size', 'default'],
  ])('%s, said as %j, is %j', async (name, said, value, origin) => {
    const {settings, origins} = await read(said)
    expect(settings[name]).toEqual(value)
    expect(origins[name].replace(`${folder}/`, '')).toBe(origin)
  })

  it('of keys leaves other bindings to who said less', async () => {
    const {settings} = await read({
      file: 'keys:\n  quit: [Q, ctrl+e]\n  sort: z\n  view: 7',
      env: {LAYERLENS_KEYS: 'help=K sort=Z'},
      argv: ['--key', 'sort=w', '--key', 'extract='],
    })
    expect(Object.fromEntries(settings.keys.map(({id, keys}) => [id, keys]))).toEqual({
      quit: ['Q', 'ctrl+e'],
      sort: ['w'],
      view: ['7'],
      help: ['K'],
      extract: [],
    })
    expect(settings.keys.find(({id}) => id === 'quit')?.where).toContain('config.yaml:2: keys.quit')
  })

  it('of findings is read as in .layerlens.yaml, or has who says so for a reason', async () => {
    const file = await read({file: 'ignore:\n  - {rule: docs, path: "usr/**", reason: we ship manuals}'})
    expect(file.settings.ignore).toEqual([{rule: 'docs', path: 'usr/**', reason: 'we ship manuals'}])
    const flag = await read({argv: ['--ignore', 'docs,secret:etc/ssh/**']})
    expect(flag.settings.ignore).toEqual([
      {rule: 'docs', path: null, reason: '--ignore'},
      {rule: 'secret', path: 'etc/ssh/**', reason: '--ignore'},
    ])
  })
})

describe('what can’t be', () => {
  it.each<[Said, string]>([
    [{file: 'sort: size\nteme: dark'}, 'usage: config.yaml:2: there is no key teme. Did you mean theme?'],
    [{file: 'theme: drak'}, 'usage: config.yaml:1: theme: there is no theme drak. Did you mean dark?'],
    [{file: '# a\nhide:\n  - added\n  - moved'}, 'config.yaml:4: hide[1]: there is no kind of change moved.'],
    [{file: 'mouse: maybe'}, 'config.yaml:1: mouse must be true or false.'],
    [{file: 'cacheSize: lots'}, 'config.yaml:1: cacheSize is no size: lots Write it like 500MB'],
    [{file: 'store: images'}, 'config.yaml:1: store must be a path that begins with / or ~/.'],
    [{file: 'keys: {quit: ~}'}, 'config.yaml:1: keys.quit must be a key, or a list of keys.'],
    [{file: 'ignore: [{rule: docs}]'}, 'config.yaml:1: ignore[0].reason must be why'],
    [{file: 'ignore: [{rule: docz, reason: x}]'}, 'there is no rule docz. Did you mean docs?'],
    [{file: 'theme: [dark'}, 'config.yaml:1:13: this is no YAML: Flow sequence'],
    [{file: '- a'}, 'config.yaml:1: this must be a map of keys.'],
    [{file: 'language: de'}, 'there is no language de. There are auto, en, zh.'],
    [{file: 'f5: quit'}, 'there is no key f5. The keys are theme, '],
    [{argv: ['--theme', 'drak']}, 'usage: --theme: there is no theme drak. Did you mean dark?'],
    [{argv: ['--ignore', 'docz']}, 'usage: --ignore: there is no rule docz.'],
    [{env: {LAYERLENS_MOUSE: 'maybe'}}, 'usage: LAYERLENS_MOUSE must be 1 or 0, not maybe.'],
    [{env: {LAYERLENS_KEYS: 'quit'}}, 'usage: LAYERLENS_KEYS must be like quit=Q, not quit.'],
    [{env: {LAYERLENS_CONFIG: '/nonexistent/config.yaml'}}, 'usage: /nonexistent/config.yaml is not there'],
  ])('%j is refused in words', async (said, words) => {
    expect(await refusal(said)).toContain(words)
  })
})

describe('several mistakes', () => {
  const file = `
mouse: maybe
teme: dark
theme: drak
hide: [moved, addad]
keys: {quti: Q, quit: f55}
`
  it('are told at once, each with its line', async () => {
    expect((await refusal({file, argv: ['--sort', 'siz']})).replaceAll(`${folder}/`, '').split('\n')).toEqual([
      'usage: There are 6 mistakes in the configuration. config.yaml:3: there is no key teme. Did you mean theme?',
      'config.yaml:2: mouse must be true or false.',
      'config.yaml:4: theme: there is no theme drak. Did you mean dark?',
      'config.yaml:5: hide[0]: there is no kind of change moved. Did you mean removed?',
      'config.yaml:5: hide[1]: there is no kind of change addad. Did you mean added?',
      '--sort: there is no order siz. Did you mean size?',
    ])
  })

  it('are told with those of keys, which others know', async () => {
    const refuseKeys = async (keys: SettingsInUse['settings']['keys']) => void rebound(keys)
    expect((await refusal({file, refuseKeys})).replaceAll(`${folder}/`, '').split('\n').slice(-2)).toEqual([
      'config.yaml:6: keys.quti: there is no binding quti. Did you mean quit?',
      'config.yaml:6: keys.quit: there is no key f55. Write it like j, G, ctrl+e, shift+tab, space, pageup.',
    ])
  })

  it('are counted where they are too many to read', async () => {
    const lines = (await refusal({file: Array.from({length: 30}, (_, i) => `none${i}: 1`).join('\n')})).split('\n')
    expect(lines).toHaveLength(21)
    expect(lines.at(-1)).toBe('And 10 more.')
  })
})

describe('the settings that are printed', () => {
  it('are a configuration that says the same, each with who said so', async () => {
    const said: Said = {
      file: `
theme: high-contrast
hide: [added]
keys: {quit: [Q, "?", ","], extract: [], sort: "yes"}
ignore: [{rule: secret, path: "etc/**", reason: 'a: "test"'}]
cacheSize: 123456789
store: "/with space/#1"
host: ssh://me@lab
`,
      env: {LAYERLENS_SORT: 'name'},
      argv: ['--no-mouse'],
    }
    const first = await read(said)
    const printed = printedSettings(first, first.table, first.file)
    expect(printed).toMatch(/^theme: high-contrast +# .*config\.yaml:2$/m)
    expect(printed).toMatch(/^sort: name +# LAYERLENS_SORT$/m)
    expect(printed).toMatch(/^mouse: false +# --no-mouse$/m)
    expect(printed).toMatch(/^view: all +# default$/m)
    expect(printed).toMatch(/^ {2}quit: \[Q, "\?", ","\] +# .*config\.yaml:4$/m)
    const again = await read({file: printed})
    const plain = ({settings}: SettingsInUse) => ({
      ...settings,
      keys: settings.keys.map(({id, keys}) => ({id, keys})),
    })
    expect(plain(again)).toEqual(plain(first))
  })

  it('say where a configuration would be', async () => {
    const none = await read({})
    const printed = printedSettings(none, none.table, none.file)
    expect(printed.split('\n')[0]).toBe(`# ${folder}/layerlens/config.yaml (not there)`)
    expect(printed).toContain('keys: {}')
  })
})
