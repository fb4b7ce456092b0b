import {chmodSync, cpSync, mkdirSync} from 'node:fs'
import {createServer, type Server} from 'node:net'
import {dirname, join} from 'node:path'
import {afterAll, beforeAll, describe, it} from 'vitest'
import {asNobody, lacks, requires} from '../corpus/real/tools.ts'
import {temporaryFolder} from '../engine/loading.ts'
import {PROGRAM, quote, withTerminal} from './terminal.ts'

describe('a socket that refuses, on the screen', requires('no-rights', 'tmux'), () => {
  const folder = temporaryFolder()
  const socket = join(folder, 'docker.sock')
  const server: Server = createServer(client => client.destroy())
  beforeAll(async () => {
    if (lacks('no-rights') !== null) return
    chmodSync(folder, 0o755)
    // Where the program lies may be closed to others, too.
    const root = dirname(dirname(PROGRAM))
    for (const name of ['dist', 'assets', 'package.json'])
      cpSync(join(root, name), join(folder, name), {recursive: true})
    mkdirSync(join(folder, 'home'))
    chmodSync(join(folder, 'home'), 0o777)
    await new Promise<void>(resolve => server.listen(socket, resolve))
    chmodSync(socket, 0)
  })
  afterAll(() => void server.close())
  const line = (host: string) => [...asNobody(), join(folder, 'dist/main.js'), '--host', host].map(quote).join(' ')
  const home = join(folder, 'home')
  const options = {columns: 120, rows: 36, env: {HOME: home, XDG_CACHE_HOME: join(home, 'cache')}, cwd: home}

  it('to whom it is closed says so, what to do, and goes on without an engine', async () => {
    await withTerminal(line(`unix://${socket}`), options, async terminal => {
      await terminal.waitFor('No engine: docker.sock: permission denied.')
      await terminal.press('i')
      await terminal.waitFor('you may not use this socket')
      await terminal.waitFor('Join the docker group')
      await terminal.press('Escape')
      await terminal.waitFor('1 image')
      await terminal.press('Enter')
      await terminal.waitFor('shop/tea:1.4 · linux/amd64')
      await terminal.press('q')
      await terminal.waitForPrompt()
    })
  })

  it('where none is says that no engine runs, and how one is started', async () => {
    await withTerminal(line(`unix://${join(folder, 'gone.sock')}`), options, async terminal => {
      await terminal.waitFor('No engine: gone.sock: not there.')
      await terminal.press('i')
      await terminal.waitFor('systemctl start docker')
      await terminal.press('Escape')
      await terminal.waitFor('1 image')
      await terminal.press('q')
      await terminal.waitForPrompt()
    })
  })
})
