// Posts the response to the page around this frame, which is named exactly: nobody else may hear it.
const order = JSON.parse(document.body.dataset.order);
const around = location.ancestorOrigins?.[0] ?? (document.referrer && new URL(document.referrer).origin);

function post() {
  for (let time = 0; time < order.times; time += 1) {
    if (!around) {
      // The page does not say who it is. The browser drops what is not for it.
      for (const origin of order.to) parent.postMessage(order.message, origin);
    } else if (order.to.includes(around)) {
      parent.postMessage(order.message, around);
    } else if (order.refusal && around !== "null") {
      parent.postMessage({ ...order.refusal, rejectedOrigin: around }, around);
    }
  }
}

if (parent !== window) setTimeout(post, order.delay);
