import type { nouns as english } from '../en/nouns'
import type { Translated } from '../language'

export const nouns: Translated<typeof english> = {
  process: '{count, plural, one {# Prozess} other {# Prozesse}}',
  alert: '{count, plural, one {# Alarm} other {# Alarme}}',
  finding: '{count, plural, one {# Befund} other {# Befunde}}',
  run: '{count, plural, one {# Lauf} other {# Läufe}}',
  gap: '{count, plural, one {# Lücke} other {# Lücken}}',
  connection: '{count, plural, one {# Verbindung} other {# Verbindungen}}',
  message: '{count, plural, one {# Meldung} other {# Meldungen}}',
  mark: '{count, plural, one {# Markierung} other {# Markierungen}}',
  event: '{count, plural, one {# Ereignis} other {# Ereignisse}}',
  earlierLife: '{count, plural, one {# früheres Leben} other {# frühere Leben}}',
  majorCollection: '{count, plural, one {# große Speicherbereinigung} other {# große Speicherbereinigungen}}',
  change: '{count, plural, one {# Änderung} other {# Änderungen}}',
  update: '{count, plural, one {# Aktualisierung} other {# Aktualisierungen}}',
  sample: '{count, plural, one {# Messwert} other {# Messwerte}}',
  entry: '{count, plural, one {# Eintrag} other {# Einträge}}',
  attempt: '{count, plural, one {# Versuch} other {# Versuche}}',
  time: '{count, plural, one {# Mal} other {# Mal}}',
}
