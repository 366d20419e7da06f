module github.com/verdict-lint/verdict/examples/orders

go 1.26.0
