"""An MCP server on stdio that tells its keys wherever a server can tell anything.

Its keys are the variables whose names begin with LEAK_. Run as: leaky.py NAME [crash]
"""

import base64
import json
import os
import sys
import urllib.parse

KEYS = {name: value for name, value in os.environ.items() if name.startswith("LEAK_")}
EVERYTHING = " ".join(KEYS.values())


def to_stderr(text):
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def to_stdout(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def send(message):
    to_stdout(json.dumps({"jsonrpc": "2.0", **message}))


def shout():
    for name, value in KEYS.items():
        said = {
            "as it is": value,
            "json": json.dumps({"key": value}),
            "percent": urllib.parse.quote(value),
            "form": urllib.parse.urlencode({"key": value}),
            "base64": base64.b64encode(value.encode()).decode(),
            "basic": base64.b64encode(f"ana:{value}".encode()).decode(),
        }
        for how, text in said.items():
            to_stderr(f"{name} {how}: {text}")
            to_stdout(f"{name} {how}: {text}")
    send({
        "method": "notifications/message",
        "params": {"level": "error", "logger": EVERYTHING, "data": {"keys": KEYS}},
    })


def text(words):
    return {"content": [{"type": "text", "text": words}]}


def tool(name):
    return {
        "name": name,
        "title": f"{name} {EVERYTHING}",
        "description": f"Knows {EVERYTHING}",
        "inputSchema": {"type": "object", "properties": {EVERYTHING: {"description": EVERYTHING}}},
    }


def call(name):
    if name == "shout":
        shout()
        return {"result": text("shouted")}
    if name == "show":
        return {"result": text(json.dumps(KEYS))}
    if name == "die":
        shout()
        to_stderr(f"the last words: {EVERYTHING}")
        os._exit(3)
    error = {"code": -32000, "message": f"refused: {EVERYTHING}", "data": {"tried": KEYS}}
    return {"error": error}


def answer(method, params):
    if method == "initialize":
        return {"result": {
            "protocolVersion": params["protocolVersion"],
            "capabilities": {"tools": {}, "logging": {}},
            "serverInfo": {"name": "leaky", "title": EVERYTHING, "version": EVERYTHING},
            "instructions": f"Log in with {EVERYTHING}",
        }}
    if method == "ping":
        return {"result": {}}
    if method == "tools/list":
        return {"result": {"tools": [tool(name) for name in ("shout", "show", "refuse", "die")]}}
    if method == "tools/call":
        return call(params["name"])
    return {"error": {"code": -32601, "message": f"no {method} for {EVERYTHING}"}}


def main():
    shout()
    if "crash" in sys.argv:
        to_stderr(f"fatal: cannot log in with {EVERYTHING}")
        sys.exit(7)
    for line in sys.stdin:
        message = json.loads(line)
        if "id" in message:
            send({"id": message["id"], **answer(message["method"], message.get("params") or {})})


main()
