import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const temporaryFiles = placeRule({
  id: 'temporary-files',
  title: t`Files in the folders for temporary ones`,
  why: t`What a step left in a temporary folder is in the image for good.`,
  what: t`temporary files`,
  places: ['/tmp', '/var/tmp', '/run/lock', '/var/run/lock'],
  certainty: 'exact',
  removal: {what: 'contents'},
})
