import {secretsIn} from '../../../text/mask.ts'
import {counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {instructionOf} from '../../oci/image-history.ts'
import type {Fix, Told} from '../finding.ts'
import type {Ground, Rule} from '../ground.ts'

export const secretTexts: Rule = {
  id: 'secret-texts',
  kind: 'secret',
  title: t`Secrets in instructions, build arguments, variables and labels`,
  why: t`The config of an image is read by whoever can pull it, without pulling a single layer.`,
  *find(ground) {
    const {env, labels, annotations, steps} = ground.facts
    const told = new Places()
    for (const variable of env) {
      const where = t`the variable ${nameOf(variable)}`
      told.add(variable, where, null, t`give it when the container starts: docker run --env-file FILE`)
    }
    for (const [place, texts] of [
      ['label', labels],
      ['annotation', annotations],
    ] as const) {
      for (const [key, value] of Object.entries(texts)) {
        const [where, note] =
          place === 'label'
            ? [t`the label ${key}`, t`take it out of the labels`]
            : [t`the annotation ${key}`, t`take it out of the annotations`]
        told.add(`${key}=${value}`, where, null, note)
      }
    }
    for (const {layer, entry} of steps) {
      const {verb} = instructionOf(entry)
      const place = entry?.container
        ? t`the container's command`
        : verb === null
          ? t`the history`
          : t`the instruction ${verb}`
      told.add(entry?.createdBy ?? '', place, layer, '')
    }
    yield* told.findings(ground)
  },
}

function nameOf(variable: string): string {
  return variable.slice(0, Math.max(0, variable.indexOf('=')))
}

/** Other places of a secret that a sentence names. */
const NAMED = 8

function placeOf(where: string, layer: number | null): string {
  return layer === null ? where : t`${where} of layer ${layer}`
}

interface Place {
  readonly what: string
  readonly masked: string
  readonly where: string
  readonly layer: number | null
  readonly note: string
  /** other places that have the same one */
  readonly more: string[]
}

/** Each secret once, where it is found first: what a variable says is in the history of its ENV, a build argument in each RUN. */
class Places {
  private readonly bySecret = new Map<string, Place>()

  add(text: string, where: string, layer: number | null, note: string): void {
    const here = new Set<string>()
    for (const {what, masked, secret} of secretsIn(text)) {
      const known = this.bySecret.get(secret)
      if (known === undefined) this.bySecret.set(secret, {what, masked, where, layer, note, more: []})
      else if (!here.has(secret)) known.more.push(placeOf(where, layer))
      here.add(secret)
    }
  }

  *findings({base}: Ground): Generator<Told> {
    for (const {what, masked, where, layer, note, more: all} of this.bySecret.values()) {
      const more = [...new Set(all)]
      const rest = more.length - NAMED
      const named = [...more.slice(0, NAMED), ...(rest > 0 ? [counted(rest, 'more place', 'more places')] : [])]
      const also =
        named.length === 0 ? '' : more.length === 1 ? t`, and so does ${named[0]!}` : t`, and so do ${named.join(', ')}`
      yield {
        summary: t`${placeOf(where, layer)} holds what looks like ${what}: ${masked}${also}`,
        bytes: 0,
        certainty: 'about',
        layer,
        evidence: [],
        fix: layer !== null && layer < base.layers ? null : fixOf(note),
      }
    }
  }
}

function fixOf(note: string): Fix {
  if (note !== '') return {file: 'Dockerfile', lines: [], note: t`${note}; then replace the secret`}
  return {
    file: 'Dockerfile',
    lines: ['RUN --mount=type=secret,id=NAME …'],
    note: t`instead of ARG, ENV or the text itself (BuildKit); then replace the secret`,
  }
}
