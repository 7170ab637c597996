'use client'

import {
  memo,
  useCallback,
  useId,
  useMemo,
  useRef,
  useState,
  type ComponentProps,
  type ReactNode,
  type RefObject,
} from 'react'
import type { Flag, Verdict } from '../../lib/protocol/verdict'
import { MarkLines } from '../marks/mark-lines'
import { MarkRail } from '../marks/mark-rail'
import { gather, type Mark } from '../marks/marks'
import { FlagLabel, VerdictLabel } from '../words/word'
import { Collections, Levels, LifeStart, TimeAxis, ValueAxis } from './axes'
import { ChartActs } from './chart-acts'
import { ChartTable } from './chart-table'
import styles from './chart.module.css'
import { Crosshair } from './crosshair'
import { forecastWidth } from './forecast'
import { ForecastStrip } from './forecast-strip'
import { GapNote, Gaps } from './gaps'
import { Ghosts } from './ghosts'
import { BOTTOM, LEFT, RIGHT, TOP, xOf, type Frame } from './frame'
import type { ChartModel } from './model'
import { Plot } from '../plot/plot'
import { Readout } from './readout'
import { usePointing } from './use-pointing'
import { useSentence } from './use-sentence'
import { useShown } from './use-shown'
import { t } from '../../lib/words/en/charts'

interface ChartProps {
  /** The process that it is of: its id, and its name. */
  process: { id: string; name: string } | null
  boxRef: RefObject<HTMLElement | null>
  title: string
  /** The series that are drawn, as the hub names them. */
  series: string[]
  width: number
  height: number
  model: ChartModel | null
  verdict: Verdict | null
  flags: Flag[]
  /** What is normal here, for as long as there is no better reason to give. */
  normal: string
  isWide?: boolean
  /** Its table is asked for; another object each time that it is. */
  table?: object | null
  /** What happened, whatever is in view of it. */
  marks: readonly Mark[]
  onChoose: (fromMs: number, toMs: number) => void
  /** Somebody wants to note something at a time. */
  onNote?: ((atMs: number) => void) | undefined
}

/** Marks that are closer than a finger's width are one. */
const CLOSE_PX = 24

/** A chart with its name, verdict and reason, its readout, and its numbers as a table one press away. */
export function Chart({
  process,
  boxRef,
  title,
  series,
  width,
  height,
  model,
  verdict,
  flags,
  normal,
  isWide,
  table = null,
  marks,
  onChoose,
  onNote,
}: ChartProps) {
  const id = useId()
  const [isTable, setTable] = useState(false)
  const [answered, setAnswered] = useState<object | null>(null)
  if (table !== null && table !== answered) {
    setAnswered(table)
    setTable(true)
  }
  const onTable = useCallback(() => setTable((before) => !before), [])
  const sentence = useSentence(model)
  const shown = useShown(model && { of: process?.name ?? '', model, marks })
  const reason = flags[0]?.reason ?? verdict?.reason ?? ''
  return (
    <figure
      ref={boxRef}
      className={`${styles.chart} ${isWide ? styles.wide : ''}`}
      aria-labelledby={`${id}-title`}
      // An address that names a series leads here.
      tabIndex={-1}
      data-series={series.join(' ')}
      data-last-at-ms={model?.lastAtMs ?? ''}
    >
      <Head id={`${id}-title`} {...{ title, verdict, flags, isTable, onTable, shown }} link={linkOf(process, series)} />
      {model && <Readout model={model} />}
      <PlotBox height={height}>
        {model && width > 0 && (
          <Drawing
            title={title}
            model={model}
            marks={marks}
            width={Math.max(40, width - LEFT - RIGHT)}
            height={height}
            onChoose={onChoose}
            sentence={sentence}
            onTable={onTable}
            onNote={onNote}
          />
        )}
      </PlotBox>
      <figcaption className={styles.reason}>
        {reason || normal}
        {model && <span className="visually-hidden"> {sentence}</span>}
      </figcaption>
      {isTable && model && <ChartTable model={model} title={title} marks={marks} />}
    </figure>
  )
}

interface HeadProps extends Pick<ChartProps, 'title' | 'verdict' | 'flags'> {
  id: string
  isTable: boolean
  onTable: () => void
  shown: ComponentProps<typeof ChartActs>['shown']
  /** To which a stretch of time is added. */
  link: string
}

const Head = memo(function Head({ id, title, verdict, flags, isTable, onTable, shown, link }: HeadProps) {
  const linkOfTime = useCallback(
    (fromMs: number, toMs: number) =>
      `${window.location.origin}${link}&from=${Math.round(fromMs)}&to=${Math.round(toMs)}`,
    [link],
  )
  return (
    <div className={styles.head}>
      <h2 id={id}>{title}</h2>
      {flags.map(({ flag }) => (
        <FlagLabel key={flag} flag={flag} />
      ))}
      {verdict && !(verdict.verdict === 'growing' && flags.some(({ flag }) => flag === 'growth')) && (
        <VerdictLabel verdict={verdict.verdict} />
      )}
      <ChartActs {...{ title, isTable, onTable, shown }} linkOf={linkOfTime} />
    </div>
  )
})

