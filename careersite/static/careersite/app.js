// What the server cannot do: menus, keys, the theme without a reload, a new token.
(() => {
  "use strict";
  const root = document.documentElement;
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

  // Signing in elsewhere changed the token.
  on("token", (evt) => {
    for (const input of document.getElementsByName("csrfmiddlewaretoken")) input.value = evt.detail.value;
  });
})();
