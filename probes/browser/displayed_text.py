"""Text that Chromium displays and that a person can read."""

from epreuve.probes.browser.devtools import DevTools, DevToolsError

# innerText has neither hidden elements nor scripts. What screen readers do not read is removed, and
# the texts that only they read: see `unreadable_style`.
_SCRIPT = """
document.querySelectorAll('[aria-hidden="true"]').forEach(element => element.remove());
const links = [...document.querySelectorAll('a[href^="tel:"]')];
const walker = document.createTreeWalker(document.body || document, NodeFilter.SHOW_TEXT);
const texts = [], range = document.createRange();
while (walker.nextNode()) texts.push(walker.currentNode);
const isUnreadable = text => {
  range.selectNodeContents(text);
  const box = range.getBoundingClientRect(), style = getComputedStyle(text.parentElement);
  if (parseFloat(style.fontSize) < 3 || box.right + scrollX < 0 || box.bottom + scrollY < 0)
    return true;
  const isGradient = style.webkitBackgroundClip === 'text';
  if (!isGradient && (style.color === 'rgba(0, 0, 0, 0)' || style.color === style.backgroundColor))
    return true;
  for (let node = text.parentElement; node; node = node.parentElement) {
    const own = getComputedStyle(node), size = node.getBoundingClientRect();
    const isCut = own.overflow !== 'visible' && own.display !== 'inline'
      && Math.min(size.width, size.height) < 2;
    if (parseFloat(own.opacity) < 0.05 || isCut || /^inset\\(([5-9]\\d|\\d{3})/.test(own.clipPath)
        || /^rect\\((0px|1px), \\1, \\1, \\1/.test(own.clip)) return true;
  }
  return false;
};
const unreadable = texts.filter(text => text.data.trim() && isUnreadable(text));
unreadable.forEach(text => text.remove());
const isShown = link => link.getClientRects().length
  && (link.innerText.trim() || link.childElementCount);
const numbers = links.filter(isShown).map(link => link.href);
[document.body ? document.body.innerText : '', ...numbers].join(' ')
"""


def displayed_text(browser: DevTools, end: float) -> str:
    """Return the displayed text, with its `tel:` links; "" while a script blocks the page."""
    try:
        result = browser.call("Runtime.evaluate", end, expression=_SCRIPT, returnByValue=True)
    except DevToolsError:
        return ""
    return str(result["result"].get("value") or "")
