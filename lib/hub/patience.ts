/** How long the hub waits for those who connect and then say nothing, or half of something. All below a minute. */
export interface Patience {
  /** From a connection to its namespace, and to hello in it. */
  namespaceWithinMs: number
  helloWithinMs: number
  /** Between two signs of life, and for the answer to the question for one. */
  pingEveryMs: number
  pongWithinMs: number
  /** For the other end to agree that a websocket is closed. */
  goodbyeWithinMs: number
  /** For TLS to be agreed on. */
  handshakeWithinMs: number
  /** For the headers of a request, for all of it, and how often that is looked at. */
  headersWithinMs: number
  requestWithinMs: number
  checkEveryMs: number
  /** For whoever asked over HTTP to take a part of the answer. */
  answerTakenWithinMs: number
}

export const PATIENCE: Patience = {
  namespaceWithinMs: 20_000,
  helloWithinMs: 30_000,
  pingEveryMs: 20_000,
  pongWithinMs: 20_000,
  goodbyeWithinMs: 2_000,
  handshakeWithinMs: 10_000,
  headersWithinMs: 15_000,
  requestWithinMs: 30_000,
  checkEveryMs: 5_000,
  // The system's own buffer fills in steps of 1.4 MB on a fast line: who takes 32 kB a second is seen to read.
  answerTakenWithinMs: 45_000,
}
