/**
 * Whether a path without a leading slash, or a folder above it, fits a glob: `*` and `?` stay within a name, `**` does not.
 */
export function globMatcher(glob: string): (path: string) => boolean {
  const pattern = glob
    .replace(/^\/+|\/+$/g, '')
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map(part => WILD.get(part) ?? part.replace(/[.+^${}()|[\]\\]/g, '\\$&'))
    .join('')
  const whole = new RegExp(`^${pattern}(?:/.*)?$`, 's')
  return path => whole.test(path)
}

const WILD: ReadonlyMap<string, string> = new Map([
  ['**/', '(?:.*/)?'],
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
])
