import {parseRegistryHost, parseRemoteName} from '../../../image/oci/remote-name.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {RegistryVerb} from '../messages.ts'
import type {State} from '../state.ts'
import {type Form, formOf, textIn, textQuestion, valuesOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {NamePurpose} from './purpose.ts'

const NAME = 'name'

/** `host`: the registry that is looked into, for which only the rest has to be typed. */
export function nameForm(host: string | null): Form<NamePurpose> {
  return formOf({kind: 'name-registry'}, [
    textQuestion(NAME, t`name`, host === null ? '' : `${host}/`, {hint: t`HOST[:PORT] or HOST/REPOSITORY`}),
  ])
}

/** Going to the repositories of a registry, or with a path to the tags of a repository. */
export function namePlan(_: State, form: Form<NamePurpose>): FormPlan {
  const text = textIn(valuesOf(form), NAME)
  const named = placeNamed(text)
  return {
    title: t`Look into a registry`,
    summary: [
      named.kind === 'place'
        ? named.sentence
        : t`A repository is named as docker names it; nginx is docker.io/library/nginx.`,
    ],
    action: t`look`,
    refusal: named.kind === 'none' ? named.why : null,
    begins: {
      kind: 'verb',
      verb: named.kind === 'place' ? named.verb : {type: 'registry-refresh'},
    },
  }
}

type Named =
  | {readonly kind: 'place'; readonly verb: RegistryVerb; readonly sentence: string}
  | {readonly kind: 'none'; readonly why: string}

function placeNamed(text: string): Named {
  if (text === '') return {kind: 'none', why: t`Name a registry, or a repository of one.`}
  const plain = text.replace(/^(?:docker|https?):\/\//, '').replace(/\/+$/, '')
  try {
    // As the command line has it: without a slash only what looks like a host is one.
    if (!plain.includes('/') && (/[.]|:\d+$|^\[/.test(plain) || plain === 'localhost')) {
      const host = parseRegistryHost(plain)
      return {
        kind: 'place',
        verb: {type: 'registry-go', host, path: null},
        sentence: t`Lists the repositories of ${host}.`,
      }
    }
    const {host, path} = parseRemoteName(plain)
    const sentence = t`Lists the tags of ${host}/${path}.`
    return {kind: 'place', verb: {type: 'registry-go', host, path}, sentence}
  } catch (thrown) {
    return {kind: 'none', why: printable(thrown instanceof Error ? thrown.message : String(thrown))}
  }
}
