package main

import (
	"testing"

	"github.com/verdict-lint/verdict/examples/orders/orderstest"
)

func TestTheServiceValidates(t *testing.T) { orderstest.Run(t, routes()) }
