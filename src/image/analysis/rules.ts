import {apkLeftovers} from './findings/apk-leftovers.ts'
import {aptLeftovers} from './findings/apt-leftovers.ts'
import {archiveBesideContents} from './findings/archive-beside-contents.ts'
import {buildTools} from './findings/build-tools.ts'
import {cargoCache} from './findings/cargo-cache.ts'
import {composerCache} from './findings/composer-cache.ts'
import {condaPackages} from './findings/conda-packages.ts'
import {contentReplaced} from './findings/content-replaced.ts'
import {copiedForMetadata} from './findings/copied-for-metadata.ts'
import {coreDumps} from './findings/core-dumps.ts'
import {deletedLater} from './findings/deleted-later.ts'
import {devDependencies} from './findings/dev-dependencies.ts'
import {dnfLeftovers} from './findings/dnf-leftovers.ts'
import {docs} from './findings/docs.ts'
import {duplicateFiles} from './findings/duplicate-files.ts'
import {gemCache} from './findings/gem-cache.ts'
import {goCache} from './findings/go-cache.ts'
import {gradleCache} from './findings/gradle-cache.ts'
import {hiddenByOpaque} from './findings/hidden-by-opaque.ts'
import {installAfterCopy} from './findings/install-after-copy.ts'
import {largeFile} from './findings/large-file.ts'
import {logs} from './findings/logs.ts'
import {mavenRepository} from './findings/maven-repository.ts'
import {neverVisible} from './findings/never-visible.ts'
import {npmCache} from './findings/npm-cache.ts'
import {nugetCache} from './findings/nuget-cache.ts'
import {otherCaches} from './findings/other-caches.ts'
import {pacmanLeftovers} from './findings/pacman-leftovers.ts'
import {pipCache} from './findings/pip-cache.ts'
import {pnpmStore} from './findings/pnpm-store.ts'
import {rewrittenIdentically} from './findings/rewritten-identically.ts'
import {secretFiles} from './findings/secret-files.ts'
import {secretTexts} from './findings/secret-texts.ts'
import {storedTwice} from './findings/stored-twice.ts'
import {temporaryFiles} from './findings/temporary-files.ts'
import {tinyLayers} from './findings/tiny-layers.ts'
import {typeReplaced} from './findings/type-replaced.ts'
import {vcsFolders} from './findings/vcs-folders.ts'
import {yarnCache} from './findings/yarn-cache.ts'
import type {Rule} from './ground.ts'

/**
 * All rules, in the order in which they claim bytes: what tells more of a file comes before what tells less. Causes of waste
 * never meet the others, since they speak of bytes that the final tree does not have.
 */
export const RULES: readonly Rule[] = [
  secretFiles,
  secretTexts,
  copiedForMetadata,
  rewrittenIdentically,
  contentReplaced,
  deletedLater,
  hiddenByOpaque,
  typeReplaced,
  storedTwice,
  neverVisible,
  aptLeftovers,
  apkLeftovers,
  dnfLeftovers,
  pacmanLeftovers,
  pipCache,
  npmCache,
  yarnCache,
  pnpmStore,
  gemCache,
  composerCache,
  cargoCache,
  goCache,
  mavenRepository,
  gradleCache,
  condaPackages,
  nugetCache,
  vcsFolders,
  coreDumps,
  devDependencies,
  buildTools,
  archiveBesideContents,
  temporaryFiles,
  logs,
  docs,
  otherCaches,
  duplicateFiles,
  largeFile,
  tinyLayers,
  installAfterCopy,
]