function linkOf(process: ChartProps['process'], series: readonly string[]): string {
  return `/process?id=${encodeURIComponent(process?.id ?? '')}&series=${encodeURIComponent(series[0] ?? '')}`
}

/** Holds the chart's place while nothing is drawn, so that nothing jumps. */
function PlotBox({ height, children }: { height: number; children: ReactNode }) {
  return (
    <div className={styles.plotBox} style={{ height: height + TOP + BOTTOM }}>
      {children}
    </div>
  )
}

interface DrawingProps extends Pick<ChartProps, 'title' | 'marks' | 'onChoose' | 'onNote'> {
  model: ChartModel
  width: number
  height: number
  sentence: string
  onTable: () => void
}

function Drawing({
  title,
  model,
  sentence,
  marks,
  width: wholeWidth,
  height,
  onChoose,
  onTable,
  onNote,
}: DrawingProps) {
  const { fromMs, toMs, top, forecast } = model
  const aheadWidth = forecastWidth(forecast, wholeWidth)
  const width = wholeWidth - aheadWidth
  const frame: Frame = { width, height, fromMs, toMs, top }
  const stepMs = Math.max(1_000, (toMs - fromMs) / 300)
  const rail = useRef<HTMLUListElement>(null)
  const onMarks = () => rail.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  const pointing = usePointing({ frame, stepMs, onChoose, onTable, onMarks, onNote })
  const clusters = useMemo(
    () => gather(marks, ((toMs - fromMs) * CLOSE_PX) / width, fromMs, toMs),
    [marks, width, fromMs, toMs],
  )
  const xOfTime = (atMs: number) => xOf(frame, atMs)
  const box = { width: wholeWidth + LEFT + RIGHT, height: height + TOP + BOTTOM }
  return (
    <>
      <svg className={styles.layer} {...box} aria-hidden="true">
        <g transform={`translate(${LEFT} ${TOP})`}>
          <Gaps frame={frame} gaps={model.gaps} />
          <ValueAxis
            {...{ height, top }}
            width={wholeWidth}
            steps={model.ticks.length - 1}
            unit={model.unit}
            isRate={model.isRate}
          />
          <TimeAxis frame={frame} />
        </g>
      </svg>
      <div className={styles.plot} style={{ left: LEFT, top: TOP }} aria-hidden="true">
        <Plot
          {...{ width, height, top }}
          isHeld={model.isHeld}
          spanMs={toMs - fromMs}
          picture={model.picture}
          bands={model.bands}
          lines={model.lines}
        />
      </div>
      <svg className={styles.layer} {...box} aria-hidden="true">
        <g transform={`translate(${LEFT} ${TOP})`}>
          {model.ghosts && <Ghosts frame={frame} ghosts={model.ghosts} />}
          <MarkLines clusters={clusters} xOf={xOfTime} height={height} />
          {forecast && <ForecastStrip {...{ forecast, height, top }} left={width} width={aheadWidth} />}
          <Levels {...{ height, top }} width={wholeWidth} levels={model.levels} farLevels={model.farLevels} />
          {model.lifeStart && <LifeStart frame={frame} lifeStart={model.lifeStart} farLevels={model.farLevels} />}
          <Collections frame={frame} marks={model.marks} />
          <Crosshair frame={frame} />
        </g>
      </svg>
      <GapNote frame={frame} gaps={model.gaps} />
      <PointingArea {...{ sentence, width, height, pointing }} hasMarks={clusters.length > 0} />
      <MarkRail {...{ title, clusters, width, onChoose }} xOf={xOfTime} left={LEFT} railRef={rail} />
      {model.lastAtMs === null && <p className={styles.none}>{t('noSamplesInThis')}</p>}
    </>
  )
}

interface PointingAreaProps extends Pick<DrawingProps, 'sentence' | 'width' | 'height'> {
  pointing: ReturnType<typeof usePointing>
  hasMarks: boolean
}

/** Where one points; what is seen there is said in its sentence. */
const PointingArea = memo(function PointingArea({ sentence, width, height, pointing, hasMarks }: PointingAreaProps) {
  const hint = t('arrowKeysPointAt', { length: hasMarks ? t('mGoesToThe') : '' })
  return (
    <div
      className={styles.pointing}
      style={{ left: LEFT, top: TOP, width, height }}
      role="img"
      tabIndex={0}
      aria-label={`${sentence} ${hint}`}
      {...pointing}
    />
  )
})
