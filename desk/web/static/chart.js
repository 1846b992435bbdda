// Draws the charts of a page with Apache ECharts, from the data that the server wrote beside each: all words, figures
// and dates are the server's. Colours are variables of the stylesheet, so that they follow light and dark by themselves.

// Rows that are seen at once; of more, the latest, and a slider leads to the others.
const ROWS = 12;
// Ems of the chart's letters from which names stand beside the plot; below, as on phones, they stand above each line.
const WIDE = 45;
// CSS pixels that A4 leaves between its margins.
const PAPER = 660;
// Colours in the stylesheet; with the shapes, no two of the first twelve groups look the same.
const COLOURS = 6;
const SHAPES = ["circle", "rect", "diamond", "triangle"];

/** Sizes in CSS pixels for a chart so wide, in letters of the page's size: they never shrink. */
function sizes(plot, width, data) {
  const style = getComputedStyle(plot);
  const em = parseFloat(style.fontSize);
  const wide = width >= WIDE * em;
  const row = (wide ? 3.8 : 5.4) * em;
  const long = data.lines.length > ROWS;
  const begin = wide ? 13.5 * em : 0.8 * em;
  const end = (wide ? 1.6 : 0.8) * em + (long ? 2 * em : 0);
  const [top, bottom] = [0.4 * em, 4 * em];
  const height = top + Math.min(data.lines.length, ROWS) * row + bottom;
  const [inner, font, right] = [width - begin - end, style.fontFamily, data.direction === "rtl"];
  return { em, font, wide, right, long, begin, end, top, bottom, width, height, inner };
}

function options(data, size) {
  const { em, wide, right } = size;
  const [near, far] = right ? ["right", "left"] : ["left", "right"];
  return {
    animation: false,
    textStyle: { fontFamily: size.font, fontSize: em },
    grid: { top: size.top, bottom: size.bottom, [near]: size.begin, [far]: size.end, outerBoundsMode: "none" },
    xAxis: numbers(data.axis, size),
    yAxis: [
      rows(data, "source", near, named(size)),
      rows(data, "told", wide ? near : far, dated(size)),
    ],
    dataZoom: size.long ? [slider(data, size, far)] : [],
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow", axis: "y", z: -1, shadowStyle: { color: "var(--tint)" } },
      className: "tip",
      appendTo: (plot) => plot.parentElement,
      backgroundColor: "var(--card)",
      borderColor: "var(--line)",
      textStyle: { color: "var(--ink)", fontFamily: size.font, fontSize: em },
      confine: true,
      enterable: true,
      transitionDuration: 0,
      formatter: (shown) => told(data.lines[shown[0].dataIndex]),
    },
    series: series(data, size),
  };
}

function numbers(axis, { em, inner }) {
  // The ends are where the claims end, with some air, and no round numbers; nothing is one.
  const ends = { min: axis.low === 0, max: false };
  return {
    type: "value",
    min: axis.low,
    max: axis.high,
    splitNumber: Math.max(3, Math.floor(inner / (8 * em))),
    name: axis.title,
    nameLocation: "middle",
    nameGap: 2.1 * em,
    nameTextStyle: { color: "var(--muted)", fontSize: em },
    axisLabel: { color: "var(--muted)", fontSize: em, hideOverlap: true, showMinLabel: ends.min, showMaxLabel: ends.max },
    splitLine: { lineStyle: { color: "var(--line)" }, showMinLine: ends.min, showMaxLine: ends.max },
  };
}

/** An axis of claims, the first on top; it says one thing of each. */
function rows(data, said, position, label) {
  const none = { show: false };
  return {
    type: "category",
    inverse: true,
    position,
    data: data.lines.map((_, n) => n),
    axisLine: none,
    axisTick: none,
    axisLabel: { interval: 0, overflow: "truncate", formatter: (n) => data.lines[n][said], ...label },
  };
}

function named({ em, wide, inner, begin }) {
  const ink = { color: "var(--ink)", fontSize: em, fontWeight: 600, verticalAlign: "bottom" };
  return wide
    ? { ...ink, margin: 1.4 * em, width: begin - 2 * em, padding: [0, 0, 0.15 * em, 0] }
    : { ...ink, inside: true, margin: 0, width: inner - 9 * em, padding: [0, 0, em, 0] };
}

