import {t} from '../../text/translate.ts'
import type {Binding} from './bindings/binding.ts'
import {elsewhere} from './bindings/elsewhere.ts'
import {bindingFor, bindingsWith} from './bindings.ts'
import type {Step} from './effects.ts'
import {edited, inserted} from './field/text-field.ts'
import type {KeyPressed, Message, MouseUsed} from './messages.ts'
import {belowPalette, chosenAction} from './palette/actions.ts'
import {placeOf, TYPED_IN} from './places.ts'
import {point} from './pointing/point.ts'
import {settleRegistries} from './registries/settle.ts'
import type {State} from './state.ts'
import {analyse, settleAnalysis} from './verbs/analyse.ts'
import {answerForm} from './verbs/answer-form.ts'
import {askFirst} from './verbs/ask-first.ts'
import {chooseBase} from './verbs/choose-base.ts'
import {commitDetails} from './verbs/commit-details.ts'
import {compare} from './verbs/compare.ts'
import {compareHere} from './verbs/compare-here.ts'
import {copy} from './verbs/copy.ts'
import {extract} from './verbs/extract.ts'
import {fillIn} from './verbs/fill-in.ts'
import {filter} from './verbs/filter.ts'
import {fold} from './verbs/fold.ts'
import {home} from './verbs/home.ts'
import {comparedAnew, ignoreNoise} from './verbs/ignore-noise.ts'
import {jobs} from './verbs/jobs.ts'
import {goToLargest, showLargest} from './verbs/largest.ts'
import {leave} from './verbs/leave.ts'
import {map} from './verbs/map.ts'
import {move} from './verbs/move.ts'
import {open} from './verbs/open.ts'
import {openPalette} from './verbs/palette.ts'
import {preview, previewTold, settlePreview} from './verbs/preview.ts'
import {previewSearch} from './verbs/preview-search.ts'
import {ran} from './verbs/ran.ts'
import {read} from './verbs/read.ts'
import {refreshContainer} from './verbs/refresh-container.ts'
import {registries} from './verbs/registries.ts'
import {settleTree} from './verbs/settle-tree.ts'
import {share} from './verbs/share.ts'
import {show} from './verbs/show.ts'
import {type} from './verbs/type.ts'
import {versions} from './verbs/versions.ts'
import {waste} from './verbs/waste.ts'

/** The next state, and what is to be done outside. Pure. */
export function update(state: State, message: Message): Step {
  return settleRegistries(step(state, message))
}

