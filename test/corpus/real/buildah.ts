import {chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {command} from './command.ts'
import {withContainerStorage} from './podman.ts'
import {lacks} from './tools.ts'

/**
 * Fills a folder with images that Buildah makes on Docker's `steps.tar`, one layer on top with user attributes, a link and
 * deletions: `layout` (OCI), `archive.docker.tar`, the layout `platforms` whose tag is an index of two platforms, and
 * `export.tar`, the tree that was committed, as GNU tar packs it.
 */
export async function makeBuildahImages(folder: string, dockerFolder: string): Promise<void> {
  await withContainerStorage(async storage => {
    const buildah = (...args: string[]) => storage('buildah', ...args)
    const to = (name: string) => join(folder, name)
    const from = `docker-archive:${join(dockerFolder, 'steps.tar')}`
    const container = (await buildah('from', '--name', 'work', from)).trim()
    const root = (await buildah('mount', container)).trim()
    await changeTree(root)
    await buildah('config', '--author', 'Buildah', '--label', 'made=buildah', '--cmd', 'ls', container)
    await buildah('commit', '--quiet', '--format', 'oci', container, `oci:${to('layout')}:work`)
    await buildah(
      'commit',
      '--quiet',
      '--format',
      'docker',
      container,
      `docker-archive:${to('archive.docker.tar')}:buildah/work:1`,
    )
    const xattrs = ['--xattrs', '--xattrs-include=*']
    await command('tar', ['-cf', to('export.tar'), '--format=pax', '--numeric-owner', ...xattrs, '-C', root, '.'])
    await buildah('umount', container)

    await buildah('commit', '--quiet', '--format', 'oci', container, 'corpus/amd64:1')
    await buildah('config', '--arch', 'arm64', '--variant', 'v8', container)
    await buildah('commit', '--quiet', '--format', 'oci', container, 'corpus/arm64:1')
    await buildah('manifest', 'create', 'corpus/platforms:1')
    await buildah('manifest', 'add', 'corpus/platforms:1', 'localhost/corpus/amd64:1')
    await buildah('manifest', 'add', 'corpus/platforms:1', 'localhost/corpus/arm64:1')
    await buildah('manifest', 'push', '--all', '--quiet', 'corpus/platforms:1', `oci:${to('platforms')}:both`)
    await buildah('rm', container)
  })
}

async function changeTree(root: string): Promise<void> {
  const at = (path: string) => join(root, path)
  mkdirSync(at('srv/www'), {recursive: true})
  writeFileSync(at('srv/www/page.html'), '<p>hello</p>\n')
  symlinkSync('page.html', at('srv/www/index.html'))
  chmodSync(at('data/modified'), 0o444)
  rmSync(at('data/opaque'), {recursive: true})
  rmSync(at('data/symlink'))
  if (lacks('xattrs') !== null) return
  await command('setfattr', ['-n', 'user.mime_type', '-v', 'text/html', at('srv/www/page.html')])
  await command('setfattr', ['-n', 'user.note', '-v', 'only the attribute differs', at('data/kept')])
}
