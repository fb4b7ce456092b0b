import {chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {command} from './command.ts'
import {findCommand} from './tools.ts'

const APPLETS = [
  'sh',
  'ls',
  'cat',
  'cp',
  'mv',
  'rm',
  'mkdir',
  'rmdir',
  'ln',
  'chmod',
  'chown',
  'touch',
  'mkfifo',
  'mknod',
  'dd',
  'echo',
]

/** Writes a root file system of one static busybox as a tar: the lowest layer of every image here. */
export async function writeBase(folder: string): Promise<string> {
  const root = join(folder, 'base-root')
  for (const name of ['bin', 'dev', 'etc', 'home', 'opt', 'proc', 'root', 'sys', 'tmp', 'usr', 'var']) {
    mkdirSync(join(root, name), {recursive: true})
  }
  chmodSync(join(root, 'tmp'), 0o1777)
  copyFileSync(findCommand('busybox')!, join(root, 'bin/busybox'))
  chmodSync(join(root, 'bin/busybox'), 0o755)
  for (const name of APPLETS) symlinkSync('busybox', join(root, 'bin', name))
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/home:/bin/sh\n')
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\napp:x:1000:\n')
  writeFileSync(
    join(root, 'etc/os-release'),
    'NAME="Corpus Linux"\nID=corpus\nVERSION_ID=1\nPRETTY_NAME="Corpus Linux 1"\n',
  )
  const tar = join(folder, 'base.tar')
  // skopeo's zstd:chunked drops zeros after the two end blocks, and the layer then has another diffID than the image says: write none.
  await command('tar', [
    '-cf',
    tar,
    '--blocking-factor=1',
    '--numeric-owner',
    '--owner=0',
    '--group=0',
    '-C',
    root,
    '.',
  ])
  return tar
}
