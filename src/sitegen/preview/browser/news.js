// What the server tells, and who acts on it.

const SOCKET = `ws://${location.host}/-sitegen/socket`;
const DELAYS = [100, 250, 500, 1000, 2000];
let socket = null;
let tries = 0;
let timer = 0;
let heard = performance.timeOrigin;

const say = (message) => {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(message));
  return true;
};

const hear = {
  hello: () => {},
  update,
  problems: ({ problems }) => showProblems(problems),
  open: openSource,
  note: showNote,
};

const connect = () => {
  clearTimeout(timer);
  if (socket && socket.readyState < WebSocket.CLOSING) return;
  socket = new WebSocket(SOCKET);
  socket.addEventListener("open", () => {
    tries = 0;
    say({ command: "hello", protocols: ["http://livereload.com/protocols/official-7"] });
    // In seconds, so that the server knows what this page has missed: two clocks may differ.
    const age = (Date.now() - heard) / 1000;
    say({ command: "info", url: location.href, page: shown, age });
    if (!before) remembering = remember();
  });
  socket.addEventListener("message", ({ data }) => {
    heard = Date.now();
    const message = JSON.parse(data);
    hear[message.command]?.(message);
  });
  socket.addEventListener("close", () => {
    timer = setTimeout(connect, DELAYS[Math.min(tries, DELAYS.length - 1)]);
    tries += 1;
  });
};

// A page from the browser's own memory, or a machine that slept: do not wait for the timer.
for (const name of ["pageshow", "online", "focus"]) addEventListener(name, connect);
connect();
