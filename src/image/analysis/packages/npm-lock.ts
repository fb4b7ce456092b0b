import {isObject} from '../../oci/json.ts'

/** Packages of a lock file that only development needs, as paths below the project; at most `limit`. */
export function devPackages(bytes: Uint8Array, limit = 50_000): readonly string[] {
  const root = parsed(bytes)
  const packages = isObject(root) && isObject(root.packages) ? root.packages : {}
  const found: string[] = []
  for (const [path, about] of Object.entries(packages)) {
    if (found.length === limit) break
    if (isObject(about) && about.dev === true && path.startsWith('node_modules/')) found.push(path)
  }
  return found
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown
  } catch {
    // Not JSON, or nested too deep: then it tells nothing.
    return null
  }
}
