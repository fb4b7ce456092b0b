import {t} from '../../../text/translate.ts'
import type {State} from '../state.ts'
import {type Form, formOf, secretQuestion, textIn, textQuestion, valuesOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {LoginPurpose} from './purpose.ts'

const NAME = 'username'
const PASSWORD = 'password'

/** With a name that was tried already the password is asked first. */
export function loginForm(host: string, username = ''): Form<LoginPurpose> {
  return formOf(
    {kind: 'login', host},
    [
      textQuestion(NAME, t`user`, username),
      secretQuestion(PASSWORD, t`password`, t`or an access token; it is not shown`),
    ],
    username === '' ? 0 : 1,
  )
}

/** A login that the registry is asked about first; the password goes there alone, no job keeps it. */
export function loginPlan(_: State, form: Form<LoginPurpose>): FormPlan {
  const values = valuesOf(form)
  const username = textIn(values, NAME)
  // Blanks belong to it.
  const password = String(values[PASSWORD] ?? '')
  const {host} = form.purpose
  return {
    title: t`Log in at ${host}`,
    summary: [
      t`The registry is asked first; what it believes is kept where docker keeps it, in its credential helper if there is one.`,
    ],
    action: t`log in`,
    refusal: username === '' ? t`Who are you there?` : password === '' ? t`The password is missing.` : null,
    begins: {kind: 'verb', verb: {type: 'registry-login', host, username, password}},
  }
}
