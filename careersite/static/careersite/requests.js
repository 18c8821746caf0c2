// What htmx asks for: waits that show, failures to try again, words not yet saved.
(() => {
  "use strict";
  const SKELETON_AFTER = 1000, LONG_AFTER = 10000;
  const byId = (id) => document.getElementById(id);
  const on = (name, act) => document.addEventListener(name, act);

  const banner = (kind, [strong, text, label], act) => {
    const box = document.createElement("div");
    const said = document.createElement("p");
    box.className = `banner banner-${kind}`;
    said.append(Object.assign(document.createElement("strong"), { textContent: strong }), ` ${text}`);
    box.append(said);
    if (!act) return box;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    button.className = "btn btn-small";
    button.addEventListener("click", act);
    box.append(button);
    return box;
  };
  // What goes away hands the focus back to where the request came from.
  const back = (from) => (from?.isConnected ? from : byId("main"))?.focus();
  const take = (node, from) => {
    if (node.contains(document.activeElement)) back(from);
    node.remove();
  };
  // A draft that saves itself must not take away the button that is being pressed:
  // an alert ends with the next request for the same part.
  let alerted = null;
  const hush = (target) => {
    if (!alerted || (target && alerted.target?.isConnected && alerted.target !== target)) return;
    take(alerted.node, alerted.from);
    alerted = null;
  };
  const say = (node, { target }, from) => {
    hush();
    alerted = { node, from, target };
    byId("alerts")?.append(node);
  };

  // The same once more: by the button that was pressed, else as htmx did it.
  const again = ({ elt, requestConfig }, from) => () => {
    const pressed = requestConfig.triggeringEvent?.submitter;
    back(from);
    if (pressed?.isConnected) return pressed.click();
    htmx.ajax(requestConfig.verb, requestConfig.path, { source: elt }).catch(() => {});
  };
  const isReading = (evt) => evt.detail.requestConfig.verb === "get";
  const stop = (evt, from) => () => {
    evt.detail.xhr.abort();
    keep(evt);
    const text = isReading(evt) ? "Nothing was changed." : "Your text is still here; it may have arrived all the same.";
    say(banner("warn", ["Stopped.", text, "Try again"], again(evt.detail, from)), evt.detail, from);
  };

  // A wait shows on the part that will change, then in its shape, then in words.
  const origins = new WeakMap();
  on("htmx:beforeRequest", (evt) => {
    const { elt, target, xhr } = evt.detail, shown = [];
    hush(target);
    const from = document.activeElement;
    origins.set(xhr, from);
    unsaved.delete(guard(evt));
    target?.setAttribute?.("aria-busy", "true");
    const show = (place, node) => {
      if (!elt.isConnected || !place || !node) return;
      shown.push(node);
      place.append(node);
    };
    const timers = [
      setTimeout(() => {
        const shape = byId("skeleton")?.content.firstElementChild.cloneNode(true);
        if (!target?.childElementCount) show(target, shape);
      }, SKELETON_AFTER),
      setTimeout(() => {
        const words = ["Still working.", "This takes longer than usual.", "Cancel"];
        show(byId("messages"), banner("info", words, stop(evt, from)));
      }, LONG_AFTER),
    ];
    xhr.addEventListener("loadend", () => {
      timers.forEach(clearTimeout);
      target?.setAttribute?.("aria-busy", "false");
      for (const node of shown) take(node, from);
      if (shown.length && document.activeElement === document.body) back(from);
    });
  });
  on("htmx:afterRequest", (evt) => { if (evt.detail.xhr.status > 399) keep(evt); });

  // Failures: nothing is swapped, the text stays, the alert says so.
  // Who types stays on the page, else sign-in leads back here.
  const signIn = (detail, retry, from) => {
    if (isGuarded()) {
      const words = ["You were signed out.", "Your text is still here: sign in in another tab, then type on.", "Try again"];
      return say(banner("danger", words, retry), detail, from);
    }
    const next = encodeURIComponent(location.pathname + location.search);
    location.assign(`${document.body.dataset.signIn}?next=${next}`);
  };
  const reason = (evt) => {
    const kept = isReading(evt) ? "You can read this page." : "Your text is still here.";
    if (!navigator.onLine) return ["You are not connected.", `${kept} Changes will be possible when you are back.`, "Check again"];
    if (evt.detail.xhr.status === 429) {
      const wait = evt.detail.xhr.getResponseHeader("Retry-After") ?? "a few";
      return ["Too many tries.", `Wait ${wait} seconds, then try again. Nothing was lost.`, "Try again"];
    }
    return isReading(evt) ? ["That did not load.", "", "Try again"] : ["That did not save.", kept, "Try again"];
  };
  const failed = (evt) => {
    const from = origins.get(evt.detail.xhr), retry = again(evt.detail, from);
    keep(evt);
    if ([200, 401, 403].includes(evt.detail.xhr.status)) return signIn(evt.detail, retry, from);
    say(banner("danger", reason(evt), retry), evt.detail, from);
  };
  for (const name of ["sendError", "responseError", "timeout"]) on(`htmx:${name}`, failed);
  // A session that ended answers with the sign-in page: a failure.
  on("htmx:beforeSwap", (evt) => {
    const path = new URL(evt.detail.xhr.responseURL || location.href).pathname;
    if (path !== document.body.dataset.signIn || path === location.pathname) return;
    evt.detail.shouldSwap = false;
    evt.detail.isError = true;
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
