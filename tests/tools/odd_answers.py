"""What servers, proxies and models send that no document promises: for
model-server, by the model's name "odd-…".

TAKEN are those after which the answer still counts; after all others the
knowledge base's own words have to stand.
"""
import gzip
import json
import time

TAKEN = ["gzip", "early-hints", "continue", "usage-huge", "comments", "roles", "empty-choices"]


def chat(text, finish="stop", **more):
    return json.dumps({"choices": [{"index": 0, "message": dict({"role": "assistant", "content": text}, **more),
                                    "finish_reason": finish}],
                       "usage": {"prompt_tokens": 900, "completion_tokens": 40}}, ensure_ascii=False)


def raw(h, data):
    h.wfile.write(data)
    h.wfile.flush()
    h.close_connection = True


def whole(h, data, kind="application/json", headers=()):
    head = "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n" % (kind, len(data))
    head += "".join("%s: %s\r\n" % pair for pair in headers)
    raw(h, head.encode() + b"\r\n" + data)


def claims_with(text, odd):
    answer = json.loads(text)
    answer["claims"][0]["text"] += odd
    return json.dumps(answer, ensure_ascii=False)


def delta(content=None, finish=None, **more):
    d = dict(more)
    if content is not None:
        d["content"] = content
    return ("data: " + json.dumps({"choices": [{"delta": d, "finish_reason": finish}]}, ensure_ascii=False) + "\n\n").encode()


def stream(h, pieces):
    h.begin()
    for piece in pieces:
        h.send(piece)


def behave(h, name, text):
    good = chat(text).encode()
    if name in ("early-hints", "continue"):
        code = b"103 Early Hints\r\nLink: </x>; rel=preload" if name == "early-hints" else b"100 Continue"
        h.wfile.write(b"HTTP/1.1 " + code + b"\r\n\r\n")
        whole(h, good)
    elif name == "usage-huge":
        whole(h, good.replace(b'"prompt_tokens": 900', b'"prompt_tokens": 1e300')
              .replace(b'"completion_tokens": 40', b'"completion_tokens": -9223372036854775808'))
    elif name == "comments":
        stream(h, [b": ping\n\n", b":\n", delta(text[:20]), b": still here\n\n", b"event: ping\ndata: {}\n\n",
                   delta(text[20:]), b"retry: 10\n\n", delta(finish="stop"), b"data: [DONE]\n\n"])
    elif name == "roles":
        stream(h, [delta(role="assistant"), delta(""), delta(text), delta(finish="stop")])
    elif name == "empty-choices":
        stream(h, [b'data: {"choices":[]}\n\n', delta(text), b'data: {"choices":[],"usage":null}\n\n',
                   delta(finish="stop"), b"data: [DONE]\n\n"])
    elif name == "gzip":
        whole(h, gzip.compress(good), headers=[("Content-Encoding", "gzip")])
    elif name == "bomb":
        whole(h, gzip.compress(b'{"choices":"' + b"x" * 80000000), headers=[("Content-Encoding", "gzip")])
    elif name == "gzip-unsaid":
        whole(h, gzip.compress(good))
    elif name == "chunks":
        raw(h, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nzz\r\n" + good)
    elif name == "chunk-long":
        raw(h, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + good)
    elif name == "header-huge":
        whole(h, good, headers=[("X-Pad", "x" * 900000)])
    elif name == "headers-many":
        raw(h, b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200000 + b"\r\n" + good)
    elif name == "no-http":
        raw(h, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x06\x04\x00\x00\x00\x00\x00")
    elif name == "http2":
        raw(h, b"HTTP/2 200\r\ncontent-length: 0\r\n\r\n")
    elif name == "switching":
        raw(h, b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n\x00\x00\x00\x04")
    elif name == "short":
        raw(h, b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999999\r\n\r\n" + good[:-4])
    elif name == "separators":  # ends of lines to a page, not to a stream
        stream(h, [delta("\u2028\u0085\u2029" + text), delta(finish="stop"), b"data: [DONE]\n\n"])
    elif name == "nothing":
        whole(h, b"")
    elif name == "no-content":
        raw(h, b"HTTP/1.1 204 No Content\r\n\r\n")
    elif name == "not-modified":
        raw(h, b"HTTP/1.1 304 Not Modified\r\n\r\n")
    elif name == "here":
        raw(h, b"HTTP/1.1 307 Temporary Redirect\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n")
    elif name == "closed":
        h.close_connection = True
    elif name == "tools":
        whole(h, chat(None, "tool_calls", tool_calls=[{"id": "1", "type": "function", "function": {
            "name": "read", "arguments": text}}]).encode())
    elif name == "tools-stream":
        stream(h, [delta(tool_calls=[{"index": 0, "function": {"name": "x", "arguments": text}}]),
                   delta(finish="tool_calls"), b"data: [DONE]\n\n"])
    elif name == "refusal":
        whole(h, chat(None, refusal="I cannot help with that.").encode())
    elif name == "filtered":
        stream(h, [delta(text), delta(finish="content_filter"), b"data: [DONE]\n\n"])
    elif name == "thought-only":
        stream(h, [delta(reasoning_content=text), delta(finish="stop"), b"data: [DONE]\n\n"])
    elif name == "think-open":
        whole(h, chat("<think>" + text).encode())
    elif name == "error-late":
        stream(h, [delta(text), b'data: {"error":{"message":"out of memory","code":"500"}}\n\n'])
    elif name == "error-200":
        whole(h, b'{"error":{"message":"\\u001b[31mquota\\u202e","code":429.5}}')
    elif name == "twice":
        whole(h, chat('{"claims":[],"claims":' + text[len('{"claims": '):]).encode())
    elif name == "deep":
        whole(h, chat("[" * 200000).encode())
    elif name == "deep-body":
        whole(h, b'{"choices":' + b"[" * 200000)
    elif name == "list":
        whole(h, b"[1,2,3]")
    elif name == "types":
        whole(h, b'{"choices":[{"message":{"content":{"a":1}},"finish_reason":7}]}')
    elif name == "array-content":
        whole(h, b'{"choices":[{"message":{"content":[{"type":"image_url"}]},"finish_reason":"stop"}]}')
    elif name == "nul":
        whole(h, chat(claims_with(text, "\x00\x00")).encode())
    elif name == "prompt-cut":
        whole(h, good.replace(b'"prompt_tokens": 900', b'"prompt_tokens": 7'))
    elif name == "slow-header":
        for byte in b"HTTP/1.1 200 OK\r\nX-A: " + b"y" * 60:
            h.wfile.write(bytes([byte]))
            h.wfile.flush()
            time.sleep(0.2)
    elif name.startswith("mark-"):
        marks = {"rtl": "\u202e\u2066", "csi": "\x1b[2J\x1b[31m", "osc": "\x1b]52;c;aGk=\x07", "c1": "\u009b31m\u009d0;x\u009c",
                 "dcs": "\x1bP1;2q\x1b\\", "zero": "\u200b\u2060\ufeff", "back": "\b\b\b\r", "tag": "\U000e0041"}
        whole(h, chat(claims_with(text, marks[name[5:]])).encode())
    else:
        return False
    return True
