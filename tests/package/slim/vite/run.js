import "../run.js";
