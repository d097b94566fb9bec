// Finds what a `By` names; runs in the page. Returns the elements that are shown, in document
// order. Roles and names follow WAI-ARIA and accname 1.2 as far as the product's pages need it.
const [query] = arguments;

const IMPLICIT = {
  button: "button,summary,input[type=button],input[type=submit],input[type=reset]",
  link: "a[href]",
  checkbox: "input[type=checkbox]:not([role=switch])",
  radio: "input[type=radio]",
  textbox:
    "textarea,input:not([type]),input[type=text],input[type=url],input[type=email],input[type=tel]",
  searchbox: "input[type=search]",
  spinbutton: "input[type=number]",
  combobox: "select:not([multiple])",
  option: "option",
  heading: "h1,h2,h3,h4,h5,h6",
  list: "ul,ol",
  listitem: "li",
  table: "table",
  row: "tr",
  cell: "td",
  columnheader: "th",
  dialog: "dialog",
  form: "form",
  navigation: "nav",
  main: "main",
  img: "img",
  progressbar: "progress",
  status: "output",
  region: "section[aria-label],section[aria-labelledby]",
};

const squeeze = (text) => (text ?? "").replace(/\s+/g, " ").trim();

const shown = (element) => {
  const style = getComputedStyle(element);
  return (
    style.visibility !== "hidden" &&
    style.display !== "none" &&
    element.getClientRects().length > 0 &&
    element.closest("[aria-hidden=true],[inert]") === null
  );
};

const name = (element) => {
  const ids = element.getAttribute("aria-labelledby");
  if (ids) {
    const parts = ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent);
    return squeeze(parts.join(" "));
  }
  const label = element.getAttribute("aria-label");
  if (label) return squeeze(label);
  if (element.labels?.length) {
    return squeeze([...element.labels].map((each) => each.textContent).join(" "));
  }
  if (element.matches("input,textarea,select,img")) {
    const own = element.matches("[type=submit],[type=button],[type=reset]") ? element.value : "";
    return squeeze(own || element.alt || element.title || element.placeholder);
  }
  return squeeze(element.innerText) || squeeze(element.title);
};

const of = (root, { by, role, name: wanted, text, id, selector }) => {
  const all = (css) => [...root.querySelectorAll(css)];
  switch (by) {
    case "css":
      return all(selector);
    case "test_id":
      return all(`[data-testid="${CSS.escape(id)}"]`);
    case "label":
      return all("input,textarea,select,[role]").filter(
        (each) =>
          name(each) === text &&
          each.matches(
            "input,textarea,select,[role=textbox],[role=combobox],[role=switch],[role=checkbox]," +
              "[role=slider],[role=spinbutton],[role=radiogroup]",
          ),
      );
    case "text":
      return all("*").filter(
        (each) =>
          squeeze(each.innerText) === text &&
          ![...each.children].some((child) => squeeze(child.innerText) === text),
      );
    case "role": {
      const css = [`[role="${CSS.escape(role)}"]`];
      if (IMPLICIT[role]) css.push(...IMPLICIT[role].split(",").map((each) => `${each}:not([role])`));
      if (role === "switch") css.push("input[type=checkbox][role=switch]");
      return all(css.join(",")).filter((each) => wanted == null || name(each) === wanted);
    }
    default:
      throw new Error(`unknown query ${by}`);
  }
};

const find = ({ within, ...rest }) => {
  if (!within) return of(document, rest).filter(shown);
  const [outer] = find(within);
  return outer ? of(outer, rest).filter(shown) : [];
};

return find(query);
