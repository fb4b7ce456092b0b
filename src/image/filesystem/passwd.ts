/** Names by uid or gid. */
export type NamesById = ReadonlyMap<number, string>

/** More than these have no use for a reader, and a hostile file must not fill the memory. */
const MOST_NAMES = 20_000
/** Longer names than useradd(8) gives (32) are seen; longer than this they are no names. */
const LONGEST = 256
/** uid_t and gid_t without their −1, which means "none". */
const LARGEST = 0xffff_fffe

/**
 * Reads passwd(5) or group(5): `NAME:PASSWORD:ID:…`, a line each; both have the name first and the number third. As getpwuid(3)
 * does, the first line of a number counts. Lines that are none of the kind (comments, NIS, damage) say nothing, and neither
 * does a name that is a number: it would be taken for another owner. Names are hostile.
 */
export function namesById(bytes: Uint8Array): NamesById {
  const names = new Map<number, string>()
  for (const line of Buffer.from(bytes).toString('utf8').split('\n')) {
    if (names.size >= MOST_NAMES) break
    const [name = '', , id = ''] = line.split(':', 3)
    if (!/^\d{1,10}$/.test(id) || !isName(name)) continue
    const number = Number(id)
    if (number <= LARGEST && !names.has(number)) names.set(number, name)
  }
  return names
}

function isName(name: string): boolean {
  return name !== '' && name.length <= LONGEST && !/^[#+-]/.test(name) && !/^\d+$/.test(name)
}
