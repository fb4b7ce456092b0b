import {mkdtempSync, rmSync, utimesSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {command} from './command.ts'

/**
 * Fills a folder with the layout `layout`: skopeo's gzip layout, where umoci made the tag `repacked` (one layer more, from a
 * changed tree) and the tag `inserted` (a layer that replaces a folder by an opaque one); `repacked.export.tar` is the tree that
 * was repacked, as GNU tar packs it.
 */
export async function makeUmociImages(folder: string, skopeoFolder: string): Promise<void> {
  const layout = join(folder, 'layout')
  await command('cp', ['-r', join(skopeoFolder, 'gzip'), layout])
  const bundle = mkdtempSync(join(tmpdir(), 'llu-'))
  const tree = join(bundle, 'bundle')
  const root = join(tree, 'rootfs')
  const rootless = process.getuid?.() === 0 ? [] : ['--rootless']
  try {
    await command('umoci', ['unpack', ...rootless, '--image', `${layout}:steps`, tree])
    writeFileSync(join(root, 'opt/umoci'), 'added by umoci\n')
    writeFileSync(join(root, 'data/modified'), 'changed by umoci\n')
    rmSync(join(root, 'data/kept-too'))
    // umoci rounds to the nearest second where others cut: whole ones are the same to all.
    const now = Math.floor(Date.now() / 1000)
    for (const path of ['opt/umoci', 'opt', 'data/modified', 'data']) utimesSync(join(root, path), now, now)
    await command('umoci', ['repack', '--image', `${layout}:repacked`, tree])
    await command('tar', [
      '-cf',
      join(folder, 'repacked.export.tar'),
      '--format=pax',
      '--numeric-owner',
      '-C',
      root,
      '.',
    ])
    const source = join(bundle, 'opaque')
    await command('mkdir', ['-p', source])
    writeFileSync(join(source, 'only'), 'the only file\n')
    await command('umoci', [
      'insert',
      ...rootless,
      '--opaque',
      '--image',
      `${layout}:steps`,
      '--tag',
      'inserted',
      source,
      '/data/odd',
    ])
  } finally {
    await command('rm', ['-rf', bundle])
  }
}
