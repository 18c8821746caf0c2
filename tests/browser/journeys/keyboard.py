"""Somebody who uses the keyboard alone, and sees where they are."""

import re

from playwright.sync_api import Page

MOST_TABS = 400
FOCUSED = """() => {
  const el = document.activeElement;
  const label = el.labels?.[0]?.innerText ?? "";
  const words = el.getAttribute("aria-label") || label || el.innerText || el.value;
  const box = el.getClientRects()[0] ?? {left: 0, right: 0, top: 0, bottom: 0};
  const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
  const right = Math.min(box.right, innerWidth);
  const bottom = Math.min(box.bottom, innerHeight);
  const middle = [(left + right) / 2, (top + bottom) / 2];
  const start = [left + 8, top + 8];
  const seen = ([x, y]) => {
    const hit = right > left && bottom > top && document.elementFromPoint(x, y);
    return Boolean(hit) && (el.contains(hit) || hit.contains(el)
      || Boolean(el.labels?.[0]?.contains(hit)));
  };
  const near = [el, el.nextElementSibling, el.closest("label")];
  for (let up = el; up && near.length < 8; up = up.parentElement) near.push(up);
  const outlined = near.some((one) => {
    if (!one) return false;
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const ring = el.querySelector?.(".node-ring");
  const ringed = ring && getComputedStyle(ring).stroke !== "none"
    && parseFloat(getComputedStyle(ring).strokeWidth) >= 2;
  return {
    id: el.id,
    tag: el.tagName.toLowerCase(),
    name: (words ?? "").replace(/\\s+/g, " ").trim(),
    isShown: outlined || Boolean(ringed),
    isUncovered: seen(middle) || seen(start),
  };
}"""


class Keyboard:
    """The keys of one page; counts what is pressed."""

    def __init__(self, page: Page):
        self.page = page
        self.pressed = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def type(self, text: str) -> None:
        """Write over what stands in the field."""
        self.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
        self.pressed += len(text)

    @property
    def focus(self) -> dict:
        return self.page.evaluate(FOCUSED)

    def to(self, name: str, *, back: bool = False) -> dict:
        """Press Tab until something so named has the focus; each stop is seen."""
        wanted, passed = re.compile(name), []
        for _ in range(MOST_TABS):
            self.press("Shift+Tab" if back else "Tab")
            stop = self.focus
            if stop["tag"] == "body":
                passed.append("(the browser's own bar)")
                continue
            self.see(stop)
            if wanted.match(stop["name"]):
                return stop
            passed.append(stop["name"])
        raise AssertionError(f"no {name} among {passed}")

    def see(self, stop: dict) -> None:
        """Assert that the focus shows and that nothing lies over it."""
        assert stop["isShown"], f"the focus does not show on {stop}"
        for _ in range(40):  # a part that arrives may just move what has the focus
            if stop["isUncovered"]:
                return
            self.page.wait_for_timeout(50)
            stop = self.focus
        raise AssertionError(f"out of sight, or something covers {stop}")

    def use(self, name: str, *, back: bool = False) -> None:
        """Go to a link or button and press Enter."""
        self.to(name, back=back)
        self.press("Enter")

    def fill(self, name: str, text: str, *, back: bool = False) -> None:
        self.to(name, back=back)
        self.type(text)

    def choose(self, name: str, text: str) -> None:
        """Choose from a list by typing the beginning of a choice."""
        self.to(name)
        self.page.keyboard.type(text)
        self.pressed += len(text)
