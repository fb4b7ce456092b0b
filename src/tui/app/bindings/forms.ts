import {t} from '../../../text/translate.ts'
import {type Binding, FORMS} from './binding.ts'
import {actionOf, aloneReason, notAboutContainerReason, suggestionReason, unansweredReason} from './reasons.ts'

/** Answering a form. */
export const ANSWERING: readonly Binding[] = [
  {
    id: 'submit',
    places: FORMS,
    keys: ['enter'],
    label: t`do what the form says`,
    hint: state => actionOf(state),
    rank: 0,
    message: () => ({type: 'submit'}),
  },
  {
    id: 'next-field',
    places: FORMS,
    keys: ['tab', 'down'],
    label: t`to the next field`,
    hint: t`next field`,
    rank: 2,
    disabled: state => aloneReason(state),
    message: () => ({type: 'next-field', by: 1}),
  },
  {
    id: 'previous-field',
    places: FORMS,
    keys: ['shift+tab', 'up'],
    label: t`to the field before`,
    message: () => ({type: 'next-field', by: -1}),
  },
  {
    id: 'take-suggestion',
    places: ['form'],
    keys: ['ctrl+space'],
    label: t`take what is suggested behind the cursor`,
    hint: t`take suggestion`,
    rank: 1,
    disabled: state => suggestionReason(state),
    message: () => ({type: 'take-suggestion'}),
  },
  {
    id: 'toggle-field',
    places: ['form-toggle'],
    keys: ['space', 'right', 'l'],
    label: t`yes or no; the next choice`,
    hint: t`change`,
    rank: 1,
    disabled: state => unansweredReason(state),
    message: () => ({type: 'toggle-field', by: 1}),
  },
  {
    id: 'toggle-field-back',
    places: ['form-toggle'],
    keys: ['left', 'h'],
    label: t`no or yes; the choice before`,
    message: () => ({type: 'toggle-field', by: -1}),
  },
  {
    id: 'commit-details',
    places: FORMS,
    keys: ['ctrl+o'],
    label: t`see what a commit would store, and come back`,
    hint: t`details`,
    rank: 2,
    disabled: state => notAboutContainerReason(state),
    message: () => ({type: 'commit-details'}),
  },
  {
    id: 'leave-form',
    places: FORMS,
    keys: ['esc'],
    label: t`leave the form: nothing is done`,
    hint: t`cancel`,
    rank: 0,
    message: () => ({type: 'close'}),
  },
]