function step(state: State, message: Message): Step {
  switch (message.type) {
    case 'key':
      return press(state, message)
    case 'mouse':
      return pointAt(state, message)
    case 'paste':
      return type({...state, notice: null}, field => inserted(field, message.text))
    case 'quit':
    case 'suspend':
    case 'close':
      return leave(state, message)
    case 'open-palette':
      return [openPalette(state), []]
    case 'run-action':
      return runAction(state)
    case 'move':
    case 'page':
    case 'to-end':
    case 'select-layer':
      return [move(state, message), []]
    case 'expand':
    case 'collapse':
    case 'toggle':
    case 'fold-all':
      return [fold(state, message), []]
    case 'help':
    case 'describe-layer':
    case 'layer-users':
    case 'read-instruction':
    case 'enter-step-layer':
    case 'switch-pane':
    case 'show-view':
    case 'sort':
    case 'toggle-attributes':
    case 'show-hidden':
      return [show(state, message), []]
    case 'show-tab':
    case 'tab-back':
      return settleAnalysis([show(state, message), []])
    case 'open-finding':
    case 'close-finding':
    case 'go-to-evidence':
    case 'go-to-blamed':
    case 'show-silenced':
    case 'copy-fix':
      return waste(state, message)
    case 'next-base':
    case 'move-base':
    case 'base-here':
      return chooseBase(state, message)
    case 'analysing':
    case 'analysed':
    case 'analysis-failed':
    case 'bases-found':
      return analyse(state, message)
    case 'map-sideways':
    case 'map-into':
    case 'map-out':
    case 'map-colour':
    case 'map-to-tree':
      return settleAnalysis(map(state, message))
    case 'filter':
    case 'filter-kind':
    case 'keep-filter':
    case 'drop-filter':
    case 'to-match':
    case 'matched':
    case 'match-failed':
      return filter(state, message)
    case 'largest':
      return [showLargest(state), []]
    case 'go-to-largest':
      return goToLargest(state)
    case 'retry':
    case 'choose':
    case 'opening':
    case 'opened':
    case 'choices':
    case 'open-failed':
    case 'packages-compared':
      return open(state, message)
    case 'show-matrix':
    case 'show-relatives':
    case 'find-contents':
      return share(state, message)
    case 'mark-layer':
    case 'compare-here':
      return compareHere(state, message)
    case 'ignore-noise':
      return ignoreNoise(state)
    case 'compared-anew':
      return comparedAnew(state, message)
    case 'refresh-container':
      return refreshContainer(state)
    case 'commit-details':
      return commitDetails(state)
    case 'cancel-reading':
    case 'read-on':
    case 'reading':
    case 'reading-ended':
      return settleAnalysis(read(state, message))
    case 'preview':
    case 'preview-look':
    case 'preview-sideways':
    case 'preview-more':
      return preview(state, message)
    case 'preview-search':
    case 'preview-match':
      return previewSearch(state, message)
    case 'preview-told':
      return previewTold(state, message)
    case 'copy':
      return copy(state, message.what)
    case 'versions':
    case 'mark-version':
    case 'show-in-layer':
      return [versions(state, message), []]
    case 'compare-versions':
    case 'next-hunk':
    case 'scroll-sideways':
    case 'comparing':
    case 'compared':
    case 'compare-failed':
      return compare(state, message)
    case 'next-field':
    case 'toggle-field':
    case 'take-suggestion':
    case 'submit':
      return fillIn(state, message)
    case 'ask':
      return askFirst(state, message.about)
    case 'ran':
      return ran(state, message)
    case 'looked':
      return [answerForm(state, message), []]
    case 'extract':
    case 'not-written':
      return [extract(state, message), []]
    case 'cancel-jobs':
    case 'show-job':
    case 'step-job':
    case 'retry-job':
    case 'edit-job':
    case 'push-one-platform':
    case 'copy-advice':
    case 'job-told':
      return jobs(state, message)
    case 'home-tab':
    case 'home-open':
    case 'home-refresh':
    case 'home-engines':
    case 'home-sort':
    case 'home-filter':
    case 'home-keep-filter':
    case 'home-drop-filter':
    case 'home-mark':
    case 'home-unmark':
    case 'home-compare':
    case 'home-listed':
    case 'home-failed':
      return home(state, message)
    case 'sharing-known':
      // What was told once is still worth more than nothing.
      return [{...state, sharing: message.sharing ?? state.sharing, sharingUntold: message.sharing === null}, []]
    case 'registry-up':
    case 'registry-refresh':
    case 'registry-go':
    case 'registry-form':
    case 'registry-login':
    case 'doctor':
    case 'registry-told':
      return registries(state, message)
    case 'ground-told':
      return [{...state, capabilities: {...state.capabilities, ground: message.ground}}, []]
    case 'clock':
      return [{...state, now: message.now}, []]
    case 'resized':
      return [settlePreview(settleTree({...state, terminal: {columns: message.columns, rows: message.rows}})), []]
  }
}

/**
 * A key: the notice goes, and the binding of the place acts, or says why it can't; what no binding wants is typed, or told where
 * it works.
 */
function press(state: State, {key}: KeyPressed): Step {
  const quiet = state.notice === null ? state : {...state, notice: null}
  const binding = bindingFor(placeOf(state), key, state.keys)
  if (binding !== undefined) return act(quiet, binding)
  if (TYPED_IN.has(placeOf(state))) return type(quiet, field => edited(field, key))
  const text = elsewhere(quiet, key)
  return [text === null ? quiet : {...quiet, notice: {text, kind: 'refused'}}, []]
}

/** The mouse: what lies below it is chosen, opened as Enter would, or done as its key would. */
function pointAt(state: State, message: MouseUsed): Step {
  const [pointed, then] = point(state, message)
  if (then === null) return [pointed, []]
  if (typeof then === 'object' && then.type === 'binding') {
    const pressed = bindingsWith(pointed.keys).find(({id}) => id === then.id)
    return pressed === undefined ? [pointed, []] : act(pointed, pressed)
  }
  if (then !== 'open') return step(pointed, then)
  const binding = bindingFor(placeOf(pointed), 'enter')
  return binding === undefined ? [pointed, []] : act(pointed, binding)
}

/** What a binding means now, or why it can't be. */
function act(state: State, binding: Binding): Step {
  const reason = binding.disabled?.(state)
  if (reason !== undefined) return [{...state, notice: {text: reason, kind: 'refused'}}, []]
  return step(state, binding.message(state))
}

/** The palette goes, and what was chosen in it is done as its key would have done it. */
function runAction(state: State): Step {
  const action = chosenAction(state)
  if (action === undefined)
    return [{...state, notice: {text: t`Nothing that can be done is called that.`, kind: 'refused'}}, []]
  const below = belowPalette(state)
  if (action.reason !== null) return [{...below, notice: {text: action.reason, kind: 'refused'}}, []]
  return act(below, action.binding)
}