function dated({ em, wide }) {
  const ink = { color: "var(--muted)", fontSize: em };
  return wide
    ? { ...ink, margin: 1.4 * em, verticalAlign: "top", padding: [0.3 * em, 0, 0, 0] }
    : { ...ink, inside: true, margin: 0, verticalAlign: "bottom", padding: [0, 0, em, 0] };
}

function slider(data, { em, top, bottom }, far) {
  const last = data.lines.length - 1;
  return {
    type: "slider",
    yAxisIndex: [0, 1],
    startValue: last - ROWS + 1,
    endValue: last,
    zoomLock: true,
    brushSelect: false,
    showDetail: false,
    showDataShadow: false,
    handleSize: 0,
    moveHandleSize: 0,
    [far]: 0.3 * em,
    top,
    bottom,
    width: em,
    borderColor: "var(--line)",
    backgroundColor: "var(--tint)",
    fillerColor: "var(--faint)",
  };
}

/** Of each claim the range it leaves with its value, the numbers it names, and an arrow at each end that is open. */
function series({ axis, lines }, size) {
  const { em, wide } = size;
  const quiet = { silent: true, animation: false, emphasis: { disabled: true } };
  const bar = { ...quiet, type: "bar", stack: "range", stackStrategy: "all", barWidth: 0.5 * em };
  const scatter = { ...quiet, type: "scatter", clip: false };
  const low = (line) => line.low ?? axis.low;
  const high = (line) => line.high ?? axis.high;
  const label = {
    show: true,
    position: wide ? "top" : "bottom",
    distance: 0.65 * em,
    fontSize: em,
    opacity: 1,
    formatter: ({ dataIndex }) => lines[dataIndex].value,
  };
  return [
    { ...bar, itemStyle: { color: "transparent" }, data: lines.map(low) },
    {
      ...bar,
      label,
      data: lines.map((line) => ({
        value: high(line) - low(line),
        itemStyle: { color: colour(line), opacity: line.group === null ? 0.6 : 1 },
        label: {
          offset: [inward(line.value, (low(line) + high(line)) / 2, axis, size), 0],
          color: line.group === null ? "var(--muted)" : "var(--ink)",
        },
      })),
    },
    { ...scatter, symbolSize: 1.15 * em, data: lines.flatMap((line, n) => line.stated.map((x) => stated(line, x, n))) },
    { ...scatter, symbol: "triangle", symbolSize: 1.1 * em, data: lines.flatMap((line, n) => arrows(line, n, axis)) },
  ];
}

/** How far a label around a number must move so that it stays beside the names, or inside the chart. */
function inward(text, middle, axis, { em, font, wide, width, begin, end, inner, right }) {
  const half = echarts.format.getTextRect(text, `${em}px ${font}`).width / 2;
  const [first, last] = wide ? (right ? [0, width - begin] : [begin, width]) : [0, width];
  const x = (right ? end : begin) + ((middle - axis.low) / (axis.high - axis.low)) * inner;
  return Math.max(0, first - (x - half)) + Math.min(0, last - (x + half));
}

function stated(line, x, n) {
  const ink = colour(line);
  const [fill, edge] = line.group === null ? ["var(--card)", ink] : [ink, "var(--card)"];
  const symbol = line.group === null ? "circle" : SHAPES[line.group % SHAPES.length];
  return { value: [x, n], symbol, itemStyle: { color: fill, borderColor: edge, borderWidth: 1.5, opacity: 1 } };
}

function arrows(line, n, axis) {
  const itemStyle = { color: colour(line), opacity: 1 };
  const left = line.low === null ? [{ value: [axis.low, n], symbolRotate: 90, itemStyle }] : [];
  return line.high === null ? [...left, { value: [axis.high, n], symbolRotate: -90, itemStyle }] : left;
}

function colour(line) {
  return line.group === null ? "var(--faint)" : `var(--group-${line.group % COLOURS})`;
}

