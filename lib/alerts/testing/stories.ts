import { expect, it } from 'vitest'
import type { AlertSettings } from '../settings'
import type { NearestBefore } from '../shapes'
import { PlayedBook } from './played-book'

export interface Story {
  /** A full sentence, with the number of its rule. */
  title: string
  settings?: AlertSettings
  near?: NearestBefore
  play: (played: PlayedBook) => void
  /** In the end, the oldest first: `host-a/0 firing`. */
  states: readonly string[]
  /** All of them: `12:01:31 firing <title>`. */
  messages: readonly string[]
}

/** Plays each story twice: as it is, and with a hub that ends and starts anew after each step. */
export function tellStories(stories: readonly Story[]): void {
  for (const story of stories)
    it(story.title, () => {
      const played = playStory(story, false)
      expect(played.messages).toEqual(story.messages)
      expect(played.states).toEqual(story.states)
    })
  for (const story of stories)
    it(`A16: restarted after each step, all is the same: ${story.title}`, () => {
      const [plain, restarted] = [playStory(story, false), playStory(story, true)]
      expect(restarted.sent).toEqual(plain.sent)
      expect(restarted.book.alerts()).toEqual(plain.book.alerts())
      expect(restarted.book.groups()).toEqual(plain.book.groups())
      expect(restarted.book.silences()).toEqual(plain.book.silences())
    })
}

function playStory({ settings, near, play }: Story, isRestarted: boolean): PlayedBook {
  const played = new PlayedBook({ ...(settings ? { settings } : {}), ...(near ? { near } : {}), isRestarted })
  play(played)
  return played
}
