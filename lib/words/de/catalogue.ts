/** All of German: it is loaded when somebody reads it, and then whole. */
import { access } from './access'
import { alerts } from './alerts'
import { changes } from './changes'
import { charts } from './charts'
import { compare } from './compare'
import { evidence } from './evidence'
import { findings } from './findings'
import { fleet } from './fleet'
import { format } from './format'
import { forms } from './forms'
import { gaps } from './gaps'
import { inside } from './inside'
import { investigations } from './investigations'
import { metrics } from './metrics'
import { nouns } from './nouns'
import { palette } from './palette'
import { process } from './process'
import { settings } from './settings'
import { shell } from './shell'
import { snapshot } from './snapshot'
import { welcome } from './welcome'

export const catalogue = {
  access,
  alerts,
  changes,
  charts,
  compare,
  evidence,
  findings,
  fleet,
  format,
  forms,
  gaps,
  inside,
  investigations,
  metrics,
  nouns,
  palette,
  process,
  settings,
  shell,
  snapshot,
  welcome,
}
