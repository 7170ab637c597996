import type { welcome as english } from '../en/welcome'
import type { Translated } from '../language'

export const welcome: Translated<typeof english> = {
  noProcessReportsYet: 'Noch meldet sich kein Prozess',
  installTidemarkAgentIn:
    'Installieren Sie <0>@tidemark/agent</0> in einem Node-Programm und fügen Sie diese vier Zeilen ein. Diese Seite merkt von selbst, wenn sich der erste verbindet.',
  fourLinesToEmbed: 'Vier Zeilen, um den Agenten einzubauen',
  waitingForTheFirst: '<0/>Wartet auf den ersten Agenten unter {address}',
  onlyLookingNpmRun:
    'Nur schauen? <0>npm run demo</0> startet eine kleine Flotte echter Programme, von denen manche lecken.',
}
