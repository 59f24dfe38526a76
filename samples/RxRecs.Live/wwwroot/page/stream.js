// The stream of states: connects, and connects again by itself when the server has gone or says nothing any more.

const firstDelay = 500;
const longestDelay = 5_000;
const silence = 35_000; // a ping comes every 15 s: two of them are missing

/**
 * Listens to the states of the server.
 * @param {string} address of the stream of server-sent events
 * @param {{state: function(object), connection: function(string)}} on what to tell: each state, and the connection as
 * "connecting", "open" or "lost"
 */
export function listen(address, on) {
  let source;
  let delay = firstDelay;
  let retry;
  let watchdog;

  function open() {
    clearTimeout(retry);
    source = new EventSource(address);
    source.addEventListener("open", () => hear());
    source.addEventListener("state", message => hear(message.data));
    source.addEventListener("ping", () => hear());
    source.addEventListener("error", lose);
    watch();
  }

  function hear(data) {
    delay = firstDelay;
    watch();
    on.connection("open");
    if (data !== undefined) {
      on.state(JSON.parse(data));
    }
  }

  // The browser tries again by itself after a broken connection, but not after an answer such as 503; this does both.
  function lose() {
    source.close();
    clearTimeout(watchdog);
    clearTimeout(retry);
    on.connection("lost");
    retry = setTimeout(open, delay * (0.75 + Math.random() / 2));
    delay = Math.min(longestDelay, delay * 2);
  }

  function watch() {
    clearTimeout(watchdog);
    watchdog = setTimeout(lose, silence);
  }

  // A network that is back, or a page that is looked at again, need not wait for the rest of the delay.
  const hurry = () => {
    if (source.readyState === EventSource.CLOSED && !document.hidden) {
      open();
    }
  };
  addEventListener("online", hurry);
  document.addEventListener("visibilitychange", hurry);
  on.connection("connecting");
  open();
}
