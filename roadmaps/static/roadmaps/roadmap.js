// The roadmap: arrows walk the map, the open step is marked, the focus comes back.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const on = (name, act) => document.addEventListener(name, act);
  const openers = () => [...document.querySelectorAll("[data-opens]")];
  const leadsTo = (path) => (link) => link.getAttribute("href") === path;

  // A node of the map is an SVG link: htmx fetches it, the browser must not too.
  on("click", (evt) => {
    const node = evt.target.closest?.("svg a[hx-get]");
    if (node && !evt.ctrlKey && !evt.metaKey && !evt.shiftKey) evt.preventDefault();
  });

  const arrows = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };
  on("keydown", (evt) => {
    if (evt.ctrlKey || evt.metaKey || evt.altKey) return;
    const way = document.body.dataset.shortcuts !== "off" && arrows[evt.key];
    const next = byId(way && evt.target.closest?.("[data-node]")?.dataset[way]);
    if (!next) return;
    evt.preventDefault();
    next.focus();
  });

  // The open step is marked on map and list as the server marks it on a whole page.
  const mark = () => {
    for (const link of openers()) {
      const isOpen = leadsTo(location.pathname)(link);
      (link.closest(".step-line") ?? link).classList.toggle("is-selected", isOpen);
      if (isOpen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const node = document.querySelector(".node.is-selected")?.id;
    for (const edge of document.querySelectorAll(".map-edge")) {
      const isOpen = edge.dataset.ends.split(" ").includes(node);
      edge.classList.toggle("is-selected", isOpen);
      if (isOpen) edge.parentNode.append(edge); // above the others
    }
  };

  // A closed panel gives the focus back to the link that opened it.
  let opened = location.pathname;
  on("click", (evt) => {
    opened = evt.target.closest?.("[data-opens]")?.getAttribute("href") ?? opened;
  });
  on("htmx:historyRestore", () => { opened = location.pathname; });
  on("htmx:afterSettle", (evt) => {
    const panel = evt.detail.target;
    if (panel?.dataset?.panel === undefined) return;
    mark();
    if (panel.children.length) return;
    const link = openers().filter(leadsTo(opened)).find((one) => one.checkVisibility());
    (link ?? byId("main")).focus();
  });
})();
