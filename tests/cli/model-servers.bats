#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2094
# What real chat servers send (tests/tools/real_servers.py): each is understood,
# or its failure is told, and the findings are the same.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	PYTHONDONTWRITEBYTECODE=1 python3 "$ROOT/tests/tools/model-server" "$T/port" "$T/log" 3>&- &
	SERVER=$!
	for _ in $(seq 100); do
		[ -s "$T/port" ] && break
		sleep 0.05
	done
	CLIN_MODEL_ENDPOINT=http://127.0.0.1:$(cat "$T/port")/v1
	export CLIN_MODEL_ENDPOINT CLIN_CACHE_PATH='~'
	export CLIN_MODEL_TIMEOUTS_CONNECT=2 CLIN_MODEL_TIMEOUTS_FIRST_BYTE=3
	export CLIN_MODEL_TIMEOUTS_IDLE=5 CLIN_MODEL_TIMEOUTS_TOTAL=12
	printf '血钾 7.2 mmol/L 3.5-5.3\n血红蛋白 92 g/L 115-150\n' >r.txt
	"$CLIN" interpret-report -a 34 -s F --explain off -f ndjson r.txt | findings >off
}

teardown() {
	kill "$SERVER" 2>/dev/null || true
	wait "$SERVER" 2>/dev/null || true
}

findings() {
	python3 -c 'import json,sys; r=json.loads(sys.stdin.read()); print(json.dumps([r["findings"], r["observations"], r["not_checked"]]))'
}

ask() {
	CLIN_MODEL_MODEL=$1 "$CLIN" interpret-report -a 34 -s F --explain llm -f ndjson r.txt
}

# understood MODEL…: its answer is shown.
understood() {
	local model
	for model; do
		rm -f log
		run_split ask "$model"
		[ "$status" -eq 0 ] || { echo "$model: $status $stderr"; false; }
		findings <<<"$output" >on
		cmp off on
		[[ "$output" == *'"origin":"llm"'* ]] || { echo "$model"; false; }
		[[ "$output" != *'…'* ]] || { echo "$model: reasoning in the answer"; false; }
	done
}

# told MODEL TIMES WORDS: asked so often, it fails with these words.
told() {
	rm -f log
	run_split ask "$1"
	[ "$status" -eq 5 ] || { echo "$1: $status"; false; }
	findings <<<"$output" >on
	cmp off on
	[[ "$output" == *'"origin":"kb"'* ]]
	[ "$(wc -l <log)" -eq "$2" ] || { echo "$1: asked $(wc -l <log) times"; false; }
	[[ "$stderr" == *"$3"* ]] || { echo "$1: $stderr"; false; }
}

@test "llama.cpp: reasoning, timings, a model that is loading, no grammar; its errors" {
	understood llama-good llama-loading llama-no-grammar
	told llama-overflow 1 'context size'
	told llama-error-field 1 'slot unavailable'
}

@test "vLLM: usage at the end, guided_json, NaN, a field it forbids; its errors" {
	understood vllm-good vllm-nan vllm-detail
	CLIN_MODEL_EXTRA_BODY='{"guided_json": {"type": "object"}}' understood vllm-guided
	told vllm-overflow 1 'maximum context length'
	told vllm-length 1 'cut off'
	told vllm-late-error 1 EngineDeadError
}

@test "Ollama's own interface: thinking, length, errors before and within the answer" {
	export CLIN_MODEL_API=ollama
	understood ollama-good ollama-thinking
	told ollama-missing 1 'not found'
	told ollama-late-error 1 'CUDA error'
	told ollama-length 1 'cut off'
	told ollama-cut 1 'cut off'
}

@test "DeepSeek: keep-alive comments and blank lines, no balance, no resources" {
	understood deepseek-good deepseek-blank-lines
	told deepseek-balance 1 'Insufficient Balance'
	told deepseek-starved 1 'cut off'
}

@test "Qwen: no blank behind the colon, inspection is not asked again, no JSON while thinking" {
	understood qwen-good qwen-json-mode
	told qwen-inspection 1 'inappropriate content'
	told qwen-key 1 'Invalid API-key'
	told qwen-event-error 1 'too long'
}

@test "LM Studio, MiniMax: forms refused, errors as events and under 200, the whole once more" {
	understood lmstudio-good lmstudio-no-schema minimax-good
	told lmstudio-event-error 1 'crashed'
	told minimax-error 1 'login fail'
}

@test "OpenAI and Azure: parameters a model refuses are left out; filters and refusals are final" {
	understood openai-good openai-o azure-good
	[ "$(wc -l <log)" -eq 1 ]
	told openai-refusal 1 'refused'
	told openai-tools 1 'empty'
	told openai-context 1 'maximum context'
	told azure-filter 1 'content management'
	told azure-late-filter 1 'inspection'
}

@test "Gateways: packed, chunked, buffered, kept open, in many lines, without a last chunk" {
	understood odd-gzip odd-chunked odd-chunked-cut odd-multiline odd-buffered odd-parts odd-harmony odd-gateway
	start=$SECONDS
	understood odd-open
	CLIN_MODEL_EXTRA_BODY='{"user": "no-done"}' understood odd-open
	[ $((SECONDS - start)) -le 8 ]
	told odd-null 1 'empty'
	told odd-list 1 'JSON'
	told odd-duplicate 2 'form'
}

@test "Retry-After as an HTTP date counts from the server's clock; one too far off is not waited for" {
	start=$SECONDS
	understood odd-date
	[ $((SECONDS - start)) -ge 2 ]
	[ $((SECONDS - start)) -le 6 ]
	[ "$(wc -l <log)" -eq 2 ]
	start=$SECONDS
	told odd-far-date 1 'HTTP 429'
	[ $((SECONDS - start)) -le 2 ]
}
