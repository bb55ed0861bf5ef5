// Shows the result in the page, and reports what the page shows.

export async function show(work) {
  const asked = new URLSearchParams(location.search);
  const place = document.querySelector("#result");
  const report = {};
  try {
    place.textContent = await work(asked.get("api"));
    report.text = place.textContent;
  } catch (error) {
    report.failure = `${error.name} ${error.code ?? ""}: ${error.message} ${error.stack}`;
  }
  // Simple and without CORS: the test listens on an origin of its own.
  await fetch(asked.get("report"), { method: "POST", mode: "no-cors", body: JSON.stringify(report) });
}
