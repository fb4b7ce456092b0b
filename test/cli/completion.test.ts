import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {COMMAND_TABLE, COMMANDS} from '../../src/cli/commands.ts'
import {COMMON_OPTIONS} from '../../src/cli/common-options.ts'
import {SHELLS} from '../../src/cli/completion/scripts.ts'
import {positionalKind, typedLine} from '../../src/cli/completion/typed-line.ts'
import {dockerSave, LayoutBuilder, packTar} from '../corpus/archives.ts'
import {DEMO, layerlens, MAIN} from './program.ts'
import {savedImage} from './saved-image.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-completion-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** No engine and no store: what they hold must not show up in a test. */
const ALONE = {DOCKER_HOST: 'unix:///nowhere/docker.sock', XDG_DATA_HOME: join(folder, 'no-data')}

/** What is offered for the last of these words, without what it means. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const {code, stdout, stderr} = await layerlens(['completion', 'words', '--', ...words], {env: ALONE})
  expect({code, stderr}).toEqual({code: 0, stderr: ''})
  return stdout.split('\n').flatMap(line => (line === '' ? [] : [line.split('\t')[0]!]))
}

describe('a line as far as it is typed', () => {
  const read = (...words: readonly string[]) => typedLine(words, COMMAND_TABLE, COMMON_OPTIONS)

  it('knows the command, what it was given, and what is being typed', () => {
    expect(read('ls', 'a.tar', '/e')).toMatchObject({command: {name: 'ls'}, positionals: ['a.tar'], typed: '/e'})
    expect(read('l')).toMatchObject({command: null, positionals: [], typed: 'l'})
    expect(read('a.tar', '')).toMatchObject({command: null, positionals: ['a.tar'], typed: ''})
  })

  it('takes the value of an option for no image', () => {
    expect(read('ls', '--layer', '3', 'a.tar', '')).toMatchObject({positionals: ['a.tar'], option: null})
    expect(read('ls', 'a.tar', '--layer', '')).toMatchObject({option: {name: 'layer'}})
    expect(read('extract', '-o', '')).toMatchObject({option: {name: 'output'}})
    expect(read('ls', '--changes', '')).toMatchObject({option: null, positionals: []})
    expect(read('check', 'a.tar', '--format=js')).toMatchObject({
      option: {name: 'format'},
      typed: 'js',
      before: '--format=',
    })
  })

  it.each([
    ['REF [PATH]', 1, 'PATH'],
    ['REF [PATH]', 2, null],
    ['REF PATH… -o DIR', 3, 'PATH'],
    ['IMAGE [-- COMMAND…]', 1, null],
    ['HOST[/REPO]', 0, 'HOST'],
    ['', 0, null],
  ])('calls the positional of "%s" at %d: %s', (usage, at, kind) => {
    expect(positionalKind(usage, at)).toBe(kind)
  })
})

describe('completion', () => {
  it('offers commands, files and options, by their beginning', async () => {
    expect(await offered('')).toEqual([...COMMANDS.map(({name}) => name), ':files'])
    expect(await offered('ins')).toEqual(['inspect', ':files'])
    expect(await offered('ls', '--ch')).toEqual(['--changes'])
    expect(await offered('check', DEMO, '--format=j')).toEqual(['--format=json', '--format=junit'])
    expect(await offered('copy', DEMO, '--compress', '')).toEqual(['gzip', 'zstd'])
    expect(await offered('--theme', '')).toEqual(['auto', 'light', 'dark', 'high-contrast'])
    expect(await offered('--lang=')).toEqual(['--lang=auto', '--lang=en', '--lang=zh'])
    expect(await offered('diff', DEMO, DEMO, '--ignore', '')).toEqual(['times', 'caches', 'bytecode'])
    expect(await offered('check', DEMO, '--format=t')).toEqual(['--format=text'])
    expect(await offered('--debug', '')).toEqual([':files'])
  })

  it('goes on with a list behind its last comma, with what is not in it yet', async () => {
    expect(await offered('--hide', 'un')).toEqual(['unchanged'])
    expect(await offered('--hide', 'unchanged,added,re')).toEqual([
      'unchanged,added,rewritten',
      'unchanged,added,removed',
    ])
    expect(await offered('check', DEMO, '--forbid', 'secret,adv')).toEqual(['secret,advice'])
  })

  it('offers what the store holds, by itself and where no engine answers', async () => {
    const store = join(folder, 'store')
    const env = {...ALONE, LAYERLENS_STORE: store}
    await layerlens(['copy', DEMO, 'store:shop/api:1.4'], {env})
    const words = async (...line: readonly string[]) =>
      (await layerlens(['completion', 'words', '--', ...line], {env})).stdout.split('\n').filter(Boolean)
    const [inStore] = await words('inspect', 'store:sh')
    expect(inStore).toMatch(/^store:shop\/api:1\.4\t[\d.]+ MB$/)
    expect((await words('inspect', 'shop'))[0]).toMatch(/^shop\/api:1\.4\t/)
    expect((await words('diff', 'shop'))[0]).toMatch(/^shop\/api:1\.4\t/)
    // No file is called so.
    expect(await words('inspect', 'container:')).toEqual([])
  })

  it('offers the registries where somebody is logged in, and those used lately', async () => {
    const home = join(folder, 'home')
    mkdirSync(join(home, '.docker'), {recursive: true})
    writeFileSync(join(home, '.docker', 'config.json'), JSON.stringify({auths: {'https://index.docker.io/v1/': {}}}))
    const env = {...ALONE, HOME: home, DOCKER_CONFIG: join(home, '.docker')}
    const {stdout} = await layerlens(['completion', 'words', '--', 'catalog', ''], {env})
    expect(stdout).toBe('docker.io\tlogged in\n')
  })

  it('offers layers and paths of an image', async () => {
    expect(await offered('ls', DEMO, '--layer', '')).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    expect(await offered('cat', DEMO, '/etc/os')).toEqual(['/etc/os-release'])
    expect(await offered('cat', DEMO, 'us')).toEqual(['usr/'])
    const linked = await savedImage([{by: 'ADD rootfs', puts: ['usr/bin/sh = shell', 'bin -> usr/bin']}])
    expect(await offered('cat', linked, '/bin/')).toEqual(['/bin/sh'])
  })

  it('offers the images of an archive or a layout behind its name, and files behind their transport', async () => {
    const place = join(folder, 'with a blank')
    mkdirSync(join(place, 'sub'), {recursive: true})
    const tar = await packTar([{name: 'a', content: 'x'}])
    const all = join(place, 'all.tar')
    writeFileSync(
      all,
      await packTar(
        dockerSave([
          {tags: ['shop/a:1'], tars: [tar]},
          {tags: ['local/b:2'], tars: [tar, tar]},
        ]),
      ),
    )
    const layout = new LayoutBuilder()
    layout.list(layout.image([tar]), '1.4')
    const layoutPath = layout.writeFolder(join(place, 'layout'))
    expect(await offered('inspect', `${all}:`)).toEqual([`${all}:shop/a:1`, `${all}:local/b:2`])
    expect(await offered('inspect', `${all}:loc`)).toEqual([`${all}:local/b:2`])
    expect(await offered('cat', `docker-archive:${all}:sh`)).toEqual([`docker-archive:${all}:shop/a:1`])
    expect(await offered('inspect', `${layoutPath}:`)).toEqual([`${layoutPath}:1.4`])
    expect(await offered('diff', `oci:${place}/la`)).toEqual([`oci:${place}/layout/`])
    expect((await offered('inspect', `docker-archive:${place}/`)).sort()).toEqual(
      ['all.tar', 'layout/', 'sub/'].map(name => `docker-archive:${place}/${name}`),
    )
  })

  it('offers nothing, and says nothing, where nothing can be found out', async () => {
    expect(await offered('ls', join(folder, 'no.tar'), '/')).toEqual([])
    expect(await offered('commit', '')).toEqual([':files'])
    expect(await offered('a.tar', 'b')).toEqual([])
  })

  it('offers no name that a shell would act upon', async () => {
    const layout = new LayoutBuilder()
    const names = ['good', 'with a blank', '$(touch owned)', 'semi;colon', 'new\nline', 'tab\tbed', 'gr\u00fcn']
    layout.list(layout.image([await packTar(names.map(name => ({name, content: 'x'})))]), 'image')
    const path = layout.writeFolder(join(folder, 'hostile'))
    expect(await offered('ls', path, '')).toEqual(['good', 'gr\u00fcn', 'with a blank'])
  })

  it('refuses a shell that it does not know', async () => {
    const {code, stderr} = await layerlens(['completion', 'tcsh'])
    expect(code).toBe(2)
    expect(stderr).toContain('bash, zsh, fish')
  })

  it.each(SHELLS)('has a script for %s', async shell => {
    const {code, stdout} = await layerlens(['completion', shell])
    expect(code).toBe(0)
    expect(stdout).toContain('layerlens completion words --')
  })

  it('completes in a real bash, colons and all', async () => {
    symlinkSync(MAIN, join(folder, 'layerlens'))
    writeFileSync(join(folder, 'script'), (await layerlens(['completion', 'bash'])).stdout)
    const complete = (line: string, first = '') => {
      const program = `
        ${first} source "$1"; COMP_LINE=$2; COMP_POINT=\${#COMP_LINE}
        _layerlens 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`
      const env = {...process.env, ...ALONE, PATH: `${folder}:${process.env.PATH}`}
      const out = execFileSync('bash', ['-c', program, 'bash', join(folder, 'script'), line], {encoding: 'utf8', env})
      return out.split('\n').filter(Boolean)
    }
    expect(complete('layerlens hist')).toEqual(['history'])
    expect(complete(`layerlens cat ${DEMO} /etc/mo`)).toEqual(['/etc/motd'])
    expect(complete(`layerlens cat docker-archive:${DEMO} /etc/mo`)).toEqual(['/etc/motd'])
    expect(complete(`layerlens inspect ${DEMO.slice(0, -3)}`)).toEqual([DEMO])
    // Quoted as it was begun, or by a backslash.
    const tar = await packTar([{name: 'my/dir a/f', content: 'x'}])
    const spaced = join(folder, 'sp aced.tar')
    writeFileSync(spaced, await packTar(dockerSave([{tags: ['shop/a:1'], tars: [tar]}])))
    const escaped = spaced.replaceAll(' ', '\\ ')
    expect(complete(`layerlens cat '${spaced}' /my/`)).toEqual(['/my/dir\\ a/'])
    expect(complete(`layerlens cat ${escaped} /my/dir\\ `)).toEqual(['/my/dir\\ a/'])
    expect(complete(`layerlens cat "${spaced}" '/my/dir `)).toEqual(['/my/dir a/'])
    expect(complete(`layerlens cat ${escaped}:`)).toEqual(['shop/a:1'])
    expect(complete(`layerlens cat docker-archive:${escaped.slice(0, -2)}`)).toEqual([escaped])
    // Behind a sign that breaks words bash replaces only what follows it.
    expect(complete(`layerlens check ${DEMO} --format=ma`)).toEqual(['markdown'])
    expect(complete('layerlens --theme=hi')).toEqual(['high-contrast'])
    expect(complete('layerlens --hide=unchanged,ad')).toEqual(['unchanged,added'])
    expect(complete(`layerlens check ${DEMO} --format ma`)).toEqual(['markdown'])
    expect(complete(`layerlens check ${DEMO} --format=ma`, "COMP_WORDBREAKS=' ';")).toEqual(['--format=markdown'])
  })
})
