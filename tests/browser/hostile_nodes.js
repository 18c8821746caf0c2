// Returns what of a page, as this browser parses it, would run or load something.
(html) => {
  const ours = (address) => /^\/(static\/|admin\/jsi18n\/$)/.test(address);
  const bare = (value) => value.replace(/[\u0000-\u0020]/g, "").toLowerCase();
  const runs = /^(javascript|vbscript|data):/;
  const links = ["href", "xlink:href", "src", "action", "formaction", "data", "poster"];
  const alien = "iframe, object, embed, base, frameset, marquee, math, meta[http-equiv]";
  const found = [];
  const look = (root) => {
    for (const node of root.querySelectorAll("*")) {
      const said = node.outerHTML.slice(0, 120);
      if (node.matches(alien)) found.push(`element: ${said}`);
      if (node.matches("script")) {
        if (node.type === "application/ld+json") JSON.parse(node.textContent);
        else if (!ours(node.getAttribute("src") ?? "")) found.push(`script: ${said}`);
      }
      for (const { name, value } of node.attributes) {
        if (name.startsWith("on")) found.push(`${name}: ${said}`);
        if (links.includes(name) && runs.test(bare(value))) found.push(`${name}: ${said}`);
      }
      if (node.matches("template")) look(node.content);
    }
  };
  look(new DOMParser().parseFromString(html, "text/html"));
  return found;
};
