import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const pipCache = placeRule({
  id: 'pip-cache',
  title: t`Downloads and wheels that pip, uv, poetry or pipenv keep`,
  why: t`What was downloaded to install it is in the image a second time.`,
  what: t`the cache of pip`,
  places: ['**/.cache/pip', '**/.cache/uv', '**/.cache/pypoetry', '**/.cache/pipenv'],
  certainty: 'exact',
  removal: {
    instead: {
      changes: [[/\bpip3? install (?![^&;|]{0,400}--no-cache-dir)/g, '$&--no-cache-dir ']],
      lies: /\/\.cache\/pip$/,
    },
  },
})
