import {t} from '../../text/translate.ts'
import type {Place} from './places.ts'

/** What places are called in sentences. The tabs of home and of an image have names of their own. */
const NAMES: Readonly<Partial<Record<Place, string>>> = {
  layers: t`the layers pane`,
  files: t`the files pane`,
  filter: t`the filter`,
  preview: t`a file`,
  'preview-search': t`the search in a file`,
  picker: t`the list of images`,
  form: t`a form`,
  'form-toggle': t`a form’s choice`,
  job: t`the page of a job`,
  doctor: t`the doctor’s page`,
  versions: t`the versions of a path`,
  comparison: t`a comparison`,
  largest: t`the largest files`,
  palette: t`the palette`,
  help: t`the help`,
  failed: t`the page of what could not be opened`,
  'home-filter': t`home’s filter`,
}

/** A place as it stands behind “in”. */
export function placeName(place: Place): string {
  if (NAMES[place] !== undefined) return NAMES[place]
  return place.startsWith('home-')
    ? t`home’s ${place.slice('home-'.length)}`
    : t`the ${place.replaceAll('-', ' ')} page`
}
