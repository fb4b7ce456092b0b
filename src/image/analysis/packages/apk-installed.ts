/** A package of Alpine and the files it installed, as paths without a leading slash. */
export interface InstalledPackage {
  readonly name: string
  readonly files: readonly string[]
}

/**
 * Reads apk's database of installed packages (apk-tools' `lib/apk/db/installed`: P: the name, F: a folder, R: a file in it,
 * an empty line between packages). Gives those that pass. Linear; odd lines are passed over.
 */
export function apkPackages(bytes: Uint8Array, passes: (name: string) => boolean): readonly InstalledPackage[] {
  const found: InstalledPackage[] = []
  for (const record of Buffer.from(bytes).toString('utf8').split('\n\n')) {
    const lines = record.split('\n')
    const name = lines.find(line => line.startsWith('P:'))?.slice(2)
    if (name === undefined || !passes(name)) continue
    const files: string[] = []
    let folder = ''
    for (const line of lines) {
      if (line.startsWith('F:')) folder = line.slice(2)
      else if (line.startsWith('R:')) files.push(folder === '' ? line.slice(2) : `${folder}/${line.slice(2)}`)
    }
    found.push({name, files})
  }
  return found
}
