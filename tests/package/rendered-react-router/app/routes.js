import { index, layout, route } from "@react-router/dev/routes";

export default [
  layout("with-session.jsx", [
    index("routes/home.jsx"),
    route("about", "routes/about.jsx"),
    route("later", "routes/later.jsx"),
    route("moved", "routes/moved.js"),
    route("guide", "routes/guide.jsx"),
    route("public", "routes/public.js"),
    route("api/cart", "routes/cart.js"),
  ]),
  route("session/:action", "routes/session.js"),
];
