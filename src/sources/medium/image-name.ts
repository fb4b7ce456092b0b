/**
 * Image names as docker shortens them: `busybox` stands for `docker.io/library/busybox:latest` (containers-transports(5),
 * docker-reference).
 */

const HUB = 'docker.io'

/** The full spelling of a name, by which two spellings of the same name are known. */
export function fullName(name: string): string {
  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  const hasHost = first.includes('.') || first.includes(':') || first === 'localhost'
  const host = hasHost ? first : HUB
  let path = hasHost ? name.slice(slash + 1) : name
  const isHub = host === HUB || host === 'index.docker.io' || host === 'registry-1.docker.io'
  if (isHub && !path.includes('/')) path = `library/${path}`
  const tagged = /:[^/]*$/.test(path) || path.includes('@') ? path : `${path}:latest`
  return `${isHub ? HUB : host}/${tagged}`
}

/** The short spelling that docker shows; the tag stays. */
export function familiarName(name: string): string {
  const short = name.startsWith(`${HUB}/`) ? name.slice(HUB.length + 1) : name
  return short.startsWith('library/') && short !== name ? short.slice('library/'.length) : short
}
