/** The HTML of a mail: one table that narrow and old mail programs show as well, and nothing that is fetched. */
import type { MessageText, ToldText } from '../words'

/** A picture's address, or why there is none. */
export type MailPicture = { source: string } | { missing: string }

export function mailHtml(text: MessageText, picture: MailPicture): string {
  const alerts = text.worst.map((told, at) => alertHtml(told, at === 0 ? picture : null)).join('')
  const more = text.more ? `<p>${escaped(text.more)}</p>` : ''
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"></head>' +
    '<body style="margin:0;padding:16px;font:15px/1.45 system-ui,sans-serif;color:#1b1f24;background:#ffffff">' +
    `<h1 style="margin:0 0 12px;padding-left:10px;border-left:5px solid ${text.color};font-size:19px">` +
    `${escaped(text.title)}</h1>${alerts}${more}` +
    `<p><a href="${escaped(text.link)}">All alerts of this group</a></p></body></html>`
  )
}

function alertHtml(told: ToldText, picture: MailPicture | null): string {
  const rows = told.lines.map(
    ({ label, text, isLink }) =>
      '<tr><th scope="row" style="padding:2px 12px 2px 0;text-align:left;vertical-align:top;font-weight:600;' +
      `white-space:nowrap">${escaped(label)}</th><td style="padding:2px 0">${isLink ? linkHtml(text) : escaped(text)}</td></tr>`,
  )
  const image = picture ? `<p>${pictureHtml(picture, told.name)}</p>` : ''
  return (
    `<h2 style="margin:16px 0 4px;font-size:16px"><a href="${escaped(told.link)}">${escaped(told.name)}</a></h2>` +
    `${image}<table style="border-collapse:collapse">${rows.join('')}</table>`
  )
}

function linkHtml(address: string): string {
  return `<a href="${escaped(address)}">the difference of two profiles</a>`
}

function pictureHtml(picture: MailPicture, name: string): string {
  if ('missing' in picture) return `<small>${escaped(picture.missing)}</small>`
  const words = `The values of ${name} around the time at which it began; the numbers are in the table below.`
  const style = 'max-width:100%;height:auto'
  return `<img src="${picture.source}" width="520" height="200" style="${style}" alt="${escaped(words)}">`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (char) => ENTITIES[char] ?? char)
}
