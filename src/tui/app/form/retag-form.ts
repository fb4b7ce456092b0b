import {shortDigest} from '../../../image/oci/digest.ts'
import {formatRemoteName} from '../../../image/oci/remote-name.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {registriesIn} from '../registries/in-home.ts'
import type {State} from '../state.ts'
import {type Form, formOf, textIn, textQuestion, valuesOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {RetagPurpose} from './purpose.ts'

const TAG = 'tag'

/** Which tag a manifest of a registry gets beside the one that it is shown by. */
export function retagForm(name: Omit<RetagPurpose, 'kind'>): Form<RetagPurpose> {
  return formOf({kind: 'retag', ...name}, [textQuestion(TAG, t`new tag`, '', {hint: t`such as latest`})])
}

/** One more tag for a manifest; no layer moves. A tag that is there already is moved, and that is said. */
export function retagPlan(state: State, form: Form<RetagPurpose>): FormPlan {
  const {host, path, tag, digest} = form.purpose
  const to = textIn(valuesOf(form), TAG)
  const ascii = !state.capabilities.unicode
  const there = registriesIn(state)?.tags.items?.includes(to) === true
  const from = formatRemoteName({host, path, tag})
  return {
    title: t`Tag ${printable(from, {ascii})}`,
    summary: [
      t`${host}/${path} gets one more tag for the same manifest${digest === null ? '' : `, ${shortDigest(digest)}`}; no layer is sent.`,
      ...(there ? [t`${to} is there already: from then on it leads here.`] : []),
    ],
    action: there ? t`move the tag` : t`tag`,
    refusal: /^\w[\w.-]{0,127}$/.test(to)
      ? to === tag
        ? t`That is its tag already.`
        : null
      : t`A tag has letters, digits, dots, _ and -, at most 128.`,
    begins: {
      kind: 'job',
      title: printable(t`tag ${from} as ${to}`, {ascii}),
      command: null,
      task: {kind: 'retag', host, path, from: digest ?? tag, to},
    },
  }
}
