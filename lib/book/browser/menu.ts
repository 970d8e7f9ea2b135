/** On a narrow screen the list of notebooks opens with a button; the contents mark where the reader is. */
(() => {
  const button = document.querySelector(".menu");
  button?.addEventListener("click", () => {
    const open = document.body.classList.toggle("menu-open");
    button.setAttribute("aria-expanded", String(open));
  });

  const links = [...document.querySelectorAll<HTMLAnchorElement>(".contents a")];
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  if (links.length === 0) return;

  const mark = (): void => {
    const above = headings.filter((heading) => heading && heading.getBoundingClientRect().top < 120).length;
    links.forEach((link, i) => link.classList.toggle("here", i === Math.max(0, above - 1)));
  };
  addEventListener("scroll", mark, { passive: true });
  mark();
})();
