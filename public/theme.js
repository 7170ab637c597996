// Runs before the first paint: a colour scheme that was chosen here before.
try {
  var chosen = localStorage.getItem('tidemark.theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // Storage is closed to this page: the system's scheme it is.
}
