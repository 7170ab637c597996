/** What somebody asked for does not work: one sentence, and status 2. */
export class BadFlag extends Error {}
