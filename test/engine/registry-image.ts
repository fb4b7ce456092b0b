import {chmodSync, copyFileSync, mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {command} from '../corpus/real/command.ts'
import {findCommand} from '../corpus/real/tools.ts'
import type {TestEngine} from './engines.ts'

/** Makes an image of the registry that is installed here, as the one from Docker Hub behaves: port 5000, /var/lib/registry. */
export async function makeRegistryImage({run}: TestEngine, folder: string, name: string): Promise<void> {
  const root = join(folder, 'registry-root')
  const program = findCommand('docker-registry')!
  const libraries = [...(await command('ldd', [program])).matchAll(/(\/\S+) \(0x/g)].map(found => found[1]!)
  for (const [from, to] of [[program, '/registry'] as const, ...libraries.map(path => [path, path] as const)]) {
    mkdirSync(dirname(join(root, to)), {recursive: true})
    copyFileSync(from, join(root, to))
    chmodSync(join(root, to), 0o755)
  }
  for (const path of ['etc', 'tmp', 'var/lib/registry']) mkdirSync(join(root, path), {recursive: true})
  const config = {
    version: '0.1',
    storage: {filesystem: {rootdirectory: '/var/lib/registry'}},
    http: {addr: ':5000'},
  }
  writeFileSync(join(root, 'etc/registry.json'), JSON.stringify(config))
  const tar = join(folder, 'registry.tar')
  await command('tar', ['-cf', tar, '-C', root, '.'])
  await run(
    ...['import', '--change', 'CMD ["/registry","serve","/etc/registry.json"]'],
    ...['--change', 'EXPOSE 5000', '--change', 'VOLUME /var/lib/registry', tar, name],
  )
}
