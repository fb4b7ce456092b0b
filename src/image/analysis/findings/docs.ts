import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const docs = placeRule({
  id: 'docs',
  title: t`Documentation, manual pages and translations`,
  why: t`Nobody reads manuals in a container; some licences ask that their text stays, and those are not counted.`,
  what: t`documentation, manuals and translations`,
  places: [
    '/usr/share/doc',
    '/usr/share/man',
    '/usr/share/info',
    '/usr/share/locale',
    '/usr/share/gtk-doc',
    '/usr/share/help',
    '/usr/local/share/doc',
    '/usr/local/share/man',
    '/usr/share/groff',
    '/usr/share/linda',
    '/usr/share/lintian',
  ],
  certainty: 'about',
  removal: {what: 'files', unless: () => "! -iname 'copyright*' ! -iname 'licen[cs]e*'"},
  spares: ({union}, version) => /^(?:copyright|licen[cs]e)/i.test(union.name(union.columns.versionNode[version]!)),
})
