// A form of that type, or a fetch of that mode.
const { action, how } = Object.fromEntries(new URLSearchParams(location.search));

if (how.includes("/")) {
  const form = Object.assign(document.createElement("form"), { method: "post", action, enctype: how });
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: '["vase","', value: '"]' }));
  document.body.append(form);
  form.submit();
} else {
  const headers = { "content-type": "application/json", authorization: "any" };
  fetch(action, { method: "POST", mode: how, credentials: "include", headers, body: '["vase"]' }).catch(() => {});
}
