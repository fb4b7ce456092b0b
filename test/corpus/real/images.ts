import type {ToolName} from './tools.ts'

/** Who writes images, what must be on the machine for it, and whose images it starts from. */
export const MAKERS = {
  docker: {needs: ['dockerd', 'busybox', 'gnu-tar']},
  skopeo: {needs: ['skopeo'], from: 'docker'},
  docker25: {needs: ['gnu-tar'], from: 'skopeo'},
  podman: {needs: ['podman'], from: 'docker'},
  buildah: {needs: ['buildah', 'gnu-tar'], from: 'docker'},
  umoci: {needs: ['umoci', 'gnu-tar'], from: 'skopeo'},
} as const satisfies Readonly<Record<string, {needs: readonly ToolName[]; from?: string}>>

export type Maker = keyof typeof MAKERS

/** One image as a real tool wrote it. Images of the same content hold the same tree, whatever their format. */
export interface Described {
  readonly name: string
  readonly maker: Maker
  readonly transport: 'docker-archive' | 'oci' | 'oci-archive'
  /** file or folder inside the maker's folder */
  readonly at: string
  /** what follows the path in a reference; '' where the file holds one image only */
  readonly select: string
  readonly content: 'base' | 'steps' | 'committed' | 'buildah' | 'repacked' | 'inserted'
}

/** Everything that has to be here for a maker and those it starts from. */
export function needsOf(maker: Maker): readonly ToolName[] {
  const own = MAKERS[maker]
  return [...new Set([...('from' in own ? needsOf(own.from) : []), ...own.needs])]
}

const image = (
  name: string,
  transport: Described['transport'],
  place: string,
  select: string,
  content: Described['content'],
) => {
  const [maker, at] = place.split('/') as [Maker, string]
  return {name, maker, transport, at, select, content, needs: needsOf(maker)}
}

/** Every image of the corpus, known without making it: `it(name, requires(...needs), …)`. */
export const CORPUS: readonly (Described & {readonly needs: readonly ToolName[]})[] = [
  image('docker save', 'docker-archive', 'docker/steps.tar', ':corpus/steps:1', 'steps'),
  image('docker save of a commit', 'docker-archive', 'docker/committed.tar', '', 'committed'),
  image('docker save of several, the base', 'docker-archive', 'docker/several.tar', ':corpus-base:1', 'base'),
  image(
    'docker save of several, by its second tag',
    'docker-archive',
    'docker/several.tar',
    ':localhost:5000/steps:latest',
    'steps',
  ),
  image(
    'docker save of several, the commit',
    'docker-archive',
    'docker/several.tar',
    ':corpus/committed:1',
    'committed',
  ),
  image('docker 25 save (composed)', 'docker-archive', 'docker25/docker25.tar', ':corpus/steps:1', 'steps'),
  image('docker 25 save (composed), as a layout', 'oci-archive', 'docker25/docker25.tar', '', 'steps'),
  image('skopeo, gzip layout', 'oci', 'skopeo/gzip', ':steps', 'steps'),
  image('skopeo, zstd layout', 'oci', 'skopeo/zstd', ':steps', 'steps'),
  image('skopeo, zstd:chunked layout', 'oci', 'skopeo/zstd-chunked', ':steps', 'steps'),
  image('skopeo, plain layers called gzip', 'oci', 'skopeo/plain', ':steps', 'steps'),
  image('skopeo, two tags, the first', 'oci', 'skopeo/two-tags', ':steps', 'steps'),
  image('skopeo, two tags, the second', 'oci', 'skopeo/two-tags', ':committed', 'committed'),
  image('skopeo, oci-archive', 'oci-archive', 'skopeo/archive.oci.tar', ':steps', 'steps'),
  image('skopeo, docker-archive', 'docker-archive', 'skopeo/archive.docker.tar', '', 'steps'),
  image('podman save, docker-archive', 'docker-archive', 'podman/steps.docker.tar', '', 'steps'),
  image('podman save, oci-archive', 'oci-archive', 'podman/steps.oci.tar', '', 'steps'),
  image('podman save, oci-dir', 'oci', 'podman/steps-layout', '', 'steps'),
  image(
    'podman save of several, the second',
    'docker-archive',
    'podman/several.docker.tar',
    ':localhost/corpus/committed:1',
    'committed',
  ),
  image('buildah commit, layout', 'oci', 'buildah/layout', ':work', 'buildah'),
  image('buildah commit, docker-archive', 'docker-archive', 'buildah/archive.docker.tar', '', 'buildah'),
  image('buildah manifest of two platforms', 'oci', 'buildah/platforms', ':both', 'buildah'),
  image('umoci repack', 'oci', 'umoci/layout', ':repacked', 'repacked'),
  image('umoci insert --opaque', 'oci', 'umoci/layout', ':inserted', 'inserted'),
]

/** Where another tool wrote the whole tree of a content as a plain tar. */
export const EXPORTS: Readonly<Partial<Record<Described['content'], readonly [Maker, string]>>> = {
  steps: ['docker', 'steps.export.tar'],
  committed: ['docker', 'committed.export.tar'],
  buildah: ['buildah', 'export.tar'],
  repacked: ['umoci', 'repacked.export.tar'],
}

/** What `docker export` adds to the tree of an image: the places that a container mounts over. */
export const EXPORT_EXTRAS: ReadonlySet<string> = new Set([
  '.dockerenv',
  'dev/console',
  'dev/pts',
  'dev/shm',
  'etc/hostname',
  'etc/hosts',
  'etc/mtab',
  'etc/resolv.conf',
])
