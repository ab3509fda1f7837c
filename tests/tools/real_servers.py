"""What real chat servers send, for model-server: each as its documentation or
source has it, with the parts that trip clients up.

behave(handler, name, body, text, count) answers for the model `name`, or is
False when it is none of these. `text` is a good answer; `count` counts from 1.
"""
import gzip
import json
import time
from email.utils import formatdate


def chunk(delta, finish=None, **more):
    return dict({"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1764500000, "model": "m",
                 "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]}, **more)


def pieces(text, step=11):
    return [text[i:i + step] for i in range(0, len(text), step)]


def send_events(h, events, before="data: ", end="\n\n"):
    for event in events:
        line = event if isinstance(event, str) else json.dumps(event, ensure_ascii=False)
        h.send((before + line + end).encode())


def error(h, status, value, headers=()):
    h.plain(status, json.dumps(value, ensure_ascii=False), headers=headers)
    return True


def whole(text, **message):
    return json.dumps({"id": "1", "object": "chat.completion", "choices": [
        {"index": 0, "message": dict({"role": "assistant", "content": text}, **message), "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 900, "completion_tokens": 80, "total_tokens": 980}}, ensure_ascii=False)


def llama_cpp(h, name, body, text, count):
    if name == "llama-loading" and count < 3:
        return error(h, 503, {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}})
    if name == "llama-overflow":
        return error(h, 400, {"error": {
            "code": 400, "message": "the request exceeds the available context size, try increasing it",
            "type": "exceed_context_size_error", "n_prompt_tokens": 9000, "n_ctx": 4096}})
    if name == "llama-no-grammar" and "response_format" in body:
        return error(h, 400, {"error": {"code": 400, "message": "Failed to parse grammar",
                                        "type": "invalid_request_error"}})
    if name == "llama-busy" and count < 2:  # no slot is free
        return error(h, 503, {"error": {"code": 503, "message": "no slot available", "type": "unavailable_error"}})
    if name == "llama-template" and body["messages"][0]["role"] == "system":  # Gemma's refuses it
        return error(h, 500, {"error": {
            "code": 500, "type": "server_error", "message":
            "\n------------\nWhile executing CallExpression at line 1, column 128 in source:\n...system' %}"
            "{{ raise_exception('System role not supported') }}{% endif %}...\nError: Jinja Exception: "
            "System role not supported"}})
    if name == "llama-both" and body.get("response_format", {}).get("type") == "json_schema":
        return error(h, 400, {"error": {"code": 400, "type": "invalid_request_error", "message":
                                        "Either \"json_schema\" or \"grammar\" can be specified, but not both"}})
    if name == "llama-data-error":  # newer ones, within the stream
        h.begin()
        send_events(h, [chunk({"role": "assistant", "content": None}), {"error": {
            "code": 500, "message": "failed to decode the batch", "type": "server_error"}}])
        return True
    if name in ("llama-think", "llama-progress", "llama-last"):
        h.begin()
        first = chunk({"role": "assistant", "content": None}, prompt_progress={"total": 900, "cache": 0, "processed": 512})
        send_events(h, [first] if name == "llama-progress" else [])
        # --reasoning-format none: the thoughts are part of the content
        thoughts = "<think>\n{\"claims\": [maybe]}\n</think>\n\n" if name == "llama-think" else ""
        send_events(h, [chunk({"content": p}) for p in pieces(thoughts + text, 5)])
        # older ones: usage and timings in the last chunk itself
        send_events(h, [chunk({}, "stop", usage={"prompt_tokens": 900, "completion_tokens": 80, "total_tokens": 980},
                              timings={"prompt_n": 900, "prompt_ms": 812.5, "predicted_n": 80}), "[DONE]"])
        return True
    if name == "llama-error-field":
        h.begin()
        send_events(h, [chunk({"role": "assistant", "content": None})])
        h.send(b'error: {"code":500,"message":"slot unavailable","type":"server_error"}\n\n')
        return True
    h.begin()
    send_events(h, [chunk({"role": "assistant", "content": None})])
    send_events(h, [chunk({"reasoning_content": "The findings say {"})])
    send_events(h, [chunk({"content": p}) for p in pieces(text)])
    timings = {"prompt_n": 900, "predicted_n": 80, "predicted_per_second": 21.5}
    send_events(h, [chunk({}, "stop"), {"choices": [], "usage": {"prompt_tokens": 900, "completion_tokens": 80},
                                        "timings": timings}, "[DONE]"])
    return True


def vllm(h, name, body, text, count):
    if name == "vllm-overflow":
        return error(h, 400, {"object": "error", "type": "BadRequestError", "param": None, "code": 400, "message":
                              "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens"})
    if name == "vllm-detail" and "stream_options" in body:
        return error(h, 422, {"detail": [{"type": "extra_forbidden", "loc": ["body", "stream_options"],
                                          "msg": "Extra inputs are not permitted"}]})
    if name == "vllm-guided" and body.get("guided_json") is None:
        return error(h, 400, {"error": {"message": "guided_json is wanted here", "type": "x", "code": 400}})
    h.begin()
    send_events(h, [chunk({"role": "assistant", "content": ""})])
    if name == "vllm-late-error":
        send_events(h, [chunk({"content": p}) for p in pieces(text)[:3]])
        send_events(h, [{"error": {"message": "EngineDeadError", "type": "InternalServerError", "code": 500}}, "[DONE]"])
        return True
    send_events(h, [chunk({"reasoning_content": "\u8840\u94be…"}), chunk({"reasoning": "…"})])
    send_events(h, [chunk({"content": p}) for p in pieces(text)])
    if name == "vllm-nan":  # a probability that is none, as Python writes it
        h.send(b'data: {"choices":[{"index":0,"delta":{"content":""},"logprobs":{"content":[{"token":"NaN",'
               b'"logprob":-Infinity,"top":NaN}]},"finish_reason":null}]}\n\n')
    finish = "length" if name == "vllm-length" else "stop"
    send_events(h, [chunk({"content": ""}, finish, stop_reason=None),
                    {"id": "1", "object": "chat.completion.chunk", "choices": [],
                     "usage": {"prompt_tokens": 900, "completion_tokens": 80}}, "[DONE]"])
    return True


def ollama(h, name, body, text, count):
    if name == "ollama-missing":
        return error(h, 404, {"error": "model 'ollama-missing' not found"})
    h.begin("application/x-ndjson")

    def line(message, done=False, **more):
        send_events(h, [dict({"model": "m", "created_at": "2026-11-30T01:00:00.1Z",
                              "message": dict({"role": "assistant"}, **message), "done": done}, **more)], "", "\n")
    if name == "ollama-thinking":
        line({"content": "", "thinking": "The potassium {"})
    for p in pieces(text, 7):
        line({"content": p})
    if name == "ollama-late-error":
        h.send(b'{"error":"an error was encountered while running the model: CUDA error"}\n')
    elif name == "ollama-length":
        line({"content": ""}, True, done_reason="length")
    elif name != "ollama-cut":
        line({"content": ""}, True, done_reason="stop", total_duration=5000000, prompt_eval_count=900, eval_count=80)
    return True


def deepseek(h, name, body, text, count):
    if name == "deepseek-balance":
        return error(h, 402, {"error": {"message": "Insufficient Balance", "type": "unknown_error", "param": None,
                                        "code": "invalid_request_error"}})
    if name == "deepseek-blank-lines":  # keep-alive of an answer that is not streamed
        h.begin("application/json")
        for _ in range(4):
            h.send(b"\n\n")
            time.sleep(0.2)
        h.send(whole(text, reasoning_content="…").encode())
        return True
    h.begin()
    for _ in range(4):
        h.send(b": keep-alive\n\n")
        time.sleep(0.2)
    send_events(h, [chunk({"role": "assistant", "content": None, "reasoning_content": p}) for p in pieces("想{一}想")])
    send_events(h, [chunk({"content": p, "reasoning_content": None}) for p in pieces(text)])
    finish = "insufficient_system_resource" if name == "deepseek-starved" else "stop"
    send_events(h, [chunk({"content": "", "reasoning_content": None}, finish,
                          usage={"prompt_tokens": 900, "completion_tokens": 80}), "[DONE]"])
    return True


def qwen(h, name, body, text, count):
    if name == "qwen-inspection":
        return error(h, 400, {"error": {"code": "data_inspection_failed", "param": None, "type":
                                        "data_inspection_failed", "message":
                                        "Input data may contain inappropriate content. See response_format."},
                              "request_id": "1"})
    if name == "qwen-key":
        return error(h, 401, {"code": "InvalidApiKey", "message": "Invalid API-key provided.", "request_id": "1"})
    if name == "qwen-json-mode" and body.get("response_format"):
        return error(h, 400, {"error": {"code": "invalid_parameter_error", "param": None, "message":
                                        "Json mode response is not supported when enable_thinking is true",
                                        "type": "invalid_request_error"}})
    h.begin()
    if name == "qwen-event-error":
        h.send(b'id:1\nevent:error\n:HTTP_STATUS/400\ndata:{"code":"InvalidParameter","message":"too long"}\n\n')
        return True
    for i, p in enumerate(pieces(text)):
        h.send(("id:%d\nevent:result\n:HTTP_STATUS/200\ndata:%s\n\n" % (
            i, json.dumps(chunk({"content": p}), ensure_ascii=False))).encode())
    send_events(h, [chunk({}, "stop"), "[DONE]"], "data:")
    return True


def lm_studio(h, name, body, text, count):
    kind = body.get("response_format", {}).get("type")
    if name == "lmstudio-no-schema" and kind:
        return error(h, 400, {"error": "'response_format.type' must be 'text'"})
    h.begin()
    if name == "lmstudio-event-error":
        h.send(b'event: error\ndata: {"error":{"message":"The model has crashed"}}\n\n')
        return True
    send_events(h, [chunk({"content": p}) for p in pieces(text)])
    send_events(h, [chunk({}, "stop"), "[DONE]"])
    return True


def openai(h, name, body, text, count):
    def unsupported(param, code, message):
        return error(h, 400, {"error": {"message": message, "type": "invalid_request_error", "param": param,
                                        "code": code}})
    if name == "openai-o":
        if "max_tokens" in body:
            return unsupported("max_tokens", "unsupported_parameter", "Unsupported parameter: 'max_tokens' is not "
                               "supported with this model. Use 'max_completion_tokens' instead.")
        if "temperature" in body:
            return unsupported("temperature", "unsupported_value", "Unsupported value: 'temperature' does not "
                               "support 0 with this model. Only the default (1) value is supported.")
        if ("max_completion_tokens" not in body) or count != 3:
            return unsupported("x", "x", "exactly one of them, at the third request")
    if name == "openai-refusal":
        h.plain(200, whole(None, refusal="I'm sorry, I cannot assist with that."))
        return True
    if name == "openai-tools":
        h.plain(200, json.dumps({"choices": [{"index": 0, "finish_reason": "tool_calls", "message": {
            "role": "assistant", "content": None, "tool_calls": [{"id": "c", "type": "function", "function": {
                "name": "explanation", "arguments": text}}]}}]}))
        return True
    if name == "openai-context":
        return unsupported("messages", "context_length_exceeded", "This model's maximum context length is 8192 tokens. "
                           "However, your messages resulted in 9000 tokens.")
    if name == "azure-filter":
        return error(h, 400, {"error": {
            "message": "The response was filtered due to the prompt triggering Azure OpenAI's content management "
            "policy. Please modify your prompt and retry. Information: see the schema.", "type": None, "param":
            "prompt", "code": "content_filter", "status": 400,
            "innererror": {"code": "ResponsibleAIPolicyViolation"}}})
    h.begin()
    if name.startswith("azure"):  # its first chunk has no choice
        send_events(h, [{"choices": [], "prompt_filter_results": [{"prompt_index": 0}], "usage": None}])
    send_events(h, [chunk({"role": "assistant", "content": "", "refusal": None})])
    send_events(h, [chunk({"content": p}) for p in pieces(text)])
    send_events(h, [chunk({}, "content_filter" if name == "azure-late-filter" else "stop"),
                    {"choices": [], "usage": {"prompt_tokens": 900, "completion_tokens": 80}}, "[DONE]"])
    return True


def minimax(h, name, body, text, count):
    if name == "minimax-error":
        return error(h, 200, {"choices": None, "base_resp": {"status_code": 1004, "status_msg": "login fail"}})
    h.begin()
    send_events(h, [chunk({"content": p}) for p in pieces(text)])
    last = chunk({}, "stop", base_resp={"status_code": 0, "status_msg": ""})
    last["choices"][0]["message"] = {"role": "assistant", "content": text}  # the whole, once more
    send_events(h, [last])
    return True


def tgi(h, name, body, text, count):
    """Text Generation Inference: no blank behind the colon, errors with a type."""
    if name == "tgi-schema" and body.get("response_format", {}).get("type") == "json_schema":
        h.plain(422, "Failed to deserialize the JSON body into the target type: response_format: unknown variant "
                "`json_schema`, expected one of `json`, `json_object`, `regex` at line 1 column 55", "text/plain")
        return True
    if name == "tgi-overloaded" and count < 2:
        return error(h, 429, {"error": "Model is overloaded", "error_type": "overloaded"})
    if name == "tgi-long":
        return error(h, 422, {"error": "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. "
                              "Given: 3000 `inputs` tokens and 2048 `max_new_tokens`", "error_type": "validation"})
    h.begin()
    if name == "tgi-late-error":
        send_events(h, [chunk({"role": "assistant", "content": text[:9]})], "data:")
        send_events(h, [{"error": "Request failed during generation: Server error: CUDA out of memory",
                         "error_type": "generation"}], "data:")
        return True
    send_events(h, [chunk({"role": "assistant", "content": p}) for p in pieces(text)], "data:")
    send_events(h, [chunk({"role": "assistant", "content": ""}, "stop"), "[DONE]"], "data:")
    return True


def sglang(h, name, body, text, count):
    if name == "sglang-long":
        return error(h, 400, {"object": "error", "type": "BadRequest", "param": None, "code": 400, "message":
                              "The input (9000 tokens) is longer than the model's context length (4096 tokens)."})
    h.begin()
    send_events(h, [chunk({"role": "assistant", "content": "", "reasoning_content": None, "tool_calls": None})])
    send_events(h, [chunk({"role": None, "content": p, "reasoning_content": None, "tool_calls": None})
                    for p in pieces(text)])
    last = chunk({"role": None, "content": None}, "abort" if name == "sglang-abort" else "stop")
    last["choices"][0]["matched_stop"] = 151645
    send_events(h, [last, {"choices": [], "usage": {"prompt_tokens": 900, "completion_tokens": 80, "total_tokens": 980,
                                                    "prompt_tokens_details": None}}, "[DONE]"])
    return True


def xinference(h, name, body, text, count):
    if name == "xinference-missing":
        return error(h, 400, {"detail": "[address=0.0.0.0:43381, pid=131] Model not found in the model list, uid: qwen"})
    h.begin()
    if name == "xinference-late-error":
        send_events(h, [chunk({"role": "assistant", "content": ""}), {"error": "[address=0.0.0.0:43381, pid=131] "
                                                                     "Model actor is out of memory"}])
        return True
    send_events(h, [chunk({"role": "assistant", "content": p}) for p in pieces(text)], end="\r\n\r\n")
    h.send(b": ping - 2026-11-30 01:00:00.000000+00:00\r\n\r\n")
    send_events(h, [chunk({"content": ""}, "stop"), "[DONE]"], end="\r\n\r\n")
    return True


def odd(h, name, body, text, count):
    """Gateways and framings that no one server owns."""
    events = [chunk({"content": p}) for p in pieces(text)] + [chunk({}, "stop"), "[DONE]"]
    stream = b"".join(("data: %s\n\n" % (e if isinstance(e, str) else json.dumps(e, ensure_ascii=False))).encode()
                      for e in events)
    if name == "odd-gateway" and count < 3:
        h.plain(502, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>data: none\r\n"
                "<center>nginx</center></body>\r\n</html>", "text/html")
    elif name == "odd-date" and count < 2:
        when = time.time() + 86400  # its clock is a day ahead; two seconds are two seconds
        h.protocol_version = "HTTP/1.1"
        h.send_response_only(429, "Too Many Requests")
        for header in (("Date", formatdate(when, usegmt=True)), ("Content-Length", "0"),
                       ("Retry-After", formatdate(when + 2, usegmt=True))):
            h.send_header(*header)
        h.end_headers()
    elif name == "odd-far-date":
        h.plain(429, "{}", headers=[("Retry-After", formatdate(time.time() + 7200, usegmt=True))])
    elif name == "odd-gzip":
        data = gzip.compress(stream)
        h.send_response(200)
        for header in (("Content-Type", "text/event-stream"), ("Content-Encoding", "gzip"),
                       ("Content-Length", str(len(data)))):
            h.send_header(*header)
        h.end_headers()
        h.send(data, 7)
    elif name in ("odd-chunked", "odd-chunked-cut"):
        h.send_response(200)
        h.send_header("Content-Type", "text/event-stream")
        h.send_header("Transfer-Encoding", "chunked")
        h.end_headers()
        for i in range(0, len(stream), 13):  # chunks of HTTP and of the answer do not meet
            part = stream[i:i + 13]
            h.send(b"%x;ext=\"a b\"\r\n%s\r\n" % (len(part), part), 5)
        if name == "odd-chunked":
            h.send(b"0\r\nX-Trailer: 1\r\n\r\n")
        h.close_connection = True
    elif name == "odd-open":  # the connection stays open behind the answer
        h.begin()
        h.send(stream.replace(b"data: [DONE]\n\n", b"") if body.get("user") == "no-done" else stream)
        time.sleep(15)
    elif name == "odd-multiline":
        h.begin()
        h.send(b"retry: 10\n")
        for e in events[:-1]:
            h.send(("event: message\n" + "".join(
                "data: %s\n" % line for line in json.dumps(e, ensure_ascii=False, indent=1).split("\n")) + "\n").encode())
    elif name == "odd-buffered":
        time.sleep(1)
        h.plain(200, stream.decode(), "text/event-stream")
    elif name == "odd-duplicate":
        claims = text.replace('"text":', '"text": "血钾正常，不要紧", "text":')
        h.plain(200, whole(claims))
    elif name == "odd-parts":
        h.plain(200, json.dumps({"choices": [{"finish_reason": "stop", "message": {"content": [
            {"type": "thinking", "thinking": [{"type": "text", "text": "{"}]}, {"type": "text", "text": text}]}}]}))
    elif name == "odd-null":
        h.plain(200, whole(None))
    elif name == "odd-list":
        h.plain(200, "[1, 2]")
    elif name == "odd-harmony":
        h.plain(200, whole("<|channel|>analysis<|message|>{…<|end|><|channel|>final<|message|>" + text))
    else:
        return False
    return True


KINDS = {"llama": llama_cpp, "vllm": vllm, "ollama": ollama, "deepseek": deepseek, "qwen": qwen,
         "lmstudio": lm_studio, "openai": openai, "azure": openai, "minimax": minimax, "odd": odd,
         "tgi": tgi, "sglang": sglang, "xinference": xinference}


def behave(h, name, body, text, count):
    kind, dash, _ = name.partition("-")
    return bool(dash and kind in KINDS and KINDS[kind](h, name, body, text, count))
