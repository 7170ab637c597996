import { t } from '../../lib/words/en/shell'

/** What the page at `path` is called; `null` for a page that names itself by what it shows. */
export function titleOf(path: string): string | null {
  switch (path.replace(/\/$/u, '')) {
    case '':
      return t('allProcesses')
    case '/alerts':
      return t('alerts')
    case '/compare':
      return t('compare')
    case '/findings':
      return t('findings')
    case '/investigations':
      return t('investigations')
    case '/log-in':
      return t('logIn')
    case '/settings':
      return t('settings')
    default:
      return null
  }
}
