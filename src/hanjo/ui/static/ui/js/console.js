// Everything a console page runs. Order matters only for keys: the last binding wins.
import "./htmx-glue.js";
import "./press.js";
import "./keys.js";
import "./toast.js";
import "./board.js";
import "./palette.js";
import "./job.js";
import "./scan.js";
import "./address.js";
import "./normalise.js";
import "./dirty.js";
import "./chart.js";
import "./filedrop.js";
import "./columns.js";
import "./widths.js";
