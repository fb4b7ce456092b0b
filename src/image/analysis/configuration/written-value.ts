import {nearest} from '../../../text/nearest.ts'
import {LensError} from '../../oci/error.ts'
import {isObject} from '../../oci/json.ts'
import {eachRead} from './mistakes.ts'
import {readYaml, type YamlDocument, type YamlPath} from './yaml.ts'

/**
 * A value of a configuration, and where it stands. What is wrong is told with file and line, what is unknown with the nearest
 * that is known. Null means the same as nothing.
 */
export class WrittenValue {
  readonly value: unknown
  private readonly document: YamlDocument
  private readonly path: YamlPath

  constructor(document: YamlDocument, path: YamlPath, value: unknown) {
    this.document = document
    this.path = path
    this.value = value
  }

  /** Such as `.layerlens.yaml:3: check.size`. */
  get where(): string {
    const {path} = this
    const name = path.reduce<string>(
      (spelled, key) => (typeof key === 'number' ? `${spelled}[${key}]` : spelled === '' ? key : `${spelled}.${key}`),
      '',
    )
    return name === '' ? this.place : `${this.place}: ${name}`
  }

  /** Such as `.layerlens.yaml:3`. */
  get place(): string {
    const line = this.document.line(this.path)
    return line === null ? this.document.name : `${this.document.name}:${line}`
  }

  /** False for nothing, and for a null. */
  get isGiven(): boolean {
    return this.value !== undefined && this.value !== null
  }

  /** The names of its keys; `known`: those it may have, null for any. Throws `usage` for others, and where it is no map. */
  keys(known: readonly string[] | null): readonly string[] {
    if (!this.isGiven) return []
    if (!isObject(this.value)) throw this.wrong('a map of keys')
    const names = Object.keys(this.value)
    return eachRead(names, key => {
      if (known?.includes(key) === false) throw this.unknown(key, known)
      return key
    })
  }

  /** What stands behind a key, which may be nothing. */
  at(key: string): WrittenValue {
    return new WrittenValue(this.document, [...this.path, key], isObject(this.value) ? this.value[key] : null)
  }

  /** Null where it is not given, as of the kinds below. Throws `usage` for anything that is no text. */
  text(): string | null {
    if (!this.isGiven) return null
    if (typeof this.value !== 'string') throw this.wrong('a text')
    return this.value
  }

  /** Throws `usage` for anything else. */
  textOrNumber(): string | number | null {
    if (!this.isGiven) return null
    if (typeof this.value !== 'string' && typeof this.value !== 'number') throw this.wrong('a text or a number')
    return this.value
  }

  /** Throws `usage` for anything but true and false. */
  boolean(): boolean | null {
    if (!this.isGiven) return null
    if (typeof this.value !== 'boolean') throw this.wrong('true or false')
    return this.value
  }

  /** Its items, each with its own place; none where it is not given. Throws `usage` for what is no list. */
  list(): readonly WrittenValue[] {
    if (!this.isGiven) return []
    if (!Array.isArray(this.value)) throw this.wrong('a list')
    return this.value.map((item: unknown, i) => new WrittenValue(this.document, [...this.path, i], item))
  }

  /** Throws `usage` for what is no list, and for an item that is no text. */
  texts(): string[] {
    return this.list().map(({value}) => {
      if (typeof value !== 'string') throw this.wrong('a list of texts')
      return value
    })
  }

  /** `what` it must be, as in: a text. */
  wrong(what: string): LensError {
    if (this.path.length > 0) return new LensError('usage', `${this.where} must be ${what}.`)
    return new LensError('usage', `${this.place}:1: this must be ${what}.`, {
      advice: 'Write one key a line, like key: value.',
    })
  }

  private unknown(key: string, known: readonly string[]): LensError {
    const near = nearest(key, known)
    const {place} = this.at(key)
    const told = this.path.length === 0 ? `there is no key ${key}` : `${this.path.join('.')} has no key ${key}`
    return new LensError('usage', `${place}: ${told}.`, {
      advice: near === null ? `The keys are ${known.join(', ')}.` : `Did you mean ${near}?`,
    })
  }
}

/** A configuration as one value. Throws `usage` where it is no YAML. */
export function readConfiguration(text: string, name: string): WrittenValue {
  const document = readYaml(text, name)
  return new WrittenValue(document, [], document.value)
}
