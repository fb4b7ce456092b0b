import {describe, expect, it} from 'vitest'
import {command} from '../corpus/real/command.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {requires} from '../corpus/real/tools.ts'
import {dockerEngine, type TestEngine} from '../engine/engines.ts'
import {temporaryFolder} from '../engine/loading.ts'
import {registry} from '../engine/registry.ts'
import {PROGRAM, quote, type Terminal, withTerminal} from './terminal.ts'

const archive = async () => (await corpusImage('docker save of several, the commit')).path
const withCorpus = async ({run}: TestEngine) => void (await run('load', '--quiet', '--input', await archive()))

/** The whole program, on an engine, in a real terminal. */
function onEngine<T>({host}: TestEngine, use: (terminal: Terminal) => Promise<T>): Promise<T> {
  const home = temporaryFolder()
  const line = `node ${quote(PROGRAM)} --host ${quote(host)}`
  return withTerminal(line, {columns: 120, rows: 36, env: {HOME: home, USER: 'tester'}, cwd: home}, use)
}

/** Filters the list to the one row that holds a text, and opens nothing yet. */
async function toRow(terminal: Terminal, text: string): Promise<void> {
  await terminal.press('/')
  await terminal.waitFor('no filter')
  await terminal.press('C-u')
  await terminal.type(text)
  await terminal.waitFor(new RegExp(`/ ?${text}.*1 of \\d+ (images|containers)`))
  await terminal.press('Enter')
  await terminal.waitFor('all keys')
}

/** Types over what stands in the field. */
async function retype(terminal: Terminal, text: string): Promise<void> {
  await terminal.press('C-u')
  await terminal.type(text)
  await terminal.waitFor(text)
}

/** Letter and name of what the tree shows as changed. */
function changesIn(text: string): string {
  const rows = text.split('\n').map(row => /^[▌ ]*([+~m−]) +(?:[▾▸] )?(\S+)/.exec(row.split(/[│┤]/).at(-1)!))
  return rows
    .flatMap(found => (found === null ? [] : [`${found[1]} ${found[2]}`]))
    .sort()
    .join()
}

