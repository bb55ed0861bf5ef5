parent.postMessage(JSON.parse(new URLSearchParams(location.search).get("message")), "*");
