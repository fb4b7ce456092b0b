import {inspect} from 'node:util'

/** A password or token. Whatever prints, logs or serialises it by accident shows stars; only `reveal` gives it. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** For a header or the standard input of a helper; never for an argument, a message or a log. */
  reveal(): string {
    return this.#text
  }

  get isEmpty(): boolean {
    return this.#text === ''
  }

  toString(): string {
    return '***'
  }

  toJSON(): string {
    return '***'
  }

  [inspect.custom](): string {
    return '***'
  }
}
