import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const logs = placeRule({
  id: 'logs',
  title: t`Logs of the build`,
  why: t`Nobody reads the logs of a build in an image, and a container writes its own.`,
  what: t`logs`,
  places: ['/var/log'],
  certainty: 'exact',
  // Programs write into folders of their own there, and start without them not at all.
  removal: {what: 'files'},
})
