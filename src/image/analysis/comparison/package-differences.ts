import {NEVER, type Union} from '../../filesystem/union.ts'
import {
  npmName,
  type Package,
  type PackageFile,
  type PackageKind,
  packageDatabases,
  pipPackage,
} from '../packages/installed.ts'

/** A package that another version of is there, or that is only in one image. Hostile. */
export interface PackageDifference {
  readonly kind: PackageKind
  readonly name: string
  /** versions, null where it isn't there; several where it is there more than once */
  readonly before: string | null
  readonly after: string | null
}

/** Files of a union of two trees that tell which packages came, went or changed: only those that differ are read. */
export function packageFiles(union: Union): {
  readonly before: readonly PackageFile[]
  readonly after: readonly PackageFile[]
} {
  const {nodeCount} = union.columns
  const [before, after]: [PackageFile[], PackageFile[]] = [[], []]
  for (const [layer, files] of [before, after].entries()) {
    for (const file of packageDatabases(union, layer)) {
      if (union.changeIn(union.columns.versionNode[file.version]!, 1) !== 0) files.push(file)
    }
  }
  for (let node = 1; node < nodeCount; node++) {
    if (union.changeIn(node, 1) === 0 || union.name(node) !== 'package.json') continue
    const path = union.path(node)
    if (npmName(path) === null) continue
    for (const [layer, files] of [before, after].entries()) {
      const version = union.versionAt(node, layer)
      if (version >= 0 && union.type(union.original(version)) === 'file') files.push({version, path, kind: 'npm'})
    }
  }
  return {before, after}
}

/** Python's packages of both trees, by the names of their folders. */
export function pipPackages(union: Union, layer: number): readonly Package[] {
  const {layerVersions, versionNode, versionUntil, versionLayer} = union.columns
  const found: Package[] = []
  const nodes = new Set<number>()
  for (let v = 0; v < layerVersions[2]!; v++) {
    if (versionLayer[v]! > layer || (layer === 0 ? false : versionUntil[v] !== NEVER)) continue
    const node = versionNode[v]!
    if (nodes.has(node) || union.versionAt(node, layer) < 0) continue
    nodes.add(node)
    const bytes = union.nameBytes(node)
    // `-info`: most names need not be made a text of.
    if (bytes.length < 10 || bytes.at(-1) !== 0x6f || bytes.at(-5) !== 0x2d) continue
    const known = pipPackage(union.name(node))
    if (known !== null) found.push(known)
  }
  return found
}

/** What is in one list of packages and not in the other, or in another version; by kind and name. */
export function packageDifferences(
  before: readonly Package[],
  after: readonly Package[],
): readonly PackageDifference[] {
  const [a, b] = [byName(before), byName(after)]
  const keys = [...new Set([...a.keys(), ...b.keys()])].sort()
  return keys.flatMap(key => {
    const [was, is] = [a.get(key), b.get(key)]
    const versions = [spelled(was), spelled(is)] as const
    if (versions[0] === versions[1]) return []
    const {kind, name} = (was ?? is)![0]!
    return [{kind, name, before: versions[0], after: versions[1]}]
  })
}

function byName(packages: readonly Package[]): ReadonlyMap<string, Package[]> {
  const found = new Map<string, Package[]>()
  for (const each of packages) {
    const key = `${each.kind} ${each.name}`
    const known = found.get(key)
    if (known === undefined) found.set(key, [each])
    else known.push(each)
  }
  return found
}

function spelled(packages: readonly Package[] | undefined): string | null {
  if (packages === undefined) return null
  return [...new Set(packages.map(({version}) => version))].sort().join(', ')
}
