const { message, to, times, delay } = JSON.parse(document.body.dataset.parameters);
const hearer = parent === window ? opener : parent;
setTimeout(() => {
  for (let time = 0; time < times; time += 1) hearer?.postMessage(message, to);
}, delay);
