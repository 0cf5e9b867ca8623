.PHONY: test check format update bench

test:  ## run the tests
	.venv/bin/python -m pytest

check:  ## lint and types
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy

format:  ## format and fix what can be fixed
	.venv/bin/ruff format . && .venv/bin/ruff check --fix .

update:  ## renew expected files and the shipped Word templates
	for form in templates/*/; do rm -f $$form/report.*.j2; .venv/bin/gendoc template draft $$(basename $$form) --force; done
	cd examples/library && rm -f templates/*/report.*.j2 && ../../.venv/bin/gendoc template draft library-return --force
	.venv/bin/python -m pytest --update

bench:  ## measure, as docs/performance.md tells
	.venv/bin/python benchmarks/run.py
