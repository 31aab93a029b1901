import { render } from "preact";
import "./app/theme.css";
import "./app/base.css";
import "./app/shell.css";
import { App } from "./app/app";
import { startTheme } from "./app/theme";

startTheme();
const root = document.getElementById("app");
if (root) render(<App />, root);
