import type {State} from '../state.ts'
import {commitPlan} from './commit-form.ts'
import {commitImagePlan} from './commit-image-form.ts'
import {copyPlan} from './copy-form.ts'
import {deletePlan} from './delete-form.ts'
import {extractPlan} from './extract-form.ts'
import type {Form} from './form.ts'
import {leavePlan} from './leave-form.ts'
import {loadPlan} from './load-form.ts'
import {loginPlan} from './login-form.ts'
import {namePlan} from './name-form.ts'
import type {FormPlan} from './plan.ts'
import {pullPlan} from './pull-form.ts'
import type {Purpose, PurposeOf} from './purpose.ts'
import {pushPlan} from './push-form.ts'
import {registryPlan} from './registry-form.ts'
import {removePlan} from './remove-form.ts'
import {retagPlan} from './retag-form.ts'
import {runPlan} from './run-form.ts'
import {savePlan} from './save-form.ts'
import {tagPlan} from './tag-form.ts'

/** One entry a purpose. */
const PLANS: {readonly [K in Purpose['kind']]: (state: State, form: Form<PurposeOf<K>>) => FormPlan | null} = {
  extract: extractPlan,
  leave: leavePlan,
  commit: commitPlan,
  'commit-image': commitImagePlan,
  tag: tagPlan,
  push: pushPlan,
  pull: pullPlan,
  save: savePlan,
  load: loadPlan,
  login: loginPlan,
  'name-registry': namePlan,
  copy: copyPlan,
  retag: retagPlan,
  'delete-remote': deletePlan,
  run: runPlan,
  registry: registryPlan,
  remove: removePlan,
}

/** What this form would do now; null where that for which it was opened is gone. */
export function planOf(state: State, form: Form): FormPlan | null {
  const plan = PLANS[form.purpose.kind] as (state: State, form: Form) => FormPlan | null
  return plan(state, form)
}
