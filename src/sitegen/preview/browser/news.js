// Receives messages from the server, and calls what handles them.

const SOCKET = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/-sitegen/socket`;
const DELAYS = [100, 250, 500, 1000, 2000];
let socket = null;
let tries = 0;
let timer = 0;
let lastMessage = performance.timeOrigin;

const send = (message) => {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(message));
  return true;
};

const handlers = {
  hello: () => {},
  update,
  problems: showProblems,
  open: openSource,
  note: showNote,
};

const connect = () => {
  clearTimeout(timer);
  if (socket && socket.readyState < WebSocket.CLOSING) return;
  socket = new WebSocket(SOCKET);
  socket.addEventListener("open", () => {
    tries = 0;
    send({ command: "hello", protocols: ["http://livereload.com/protocols/official-7"] });
    // As an age in seconds, because the two clocks may differ: the server sends what was missed.
    const age = (Date.now() - lastMessage) / 1000;
    send({ command: "info", url: location.href, page: shown, age });
    if (!before) remembering = remember();
  });
  socket.addEventListener("message", ({ data }) => {
    lastMessage = Date.now();
    const message = JSON.parse(data);
    handlers[message.command]?.(message);
  });
  socket.addEventListener("close", () => {
    timer = setTimeout(connect, DELAYS[Math.min(tries, DELAYS.length - 1)]);
    tries += 1;
  });
};

// Connect at once when a page is restored from the back/forward cache or the machine wakes up.
for (const name of ["pageshow", "online", "focus"]) addEventListener(name, connect);
connect();
