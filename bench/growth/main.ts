import { parseArgs } from 'node:util'
import { benchAnalyze } from './analyze-cost'
import { benchBudget } from './budget'
import { benchCost } from './cost'
import { benchFolder } from './folder'
import { benchOwn } from './own'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '1' },
    budget: { type: 'string' },
    'cost-only': { type: 'boolean', default: false },
    seeds: { type: 'string', default: '3' },
    'first-seed': { type: 'string', default: '1' },
    'no-rivals': { type: 'boolean', default: false },
    'no-cost': { type: 'boolean', default: false },
  },
})
const every = Number(values.every)
for (const folder of positionals) benchFolder(folder, every, !values['no-rivals'])
if (values.budget !== undefined) benchBudget(Number(values.budget))
else if (positionals.length === 0) {
  if (!values['cost-only']) benchOwn(Number(values['first-seed']), Number(values.seeds), every)
  if (!values['no-cost']) {
    benchCost()
    benchAnalyze()
  }
}
