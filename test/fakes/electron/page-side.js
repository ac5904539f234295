/**
 * The double's half inside the page, put in front of the bundled preload: gives it `require('electron')` and carries
 * messages and ports between page and test. `__electronSend` is the test's binding, `__electronReceive` what it calls.
 */
const electron = (() => {
  const ports = new Map();
  const listeners = new Map();
  const send = (message) => window.__electronSend(message);

  /**
   * The near end of a port whose other end is in the test's process. Chromium (156) has no event for a port whose other
   * end was closed: neither does the page hear of a dead service here, as in Electron, nor the service of a port that
   * the page closed, of which Electron would tell it.
   */
  function acceptPort(id) {
    const { port1, port2 } = new MessageChannel();
    ports.set(id, port2);
    port2.onmessage = ({ data }) => send({ kind: 'port-message', id, data });
    return port1;
  }

  function receive(message) {
    if (message.kind === 'ipc') {
      const event = { ports: message.ports.map(acceptPort) };
      for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args);
      return;
    }
    const port = ports.get(message.id);
    if (message.kind === 'port-message') port?.postMessage(message.data);
    else {
      ports.delete(message.id);
      port?.close();
    }
  }

  Object.defineProperty(window, '__electronReceive', { value: receive });
  send({ kind: 'new-document' });
  return {
    contextBridge: {
      exposeInMainWorld(name, api) {
        Object.defineProperty(window, name, { value: Object.freeze({ ...api }) });
      },
    },
    ipcRenderer: {
      send: (channel, ...args) => void send({ kind: 'ipc', channel, args }),
      on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    },
  };
})();

// Declared by whoever puts this file in front of the preload, which gets it as its `require`.
load = (name) => {
  if (name === 'electron') return electron;
  throw new Error(`A sandboxed preload cannot load ${name}.`);
};
