import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

/** what only conda has in or beside the folder of its packages */
const CONDA = ['urls.txt', 'urls', 'cache']

export const condaPackages = placeRule({
  id: 'conda-packages',
  title: t`Packages that conda keeps beside those it installed`,
  why: t`conda keeps the archive of each package, and its files a second time where it could not link them.`,
  what: t`the packages that conda fetched`,
  places: [
    '/opt/*/pkgs',
    '**/miniconda3/pkgs',
    '**/anaconda3/pkgs',
    '**/miniforge3/pkgs',
    '**/conda/pkgs',
    '**/mamba/pkgs',
  ],
  certainty: 'exact',
  // Other programs have folders of this name, too.
  passes: ({names}, folder) => !CONDA.some(name => names.find(name, folder) >= 0),
})
