import {t} from '../../../text/translate.ts'
import {type Binding, EXPLORER} from './binding.ts'
import {extractReason, fileVerb, notWrittenReason} from './reasons.ts'

/** Taking files out of the image. */
export const EXTRACTING: readonly Binding[] = [
  {
    id: 'extract',
    places: ['files', 'versions'],
    keys: ['e'],
    label: t`extract it to the disk: a file or a folder, this version of it`,
    hint: t`extract`,
    rank: state => (fileVerb(state) === null ? 6 : 2),
    disabled: state => extractReason(state),
    message: () => ({type: 'extract'}),
  },
  {
    id: 'not-written',
    places: [...EXPLORER, 'versions'],
    keys: ['w'],
    label: t`what the last extraction did not write, and why`,
    disabled: state => notWrittenReason(state),
    message: () => ({type: 'not-written'}),
  },
]
