import type { gaps as english } from '../en/gaps'
import type { Translated } from '../language'

export const gaps: Translated<typeof english> = {
  gapFrom: 'Lücke ab {fromMs}: {reason}',
  gapRestart: 'neu gestartet',
  gapReasonRestart: '{span} lang keine Messwerte: Der Prozess wurde neu gestartet.',
  gapStoodStill: 'stand still',
  gapReasonStoodStill: 'Der Prozess hat {span} lang nichts gemessen: Er war blockiert, angehalten oder ohne Prozessor.',
  gapCapture: 'aufgenommen',
  gapReasonCapture: 'Der Prozess stand {span} lang still, für: {what}.',
  gapClock: 'Uhr verstellt',
  gapReasonClock: 'Seine Uhr wurde vorgestellt, um bis zu {span}; kein Messwert fehlt.',
  gapHubAway: 'Hub nicht da',
  gapReasonHubAway: 'Der Hub war nicht da: {samples} aus {span} waren mehr, als der Agent für ihn aufhebt.',
  gapLost: 'verloren',
  gapReasonLost:
    '{samples} aus {span} wurden genommen und haben den Hub nie erreicht: Der Weg war länger unterbrochen, als der Agent sie aufhebt, oder die Platte nahm sie nicht an.',
  gapUnread: 'nicht gelesen',
  gapReasonUnread: 'Der Verlauf war hier nicht zu lesen; er wird noch einmal erfragt.',
  gapUnknown: 'keine Messwerte',
  gapReasonUnknown: '{span} lang keine Messwerte; warum, ist nicht bekannt.',
  gapOpenHubAway:
    'Der Hub ist seit {sinceMs} nicht da; was der Prozess solange sendet, wird gezeichnet, wenn er wieder da ist.',
  gapOpenCapture: 'Der Prozess steht seit {sinceMs} still, solange er aufgenommen wird.',
  gapGone: 'fort',
  gapOpenGone: 'Der Prozess ist fort: Sein letzter Messwert ist von {sinceMs}.',
  gapHeld: 'zurückgehalten',
  gapOpenHeld:
    'Beim Hub ist der Speicher knapp: Live-Werte von nach {sinceMs} hält er zurück; sie kommen, sobald er Platz hat.',
  gapSilent: 'stumm',
  gapOpenSilent: 'Der Prozess hat seit {sinceMs} nichts gesendet.',
}
