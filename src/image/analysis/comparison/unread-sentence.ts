import {counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'

/** What a difference leaves open where contents were not read. */
export function unreadSentence(unread: number): string {
  return t`The contents of ${counted(unread, 'file', 'files')} of equal size were not read: they count as changed where their times differ.`
}
