// What the built program has in place of the package `debug`. socket.io and what is under it call it some ten times a
// message, each with a text that is made for it and then thrown away; a hub of ten thousand agents has no time for that.
function silent() {}
silent.enabled = false

function makeDebug() {
  return silent
}

module.exports = Object.assign(makeDebug, { debug: makeDebug, enabled: () => false, enable() {}, disable() {} })
