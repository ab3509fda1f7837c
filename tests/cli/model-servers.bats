#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2094
# What real chat servers send (tests/tools/real_servers.py): each is understood,
# or its failure is told, and the findings are the same.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	model_setup 12
	export CLIN_CACHE_PATH='~' CLIN_MODEL_TIMEOUTS_FIRST_BYTE=3 CLIN_MODEL_TIMEOUTS_IDLE=5
	printf '血钾 7.2 mmol/L 3.5-5.3\n血红蛋白 92 g/L 115-150\n' >r.txt
	"$CLIN" interpret-report -a 34 -s F --explain off -f ndjson r.txt | all_but_words >off
}

teardown() {
	model_teardown
}

# understood MODEL…: its answer is shown.
understood() {
	local model
	for model; do
		rm -f log
		run_split ask_model "$model"
		[ "$status" -eq 0 ] || { echo "$model: $status $stderr"; false; }
		all_but_words <<<"$output" >on
		cmp off on
		[[ "$output" == *'"origin":"llm"'* ]] || { echo "$model"; false; }
		[[ "$output" != *'…'* ]] || { echo "$model: reasoning in the answer"; false; }
	done
}

# told MODEL TIMES WORDS: asked so often, it fails with these words.
told() {
	rm -f log
	run_split ask_model "$1"
	[ "$status" -eq 5 ] || { echo "$1: $status"; false; }
	all_but_words <<<"$output" >on
	cmp off on
	[[ "$output" == *'"origin":"kb"'* ]]
	[ "$(wc -l <log)" -eq "$2" ] || { echo "$1: asked $(wc -l <log) times"; false; }
	[[ "$stderr" == *"$3"* ]] || { echo "$1: $stderr"; false; }
}

@test "llama.cpp: reasoning, timings, a model that is loading, no grammar; its errors" {
	understood llama-good llama-loading llama-no-grammar llama-busy llama-both llama-think llama-progress llama-last
	told llama-overflow 1 'context size'
	told llama-error-field 1 'slot unavailable'
	told llama-data-error 1 'decode the batch'
}

@test "a chat template that knows no system role is given one message" {
	understood llama-template
	[ "$(wc -l <log)" -eq 2 ]
	tail -1 log | python3 -c '
import json, sys
messages = json.load(sys.stdin)["messages"]
assert [m["role"] for m in messages] == ["user"], messages
assert "claims" in messages[0]["content"] and "<data-" in messages[0]["content"]'
}

@test "TGI, SGLang, Xinference: their framing, what they refuse, their errors before and within the answer" {
	understood tgi-good tgi-schema tgi-overloaded sglang-good xinference-good
	told tgi-long 1 'Input validation error'
	told tgi-late-error 1 'out of memory'
	told sglang-long 1 'context length'
	told sglang-abort 1 'cut off'
	told xinference-missing 1 'Model not found'
	told xinference-late-error 1 'out of memory'
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
