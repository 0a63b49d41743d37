// The theme somebody chose in this browser -> the page in it, before anything is drawn.
try {
  const theme = localStorage.getItem("viewfinder.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing shows what the system says.
}
