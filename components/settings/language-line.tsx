'use client'

import { useRemembered } from '../../lib/client/use-remembered'
import { t } from '../../lib/words/en/settings'
import { LANGUAGES } from '../../lib/words/spoken-language'
import { SelectField } from '../forms/field'
import styles from './settings.module.css'

/** Which language the dashboard speaks here. */
export function LanguageLine() {
  const [{ language }, remember] = useRemembered()
  const options = [
    { value: '' as const, label: t('ofTheBrowser') },
    ...Object.entries(LANGUAGES).map(([value, label]) => ({ value: value as keyof typeof LANGUAGES, label })),
  ]
  return (
    <div className={styles.line}>
      <SelectField
        label={t('language')}
        value={language}
        options={options}
        onChange={(next) => remember({ language: next })}
        hint={t('languageHint')}
      />
    </div>
  )
}
