import {LensError} from '../../image/oci/error.ts'
import type {Manifest} from '../../image/oci/manifest.ts'
import {isImageConfigType, MEDIA_TYPE} from '../../image/oci/media-type.ts'

/** What registries hold beside images, by a part of the media type that names it. */
const KINDS: readonly (readonly [string, string])[] = [
  ['vnd.cncf.helm.', 'a Helm chart'],
  ['vnd.dev.cosign.', 'a cosign signature'],
  ['vnd.dev.sigstore.', 'a sigstore signature'],
  ['vnd.cncf.notary.', 'a Notary signature'],
  ['vnd.in-toto', 'an in-toto attestation'],
  ['vnd.dsse', 'an attestation'],
  ['slsa', 'an attestation'],
  ['spdx', 'a list of software (SBOM)'],
  ['cyclonedx', 'a list of software (SBOM)'],
  ['vnd.syft', 'a list of software (SBOM)'],
  ['sarif', 'a scan report'],
  ['vnd.buildkit.cacheconfig', 'a BuildKit cache'],
  ['vnd.docker.plugin', 'a Docker plugin'],
  ['vnd.docker.compose', 'a Compose project'],
  ['vnd.docker.ai.', 'an AI model'],
  ['vnd.cncf.model', 'an AI model'],
  ['vnd.ollama.', 'an AI model'],
  ['wasm', 'a WebAssembly module'],
  ['vnd.cncf.flux', 'a Flux artifact'],
  ['vnd.cncf.openpolicyagent', 'a policy'],
  ['vnd.cncf.falco', 'a set of Falco rules'],
  ['vnd.tekton', 'a Tekton bundle'],
  ['vnd.homebrew', 'a Homebrew bottle'],
  ['vnd.devcontainers', 'a dev container feature'],
  ['vnd.sylabs.sif', 'a Singularity image'],
]

/**
 * Why a manifest is no image, as an error that names what it is; null for an image. A cosign signature carries an image's
 * config type, so the layers are asked too.
 */
export function artifactFailure(manifest: Manifest, where: string): LensError | null {
  const config = manifest.config.mediaType
  const layerTypes = manifest.layers.map(layer => layer.mediaType)
  const ofImage = config === '' || isImageConfigType(config)
  const holdsTars = layerTypes.length === 0 || layerTypes.some(type => type === '' || /\btar\b/.test(type))
  if (ofImage && holdsTars) return null
  const type =
    [manifest.artifactType, config === MEDIA_TYPE.ociEmpty ? null : config, ...layerTypes].find(Boolean) ?? config
  return notAnImage(
    where,
    [manifest.artifactType ?? '', config, ...layerTypes],
    ofImage ? (layerTypes[0] ?? type) : type,
  )
}

/** The error for something in an index that is no manifest at all. */
export function foreignDescriptorFailure(mediaType: string, where: string): LensError {
  return notAnImage(where, [mediaType], mediaType)
}

/** The error for a place where every manifest is an attestation of an image that is elsewhere. */
export function onlyAttestationsFailure(): LensError {
  return new LensError('not-an-image', 'There are only attestations here (provenance, SBOM), but no image.', {
    advice: 'The image that they speak of was not copied with them; copy it whole: skopeo copy --all SOURCE oci:FOLDER',
  })
}

function notAnImage(where: string, types: readonly string[], shown: string): LensError {
  const kind = KINDS.find(([part]) => types.some(type => type.includes(part)))?.[1] ?? 'an artifact'
  return new LensError('not-an-image', `${where} is ${kind} (${shown}), not a container image.`, {
    advice: 'Only images have layers to look into; oras or the tool that made it can fetch it.',
  })
}
