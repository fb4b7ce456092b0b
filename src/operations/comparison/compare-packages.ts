import {
  type PackageDifference,
  packageDifferences,
  packageFiles,
  pipPackages,
} from '../../image/analysis/comparison/package-differences.ts'
import {type Package, type PackageFile, packagesIn} from '../../image/analysis/packages/installed.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import type {ImageFiles} from '../extract/path-failure.ts'
import {contentOf} from '../read-file.ts'

/** A database of packages is never larger, bytes. */
const MOST_BYTES = 64 << 20
/** More descriptions of single packages are not read. */
const MOST_FILES = 20_000

/**
 * Which packages of dpkg, apk, npm and pip differ between the two trees of a comparison, with their versions. Reads only what
 * tells of them and differs; what can't be read is done without. Rejects with `cancelled`.
 */
export async function comparePackages(files: ImageFiles, context: Context): Promise<readonly PackageDifference[]> {
  const {before, after} = packageFiles(files.union)
  const [a, b] = [await packagesOf(files, before, context), await packagesOf(files, after, context)]
  return packageDifferences([...a, ...pipPackages(files.union, 0)], [...b, ...pipPackages(files.union, 1)])
}

async function packagesOf(
  files: ImageFiles,
  databases: readonly PackageFile[],
  context: Context,
): Promise<readonly Package[]> {
  const found: Package[] = []
  for (const database of databases.slice(0, MOST_FILES)) {
    if (files.union.sizeOf(files.union.original(database.version)) > MOST_BYTES) continue
    try {
      found.push(...packagesIn(database, await bytesOf(files, database.version, context)))
    } catch (thrown) {
      if (!(thrown instanceof LensError) || thrown.kind === 'cancelled') throw thrown
    }
  }
  return found
}

async function bytesOf(files: ImageFiles, version: number, context: Context): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of contentOf(files, version, context)) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