/** What is told of a claim that is pointed at, with the way to its words. */
function told(line) {
  const box = document.createElement("div");
  const add = (parent, name, text) => {
    const made = parent.appendChild(document.createElement(name));
    made.dir = "auto";
    made.textContent = text;
    return made;
  };
  add(box, "strong", line.source);
  for (const text of [line.value, ...line.notes, line.told]) add(box, "p", text);
  if (line.quote) {
    const link = box.appendChild(document.createElement("a"));
    link.href = line.href;
    add(link, "q", line.quote);
  }
  return box;
}

function follow(line) {
  Object.assign(document.createElement("a"), { href: line.href }).click();
}

function draw(figure) {
  const data = JSON.parse(figure.querySelector("script").textContent);
  const [plot, status] = [figure.querySelector(".plot"), figure.querySelector("[aria-live]")];
  figure.hidden = false;
  const view = echarts.init(plot, null, { renderer: "svg", width: 1, height: 1 });
  let drawn = 0;
  const fit = () => {
    const width = Math.min(plot.clientWidth, onPaper ? PAPER : Infinity);
    if (width === 0 || width === drawn) return;
    drawn = width;
    const size = sizes(plot, width, data);
    view.resize({ width, height: size.height });
    view.setOption(options(data, size), true);
  };
  fit();
  new ResizeObserver((_, watching) => {
    if (plot.isConnected) return fit();
    watching.disconnect();
    view.dispose();
  }).observe(plot);
  plot.addEventListener("paper", fit);
  usePointer(view, data.lines);
  useKeys(plot, view, data.lines, status);
}

/** A mouse's click on a claim leads to its words; a finger's touch shows what is told of it, with the link. */
function usePointer(view, lines) {
  const over = ({ offsetX, offsetY }) => view.containPixel("grid", [offsetX, offsetY]);
  const pointer = view.getZr();
  pointer.on("mousemove", (event) => pointer.setCursorStyle(over(event) ? "pointer" : "default"));
  pointer.on("click", (event) => {
    const { type, pointerType } = event.event;
    if (type === "click" && pointerType !== "touch" && over(event)) {
      follow(lines[view.convertFromPixel({ yAxisIndex: 0 }, event.offsetY)]);
    }
  });
}

/** Arrow keys go from claim to claim, which is said aloud; Enter leads to the words of one, Escape puts it away. */
function useKeys(plot, view, lines, status) {
  let at = -1;
  const last = lines.length - 1;
  const show = (n) => {
    at = n;
    const [zoom] = view.getOption().dataZoom;
    if (zoom && (n < zoom.startValue || n > zoom.endValue)) {
      const startValue = Math.min(n, last - ROWS + 1);
      view.dispatchAction({ type: "dataZoom", startValue, endValue: startValue + ROWS - 1 });
    }
    view.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: n });
    const line = lines[n];
    status.textContent = [line.source, line.value, ...line.notes, line.told].join("\n");
  };
  const hide = () => {
    at = -1;
    view.dispatchAction({ type: "hideTip" });
    status.textContent = "";
  };
  const keys = {
    ArrowDown: () => show(Math.min(at + 1, last)),
    ArrowUp: () => show(at < 0 ? last : Math.max(at - 1, 0)),
    Home: () => show(0),
    End: () => show(last),
    Escape: hide,
    Enter: () => at >= 0 && follow(lines[at]),
  };
  plot.addEventListener("keydown", (event) => {
    if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  plot.addEventListener("blur", hide);
}

function drawAll() {
  if (!window.echarts) return; // it did not load: the tables say the same
  for (const figure of document.querySelectorAll(".chart[hidden]")) draw(figure);
  for (const words of document.querySelectorAll(".of-charts[hidden]")) words.hidden = false;
}

let onPaper = false;

/** Before a page is printed, and after: nobody tells a script how wide paper is. */
function print(on) {
  onPaper = on;
  for (const plot of document.querySelectorAll(".plot")) plot.dispatchEvent(new Event("paper"));
}

drawAll();
document.addEventListener("htmx:load", drawAll);
addEventListener("beforeprint", () => print(true));
addEventListener("afterprint", () => print(false));
