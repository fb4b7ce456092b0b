import {LensError} from '../../image/oci/error.ts'
import type {Manifest} from '../../image/oci/manifest.ts'
import {isImageConfigType, MEDIA_TYPE} from '../../image/oci/media-type.ts'
import {t} from '../../text/translate.ts'

/** What registries hold beside images, by a part of the media type that names it. */
const KINDS: readonly (readonly [string, string])[] = [
  ['vnd.cncf.helm.', t`a Helm chart`],
  ['vnd.dev.cosign.', t`a cosign signature`],
  ['vnd.dev.sigstore.', t`a sigstore signature`],
  ['vnd.cncf.notary.', t`a Notary signature`],
  ['vnd.in-toto', t`an in-toto attestation`],
  ['vnd.dsse', t`an attestation`],
  ['slsa', t`an attestation`],
  ['spdx', t`a list of software (SBOM)`],
  ['cyclonedx', t`a list of software (SBOM)`],
  ['vnd.syft', t`a list of software (SBOM)`],
  ['sarif', t`a scan report`],
  ['vnd.buildkit.cacheconfig', t`a BuildKit cache`],
  ['vnd.docker.plugin', t`a Docker plugin`],
  ['vnd.docker.compose', t`a Compose project`],
  ['vnd.docker.ai.', t`an AI model`],
  ['vnd.cncf.model', t`an AI model`],
  ['vnd.ollama.', t`an AI model`],
  ['wasm', t`a WebAssembly module`],
  ['vnd.cncf.flux', t`a Flux artifact`],
  ['vnd.cncf.openpolicyagent', t`a policy`],
  ['vnd.cncf.falco', t`a set of Falco rules`],
  ['vnd.tekton', t`a Tekton bundle`],
  ['vnd.homebrew', t`a Homebrew bottle`],
  ['vnd.devcontainers', t`a dev container feature`],
  ['vnd.sylabs.sif', t`a Singularity image`],
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
  return new LensError('not-an-image', t`There are only attestations here (provenance, SBOM), but no image.`, {
    advice: t`The image that they speak of was not copied with them; copy it whole: skopeo copy --all SOURCE oci:FOLDER`,
  })
}

function notAnImage(where: string, types: readonly string[], shown: string): LensError {
  const kind = KINDS.find(([part]) => types.some(type => type.includes(part)))?.[1] ?? t`an artifact`
  return new LensError('not-an-image', t`${where} is ${kind} (${shown}), not a container image.`, {
    advice: t`Only images have layers to look into; oras or the tool that made it can fetch it.`,
  })
}
