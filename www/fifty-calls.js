/** Fifty calls at once. Each is a dot, coloured when its answer arrives. */
export async function callFiftyTimes({ root, counts, event, failed, ask }) {
  const result = root.querySelector("#fifty-result");
  const dots = drawDots(root);
  result.textContent = "Fifty calls are under way.";
  event("Fifty calls at once");

  const tokensBefore = counts.tokenRequests;
  const start = performance.now();
  const answers = await Promise.allSettled(dots.map((dot) => ask().then(
    () => { dot.dataset.answer = "good"; },
    (error) => { dot.dataset.answer = "bad"; throw error; },
  )));
  const ms = Math.round(performance.now() - start);

  const tokens = counts.tokenRequests - tokensBefore;
  const lost = answers.filter(({ status }) => status === "rejected");
  result.textContent = `${CALLS} calls, ${tokens} token request${tokens === 1 ? "" : "s"}. `
    + (lost.length ? `${lost.length} failed.` : `All answered, in ${ms} ms.`);
  if (lost.length) failed(lost[0].reason);
}

export function drawDots(root) {
  const dots = Array.from({ length: CALLS }, () => document.createElement("i"));
  root.querySelector(".dots").replaceChildren(...dots);
  return dots;
}

const CALLS = 50;
