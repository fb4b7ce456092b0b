import {type BaseCandidate, type BaseImage, baseOfImage, baseOfLayers} from '../image/analysis/base-image.ts'
import {LensError} from '../image/oci/error.ts'
import type {Image} from '../image/oci/image.ts'
import type {Resolved} from '../sources/resolve.ts'
import {printable} from '../text/printable.ts'
import {counted} from '../text/size.ts'
import {t} from '../text/translate.ts'

/**
 * The base of an image as a user names it: an image, or the number of its layers. Throws `usage` where that can't be its base,
 * and what `resolve` throws.
 */
export async function givenBase(
  image: Image,
  given: string,
  resolve: (reference: string) => Promise<Resolved>,
): Promise<BaseImage> {
  if (/^\d{1,6}$/.test(given)) {
    const base = baseOfLayers(Number(given), image)
    if (base !== null) return base
    throw new LensError('usage', t`A base of ${given} layers is more than the image has: ${image.layers.length}.`)
  }
  const resolved = await resolve(given)
  if (resolved.kind !== 'image') {
    throw new LensError('usage', t`${printable(given)} names several images.`, {
      advice: t`Name one, such as ${printable(resolved.choices[0]?.reference ?? given)}`,
    })
  }
  const base = baseOfImage(candidateOf(resolved.image), image)
  if (base !== null) return base
  throw new LensError(
    'usage',
    t`The image does not begin with the ${counted(resolved.image.layers.length, 'layer', 'layers')} of ${printable(given)}.`,
    {
      advice: t`Another version of the base has other layers: pull the one that the build used, or give their number: --base N`,
    },
  )
}

function candidateOf({reference, tags, digest, layers}: Image): BaseCandidate {
  return {name: reference, names: tags, digest, diffIds: layers.map(({diffId}) => diffId)}
}
