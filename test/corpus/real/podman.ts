import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {command} from './command.ts'

/** Runs podman or buildah on a storage of its own. */
export type Storage = (program: 'podman' | 'buildah', ...args: string[]) => Promise<string>

/** Gives a storage for podman and buildah in a folder that is removed when `use` is done, however that ends. Needs root. */
export async function withContainerStorage<T>(use: (storage: Storage) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'llp-'))
  // vfs works on every file system; overlay does not work on top of overlay.
  const options = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs']
  try {
    return await use((program, ...args) =>
      command(
        program,
        program === 'podman' ? [...options, '--cgroup-manager', 'cgroupfs', ...args] : [...options, ...args],
      ),
    )
  } finally {
    // rm, since a million small files of vfs are quicker gone that way, and nothing is mounted in there.
    await command('rm', ['-rf', folder])
  }
}

/**
 * Fills a folder with what Podman writes after loading Docker's `several.tar`: `steps.docker.tar`, `steps.oci.tar`, the layout
 * `steps-layout`, `several.docker.tar` with two images, and `steps.export.tar` from `podman export`.
 */
export async function makePodmanImages(folder: string, dockerFolder: string): Promise<void> {
  await withContainerStorage(async storage => {
    const podman = (...args: string[]) => storage('podman', ...args)
    const to = (name: string) => join(folder, name)
    await podman('load', '--quiet', '--input', join(dockerFolder, 'several.tar'))
    const steps = 'localhost:5000/steps:latest'
    const both = [steps, 'localhost/corpus/committed:1']
    const save = (format: string, output: string, ...images: string[]) =>
      podman('save', '--quiet', '--format', format, '--output', to(output), ...images)
    await save('docker-archive', 'steps.docker.tar', steps)
    await save('oci-archive', 'steps.oci.tar', steps)
    await save('oci-dir', 'steps-layout', steps)
    await podman('save', '--quiet', '--multi-image-archive', '--output', to('several.docker.tar'), ...both)
    await podman('create', '--network', 'none', '--name', 'steps', steps)
    await podman('export', '--output', to('steps.export.tar'), 'steps')
    await podman('rm', 'steps')
  })
}
