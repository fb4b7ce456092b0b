/**
 * What follows a verb, as a Dockerfile spells it: builders write some of it as Go prints it, lists without commas and ports as
 * the keys of a map. What looks any other way stays as it is. Hostile, before and after.
 */
export function asDockerfile(verb: string | null, text: string): string {
  if (verb === 'EXPOSE') return ports(text)
  if (verb === 'CMD' || verb === 'ENTRYPOINT' || verb === 'SHELL' || verb === 'VOLUME') return withCommas(text)
  return text
}

/** `map[80/tcp:{} 443/tcp:{}]` is `80/tcp 443/tcp`. */
function ports(text: string): string {
  if (!text.startsWith('map[') || !text.endsWith(':{}]')) return text
  return text.slice('map['.length, -':{}]'.length).replaceAll(':{} ', ' ')
}

/** `["a" "b"]` is `["a", "b"]`. Read by hand: a pattern for texts of megabytes would run out of stack. */
function withCommas(text: string): string {
  if (!text.startsWith('["') || !text.endsWith('"]')) return text
  let inside = false
  let list = ''
  let from = 0
  for (let i = 1; i < text.length - 1; i++) {
    const character = text[i]
    if (inside && character === '\\') i++
    else if (character === '"') inside = !inside
    else if (!inside) {
      if (character !== ' ' || text[i - 1] !== '"' || text[i + 1] !== '"') return text
      list += `${text.slice(from, i)},`
      from = i
    }
  }
  return list + text.slice(from)
}