describe('the whole way by keys, on Docker', requires('dockerd', 'docker-registry', 'skopeo', 'tmux'), () => {
  const engine = dockerEngine(withCorpus)
  const open = registry()

  it('tells of a container that was left running', async () => {
    const {run} = engine()
    await onEngine(engine(), async terminal => {
      await terminal.waitFor('corpus-base:1')
      await toRow(terminal, 'corpus-base')
      await terminal.press('R')
      await terminal.waitFor('Run corpus-base:1')
      await retype(terminal, 'sh')
      await terminal.press('Enter')
      await terminal.waitFor('built-in shell')
      const name = (await run('ps', '--latest', '--format', '{{.Names}}')).trim()
      await terminal.press('C-p', 'C-q')
      await terminal.waitFor(`[${name} goes on running: Enter comes back to layerlens]`)
      await terminal.press('Enter')
      await terminal.waitFor(`${name} goes on running: Containers lists it.`)
      await terminal.press('q')
      await terminal.waitForPrompt()
      await run('rm', '--force', name)
    })
  })

  it('goes from a changed container to a registry and back', {timeout: 240_000}, async () => {
    const {run} = engine()
    const host = `localhost:${open().host.split(':')[1]}`
    const name = `${host}/tools:1.2`
    await onEngine(engine(), async terminal => {
      await terminal.waitFor('corpus-base:1')
      await toRow(terminal, 'corpus-base')

      // A container has the terminal: what is typed there goes there.
      await terminal.press('R')
      await terminal.waitFor('Run corpus-base:1')
      await terminal.type('sh')
      await terminal.press('Tab')
      await terminal.type('work')
      await terminal.press('Up', 'Up', 'Space')
      await terminal.waitFor('The container is kept')
      await terminal.press('Enter')
      await terminal.waitFor('built-in shell')
      // The client tells the container the size a moment after it was started; until then a shell folds lines somewhere else.
      await terminal.type('until stty size 2>/dev/null; do sleep 1; done\n')
      await terminal.waitFor('36 120')
      await terminal.type('echo brought > /opt-new; echo more >> /etc/passwd; rm /etc/group; echo $((6*7))\n')
      await terminal.waitFor(/^42$/m)
      await terminal.type('exit 3\n')
      await terminal.waitFor('[it ended with 3: Enter comes back to layerlens]')
      await terminal.press('Enter')
      await terminal.waitFor('It ended with 3. Its container is kept')

      // What was done in it, exactly.
      await terminal.press('2')
      await terminal.waitFor(/work +corpus-base:1 +exited/)
      await terminal.press('Enter')
      await terminal.waitFor('opt-new')
      await terminal.press('c', 'Tab', 'E')
      const wanted = ['+ opt-new', 'm etc/', '~ passwd', '− group'].sort().join()
      await terminal.waitUntil(text => changesIn(text) === wanted, wanted)

      // Commit, from where one looks at it.
      await terminal.press('m')
      await terminal.waitFor(/Stores 1 layer, \d+ B: \d+ added, 1 changed, 1 deleted/)
      await retype(terminal, 'corpus/tools:2')
      await terminal.press('Tab')
      await terminal.type('add a file')
      await terminal.press('Tab')
      await retype(terminal, 'A. U. Thor')
      await terminal.press('Tab')
      await terminal.type('CMD ["cat","/opt-new"]')
      await terminal.press('Tab')
      await terminal.type('ENV MADE=here')
      await terminal.press('Enter')
      await terminal.waitFor('corpus/tools:2 · linux/amd64 · 2 layers')
      await terminal.waitFor('Changes of layer 1')
      await terminal.waitFor('opt-new')

      // A name that leads to the registry, where nothing is yet.
      await terminal.press('t')
      await terminal.waitFor('Tag corpus/tools:2')
      await retype(terminal, name)
      await terminal.press('Enter')
      await terminal.waitFor(`Tagged ${name}`)
      await terminal.press('BSpace')
      await terminal.waitFor(/▌ +corpus\/tools:2/)
      await terminal.press('3')
      await terminal.waitFor('localhost:5000')
      await terminal.press('n')
      await terminal.waitFor('Look into a registry')
      await retype(terminal, host)
      await terminal.press('Enter')
      await terminal.waitFor('has no repositories')
      await terminal.press('1')
      await terminal.waitFor(/▌ +corpus\/tools:2/)
      await terminal.press('P')
      await terminal.waitFor('Push ')
      await terminal.press('Enter')
      await terminal.waitFor(/Pushed .*: 2 layers/)
      // One sees it there.
      await terminal.press('3')
      await terminal.waitFor(/▌ +tools$/m)
      await terminal.press('Enter')
      await terminal.waitFor(/▌ +1\.2 +[0-9a-f]{12} .*linux\/amd64/)
      await terminal.press('1')
      await terminal.waitFor(/▌ +corpus\/tools:2/)

      // Removed here, with what was promised beside what came of it.
      await terminal.press('d')
      await terminal.waitFor(/Frees \d+ B: 1 layer that nothing else holds/)
      await terminal.press('Enter')
      await terminal.waitFor('freed, exactly as promised')
      await terminal.waitGone('tools:2')

      // And got again, and run.
      await terminal.press('p')
      await terminal.waitFor('Pull')
      await retype(terminal, name)
      await terminal.press('Enter')
      await terminal.waitFor(/Pulled .*: 2 layers/)
      await terminal.waitFor(new RegExp(`▌ +${name}`))
      await terminal.press('R')
      await terminal.waitFor(`Run ${name}`)
      await retype(terminal, 'cat /opt-new')
      await terminal.press('Enter')
      await terminal.waitFor('[it ended with 0')
      expect(await terminal.text()).toContain('brought')
      await terminal.press('Enter')
      await terminal.waitFor('It ended with 0.')
      await terminal.press('q')
      await terminal.waitForPrompt()
    })
    const [image] = JSON.parse(await run('inspect', name))
    expect(image).toMatchObject({
      Comment: 'add a file',
      Author: 'A. U. Thor',
      Config: {Cmd: ['cat', '/opt-new'], Env: expect.arrayContaining(['MADE=here'])},
    })
    expect(await run('history', '--format', '{{.Comment}}', name)).toMatch(/^add a file\n/)
    const seen = JSON.parse(await command('skopeo', ['inspect', '--tls-verify=false', `docker://${name}`]))
    expect(seen.Layers).toHaveLength(2)
    expect(image.RepoDigests).toContain(`${host}/tools@${seen.Digest}`)
  })
})
