// Mark one text for each way in which texts look that `known` does not hold yet: color,
// size, weight and all that is painted below. What axe says of its contrast holds for
// its likes, on this page and on others. Returns the looks that are new.
(known) => {
  const painted = new Map([[null, ""]]);

  function below(element) {
    if (!painted.has(element)) {
      const style = getComputedStyle(element);
      const isPlain =
        style.backgroundColor === "rgba(0, 0, 0, 0)" &&
        style.backgroundImage === "none" &&
        style.opacity === "1" &&
        style.position === "static";
      const own = isPlain
        ? ""
        : `|${style.backgroundColor} ${style.backgroundImage} ${style.opacity} ${style.position}`;
      painted.set(element, below(element.parentElement) + own);
    }
    return painted.get(element);
  }

  function holdsText(element) {
    return (
      element.matches("input, select, textarea") ||
      [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    );
  }

  const seen = new Set(known);
  for (const element of document.body.querySelectorAll("*")) {
    if (!holdsText(element) || !element.checkVisibility()) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const look = [element.localName, color, fontSize, fontWeight, below(element)].join();
    if (!seen.has(look)) element.dataset.contrast = "";
    seen.add(look);
  }
  return [...seen].slice(known.length);
}
