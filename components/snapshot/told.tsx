import { Fragment } from 'react'

/** A sentence in which the names of the program stand between backticks. */
export function Told({ sentence }: { sentence: string }) {
  return sentence.split('`').map((part, at) => (
    // The parts of a sentence have no other name than their place.
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={at}>{at % 2 === 1 ? <code>{part}</code> : part}</Fragment>
  ))
}
