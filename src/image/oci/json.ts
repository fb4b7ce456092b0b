import {t} from '../../text/translate.ts'
import {type ErrorKind, LensError} from './error.ts'

/** Making one takes longer than reading a manifest with it. */
const utf8 = new TextDecoder('utf-8')

const NO_TEXTS: Readonly<Record<string, string>> = Object.freeze(Object.create(null))
const NO_ITEMS: readonly string[] = Object.freeze([])

/** True for what JSON calls an object: neither a list nor null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A place in the document, put together only where it has to be told: a registry's manifests have hundreds of thousands. */
function placeOf(where: string, key: string): string {
  return key === '' ? where : `${where}.${key}`
}

/**
 * Careful reading of JSON that somebody else wrote. Each reader takes a value of any shape and gives one of the shape it
 * names, or throws a LensError that says where the document differs: at `where`, or at `key` of it. Absent and null are the same everywhere: Go writes both.
 */
export class JsonReader {
  private readonly what: string
  private readonly kind: ErrorKind

  /** `what` names the document in errors, such as "index.json". */
  constructor(what: string, kind: ErrorKind) {
    this.what = what
    this.kind = kind
  }

  parse(bytes: Uint8Array): unknown {
    try {
      return JSON.parse(utf8.decode(bytes))
    } catch (cause) {
      throw new LensError(this.kind, t`${this.what} is not JSON`, {
        cause,
        advice: t`The file is damaged or is something else; write the image again.`,
      })
    }
  }

  object(value: unknown, where: string): Readonly<Record<string, unknown>> {
    if (isObject(value)) return value
    throw this.wrong(where, t`an object`, value)
  }

  optionalObject(value: unknown, where: string, key = ''): Readonly<Record<string, unknown>> | null {
    if (value === undefined || value === null) return null
    return isObject(value) ? value : this.object(value, placeOf(where, key))
  }

  array(value: unknown, where: string): readonly unknown[] {
    if (Array.isArray(value)) return value
    throw this.wrong(where, t`a list`, value)
  }

  optionalArray(value: unknown, where: string): readonly unknown[] {
    return value === undefined || value === null ? [] : this.array(value, where)
  }

  string(value: unknown, where: string): string {
    if (typeof value === 'string') return value
    throw this.wrong(where, t`a text`, value)
  }

  optionalString(value: unknown, where: string, key = ''): string | null {
    if (value === undefined || value === null) return null
    return typeof value === 'string' ? value : this.string(value, placeOf(where, key))
  }

  /** A list of texts; a single text stands for a list of one, as old Dockerfiles left it in configs. */
  strings(value: unknown, where: string, key = ''): readonly string[] {
    if (value === undefined || value === null) return NO_ITEMS
    if (typeof value === 'string') return [value]
    const place = placeOf(where, key)
    return this.array(value, place).map((item, i) => this.string(item, `${place}[${i}]`))
  }

  /** A map of texts; other values are left out. */
  stringMap(value: unknown, where: string, key = ''): Readonly<Record<string, string>> {
    if (value === undefined || value === null) return NO_TEXTS
    const map: Record<string, string> = Object.create(null)
    for (const [name, item] of Object.entries(this.object(value, placeOf(where, key))))
      if (typeof item === 'string') map[name] = item
    return map
  }

  /** A size in bytes: a whole number from 0 to 2^53 − 1. */
  size(value: unknown, where: string, key = ''): number {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
    throw this.wrong(placeOf(where, key), t`a size in bytes`, value)
  }

  private wrong(where: string, wanted: string, value: unknown): LensError {
    const shown = value === undefined ? t`missing` : (JSON.stringify(value)?.slice(0, 60) ?? typeof value)
    const place = where === '' ? t`it` : where
    return new LensError(
      this.kind,
      t`${this.what} has the wrong shape: ${place} should be ${wanted}, but is ${shown}`,
      {
        advice: t`The image was written by a tool with a fault, or was damaged; write it again.`,
      },
    )
  }
}
