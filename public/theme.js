// Runs before the first paint: a colour scheme and a density that were chosen here before.
try {
  var chosen = localStorage.getItem('tidemark.theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
  if (localStorage.getItem('tidemark.density') === 'compact') document.documentElement.dataset.density = 'compact'
} catch {
  // Storage is closed to this page: the system's scheme it is.
}
