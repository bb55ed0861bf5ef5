export default function Layout({ children }) {
  return (
    <html lang="en">
      <head><title>Shop</title></head>
      <body>{children}</body>
    </html>
  );
}
