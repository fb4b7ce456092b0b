import type {Union} from '../../filesystem/union.ts'

/** Who installed a package. */
export type PackageKind = 'dpkg' | 'apk' | 'npm' | 'pip'

/** A package that an image has, in the version that its installer wrote down. */
export interface Package {
  readonly kind: PackageKind
  /** hostile; of npm with the folder it lies in, where that isn't the usual one */
  readonly name: string
  readonly version: string
}

/** A file of a union that says which packages are there, and how it is read. */
export interface PackageFile {
  readonly version: number
  readonly path: string
  readonly kind: Exclude<PackageKind, 'pip'>
}

/** Databases of packages, by their path. */
const DATABASES: readonly (readonly [path: string, kind: 'dpkg' | 'apk'])[] = [
  ['var/lib/dpkg/status', 'dpkg'],
  ['lib/apk/db/installed', 'apk'],
  ['usr/lib/apk/db/installed', 'apk'],
]

/** The databases of packages that the image has as of a layer; distroless ones have a folder of small ones. */
export function packageDatabases(union: Union, layer: number): readonly PackageFile[] {
  const found = DATABASES.flatMap(([path, kind]) => fileAt(union, union.find(path), layer, kind))
  const folder = union.find('var/lib/dpkg/status.d')
  const small = folder < 0 ? [] : union.children(folder).filter(node => !union.name(node).endsWith('.md5sums'))
  return [...found, ...small.flatMap(node => fileAt(union, node, layer, 'dpkg'))]
}

function fileAt(union: Union, node: number, layer: number, kind: PackageFile['kind']): readonly PackageFile[] {
  const version = node < 0 ? -1 : union.versionAt(node, layer)
  if (version < 0 || union.type(union.original(version)) !== 'file') return []
  return [{version, path: union.path(node), kind}]
}

/** The packages that a database tells of. Odd records are passed over. */
export function packagesIn({kind, path}: Pick<PackageFile, 'kind' | 'path'>, bytes: Uint8Array): readonly Package[] {
  const text = Buffer.from(bytes).toString('utf8')
  if (kind === 'npm') return npmPackage(path, text)
  return text.split(/\n\n+/).flatMap(record => {
    const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(record)?.[1]?.trim() ?? null
    const [name, version] = kind === 'apk' ? [field('P'), field('V')] : [field('Package'), field('Version')]
    // Packages that were removed leave their configuration behind, and a record.
    const status = kind === 'dpkg' ? field('Status') : null
    if (name === null || version === null || (status !== null && !status.endsWith(' installed'))) return []
    const architecture = kind === 'dpkg' ? field('Multi-Arch') === 'same' && field('Architecture') : false
    return [{kind, name: architecture ? `${name}:${architecture}` : name, version}]
  })
}

/** `node_modules/NAME/package.json`: the version is in it, the name is where it lies. */
function npmPackage(path: string, text: string): readonly Package[] {
  const name = npmName(path)
  const version = /"version"\s*:\s*"([^"]{1,100})"/.exec(text)?.[1]
  return name === null || version === undefined ? [] : [{kind: 'npm', name, version}]
}

const NPM = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/@.][^/]*)\/package\.json$/

/** The name of the package whose description lies here; null where no package's does. */
export function npmName(path: string): string | null {
  const name = NPM.exec(path)?.[1]
  if (name === undefined) return null
  const folder = path.slice(0, path.lastIndexOf('node_modules/'))
  const short = folder.replace(/\/$/, '')
  return short === '' || /^(?:usr\/(?:local\/)?lib|app|usr\/src\/app|srv)$/.test(short) ? name : `${name} (/${short})`
}

const PIP = /^(.+?)-([^-]+)\.(?:dist-info|egg-info)$/

/** The package whose folder has this name: Python's packages tell name and version by it. */
export function pipPackage(folder: string): Package | null {
  const found = PIP.exec(folder)
  if (found === null) return null
  // PEP 503: names are the same whatever their case and separators.
  return {kind: 'pip', name: found[1]!.toLowerCase().replace(/[-_.]+/g, '-'), version: found[2]!}
}
