import {shortDigest} from '../../../image/oci/digest.ts'
import {formatRemoteName} from '../../../image/oci/remote-name.ts'
import {printable} from '../../../text/printable.ts'
import {registriesIn} from '../registries/in-home.ts'
import type {State} from '../state.ts'
import {type Form, formOf, textIn, textQuestion, valuesOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {RetagPurpose} from './purpose.ts'

const TAG = 'tag'

export function retagForm(name: Omit<RetagPurpose, 'kind'>): Form<RetagPurpose> {
  return formOf({kind: 'retag', ...name}, [textQuestion(TAG, 'new tag', '', {hint: 'such as latest'})])
}

export function retagPlan(state: State, form: Form<RetagPurpose>): FormPlan {
  const {host, path, tag, digest} = form.purpose
  const to = textIn(valuesOf(form), TAG)
  const ascii = !state.capabilities.unicode
  const there = registriesIn(state)?.tags.items?.includes(to) === true
  const from = formatRemoteName({host, path, tag})
  return {
    title: `Tag ${printable(from, {ascii})}`,
    summary: [
      `${host}/${path} gets one more tag for the same manifest${digest === null ? '' : `, ${shortDigest(digest)}`}; no layer is sent.`,
      ...(there ? [`${to} is there already: from then on it leads here.`] : []),
    ],
    action: there ? 'move the tag' : 'tag',
    refusal: /^\w[\w.-]{0,127}$/.test(to)
      ? to === tag
        ? 'That is its tag already.'
        : null
      : 'A tag has letters, digits, dots, _ and -, at most 128.',
    begins: {
      kind: 'job',
      title: printable(`tag ${from} as ${to}`, {ascii}),
      command: null,
      task: {kind: 'retag', host, path, from: digest ?? tag, to},
    },
  }
}
