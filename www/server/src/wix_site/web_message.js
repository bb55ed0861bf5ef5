// Posts the response to the page around this frame, which is named exactly: nobody else can receive it.
const parameters = JSON.parse(document.body.dataset.parameters);
const around = location.ancestorOrigins?.[0] ?? (document.referrer && new URL(document.referrer).origin);

function post() {
  for (let time = 0; time < parameters.times; time += 1) {
    if (!around) {
      // The page does not say who it is. The browser drops what is not for it.
      for (const origin of parameters.to) parent.postMessage(parameters.message, origin);
    } else if (parameters.to.includes(around)) {
      parent.postMessage(parameters.message, around);
    } else if (parameters.refusal && around !== "null") {
      parent.postMessage({ ...parameters.refusal, rejectedOrigin: around }, around);
    }
  }
}

if (parent !== window) setTimeout(post, parameters.delay);
