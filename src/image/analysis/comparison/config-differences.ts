import {isObject} from '../../oci/json.ts'

/** One key of the configuration in which two images differ. Hostile. */
export interface ConfigDifference {
  /** such as `Env.PATH`, `Labels.version`, `Cmd`, `architecture` */
  readonly key: string
  /** null where the key is not there */
  readonly before: string | null
  readonly after: string | null
}

/** Keys beside `config` that say what the image is; the rest is told elsewhere, or follows from the layers. */
const ROOT_KEYS = ['architecture', 'os', 'variant', 'os.version', 'author']

/** What engines put into a config of the container that built it: no part of what the image does. */
const LEFTOVERS: readonly string[] = [
  'Hostname',
  'Domainname',
  'Image',
  'AttachStdin',
  'AttachStdout',
  'AttachStderr',
  'Tty',
  'OpenStdin',
  'StdinOnce',
  'ArgsEscaped',
]

/**
 * The configurations (image-spec config.md) of two images, key by key: variables, labels, ports and volumes each by its own
 * name, lists such as Cmd as a whole. What is empty counts as not there. Keys nobody knows are compared too.
 */
export function configDifferences(before: Uint8Array, after: Uint8Array): readonly ConfigDifference[] {
  const [a, b] = [entriesOf(before), entriesOf(after)]
  const keys = [...new Set([...a.keys(), ...b.keys()])].sort()
  return keys.flatMap(key => {
    const [was, is] = [a.get(key) ?? null, b.get(key) ?? null]
    return was === is ? [] : [{key, before: was, after: is}]
  })
}

function entriesOf(raw: Uint8Array): ReadonlyMap<string, string> {
  const entries = new Map<string, string>()
  const root = objectOf(parsed(raw))
  for (const key of ROOT_KEYS) add(entries, key, root[key])
  for (const [key, value] of Object.entries(objectOf(root.config))) {
    if (LEFTOVERS.includes(key)) continue
    if (key === 'Env' && Array.isArray(value)) {
      for (const variable of value) {
        const [name = '', ...rest] = String(variable).split('=')
        // A variable that is there and empty is not the same as none.
        entries.set(`Env.${name}`, rest.join('='))
      }
    } else if (isObject(value)) {
      for (const [name, inner] of Object.entries(value)) {
        entries.set(`${key}.${name}`, isObject(inner) && Object.keys(inner).length === 0 ? 'set' : spelled(inner))
      }
    } else add(entries, key, value)
  }
  return entries
}

function add(entries: Map<string, string>, key: string, value: unknown): void {
  const isEmpty = value === undefined || value === null || value === '' || value === false
  if (isEmpty || (Array.isArray(value) && value.length === 0)) return
  entries.set(key, spelled(value))
}

function spelled(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function parsed(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString('utf8')) as unknown
  } catch {
    // Whoever opened the image has said so.
    return null
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {}
}
