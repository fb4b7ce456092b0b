import type {Failure} from '../../../image/oci/error.ts'

/**
 * What a failure's advice says to type somewhere: its indented lines, else the command behind its last colon, else all of it.
 * Hostile.
 */
export function toBeTyped({message, advice}: Failure): string {
  if (advice === null) return message
  const indented = advice.split('\n').filter(line => /^ +\S/.test(line))
  if (indented.length > 0) {
    const least = Math.min(...indented.map(line => line.search(/\S/)))
    return indented.map(line => line.slice(least)).join('\n')
  }
  return /: ([a-z][^:]* .*[^.])$/.exec(advice)?.[1] ?? `${message} ${advice}`
}
