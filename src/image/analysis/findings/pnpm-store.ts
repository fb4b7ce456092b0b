import {t} from '../../../text/translate.ts'
import type {Ground} from '../ground.ts'
import {placeRule} from './place-rule.ts'

export const pnpmStore = placeRule({
  id: 'pnpm-store',
  title: t`Packages in the store of pnpm`,
  why: t`Installed packages are links into the store or copies of it; what no link needs is there twice.`,
  what: t`what no link needs of the store of pnpm`,
  places: ['**/.local/share/pnpm/store', '**/.pnpm-store', '**/.cache/pnpm', '**/pnpm/store'],
  certainty: 'exact',
  passes: isInUse,
})

/** With a global virtual store (pnpm 10) node_modules are links to folders in the store itself: STORE/v10/links. */
function isInUse({union}: Ground, folder: number): boolean {
  const last = union.layerCount - 1
  return union
    .children(folder)
    .some(version =>
      union.children(version).some(node => union.name(node) === 'links' && union.pathsBelow(node, last) > 0),
    )
}
