// What the server cannot do: focus, keys, the theme without a reload, failures.
(() => {
  "use strict";
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const on = (name, act) => document.addEventListener(name, act);
  const typing = (node) => node.closest?.("input, textarea, select, [contenteditable]");

  // Theme: the same cookie that the server sets, without a reload.
  on("submit", (evt) => {
    const form = evt.target.closest("form[data-theme-form]");
    const theme = evt.submitter?.value;
    if (!form || !["device", "light", "dark"].includes(theme)) return;
    evt.preventDefault();
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
    if (theme === "device") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of form.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
    const menu = form.closest("details");
    if (menu) menu.open = false;
    menu?.querySelector("summary").focus();
  });

  // A menu closes with Esc and with a click elsewhere.
  const MENUS = "details:is(.popup, .menu)[open]";
  on("click", (evt) => {
    for (const menu of document.querySelectorAll(MENUS)) {
      if (!menu.contains(evt.target)) menu.open = false;
    }
  });
  const closeMenu = () => {
    const menu = document.querySelector(MENUS);
    if (!menu) return false;
    menu.open = false;
    menu.querySelector("summary").focus();
    return true;
  };

  // Keys: "/" finds, Esc closes the step; a menu closes first. Off in the settings.
  on("keydown", (evt) => {
    if (evt.key === "Escape" && closeMenu()) return;
    if (evt.ctrlKey || evt.metaKey || evt.altKey || typing(evt.target)) return;
    if (document.body.dataset.shortcuts === "off") return;
    if (evt.key === "Escape") document.querySelector("[data-close]")?.click();
    if (evt.key !== "/") return;
    for (const box of document.querySelectorAll("input[type=search]")) {
      if (!box.checkVisibility()) continue;
      evt.preventDefault();
      box.focus();
      return;
    }
  });

  on("click", (evt) => { if (evt.target.closest?.("[data-print]")) window.print(); });

  // A wait shows on the part that will change.
  const busy = (evt, on) => evt.detail.target?.setAttribute?.("aria-busy", String(on));
  on("htmx:beforeRequest", (evt) => {
    busy(evt, true);
    say("");
    unsaved.delete(guard(evt));
  });
  on("htmx:afterRequest", (evt) => {
    busy(evt, false);
    if (evt.detail.xhr.status > 399) keep(evt);
  });

  // Failures: nothing is swapped, the text stays, the alert says so.
  const say = (text) => {
    const box = byId("alerts");
    if (!box) return;
    box.textContent = "";
    if (!text) return;
    const banner = document.createElement("div");
    banner.className = "banner banner-danger";
    banner.append(Object.assign(document.createElement("p"), { textContent: text }));
    box.append(banner);
  };
  // Who types stays on the page, else sign-in leads back here.
  const signIn = () => {
    if (isGuarded()) {
      return say("You were signed out. Your text is still here: sign in in another tab, then type on.");
    }
    const next = encodeURIComponent(location.pathname + location.search);
    location.assign(`${document.body.dataset.signIn}?next=${next}`);
  };
  const failed = (evt) => {
    keep(evt);
    const status = evt.detail.xhr?.status;
    if ([200, 401, 403].includes(status)) return signIn();
    if (status === 429) {
      const wait = evt.detail.xhr.getResponseHeader("Retry-After");
      return say(`Too many tries. Wait ${wait ?? "a few"} seconds, then try again.`);
    }
    const reading = evt.detail.requestConfig?.verb === "get";
    say(reading ? "That did not load. Try again." : "That did not save. Your text is still here.");
  };
  for (const name of ["sendError", "responseError", "timeout"]) {
    on(`htmx:${name}`, failed);
  }
  // A session that ended answers with the sign-in page: a failure.
  on("htmx:beforeSwap", (evt) => {
    const path = new URL(evt.detail.xhr.responseURL || location.href).pathname;
    if (path !== document.body.dataset.signIn || path === location.pathname) return;
    evt.detail.shouldSwap = false;
    evt.detail.isError = true;
  });
  // Signing in elsewhere changed the token.
  on("token", (evt) => {
    for (const input of document.getElementsByName("csrfmiddlewaretoken")) input.value = evt.detail.value;
  });

  // Text not yet saved is guarded.
  const unsaved = new Set();
  const guard = (evt) => evt.target.closest?.("form[data-guard]");
  const keep = (evt) => guard(evt) && unsaved.add(guard(evt));
  const isGuarded = () => [...unsaved].some((form) => form.isConnected);
  on("input", keep);
  on("submit", (evt) => unsaved.delete(evt.target));
  window.addEventListener("beforeunload", (evt) => { if (isGuarded()) evt.preventDefault(); });
})();
