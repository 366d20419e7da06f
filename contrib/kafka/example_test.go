package kafka_test

import (
	"context"
	"fmt"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/verdict-lint/verdict/contrib/kafka"
	"github.com/verdict-lint/verdict/registry"
)

// A program gives the addresses of its brokers, and a registry of files or of a schema registry.
func Example() {
	brokers := kfake.MustCluster(kfake.SeedTopics(1, "orders", "orders-valid", "orders-invalid"))
	defer brokers.Close()
	client, err := kgo.NewClient(kgo.SeedBrokers(brokers.ListenAddrs()...), kgo.ConsumeTopics("orders-invalid"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	order := kgo.KeySliceRecord([]byte("7"), []byte(`{"state": "paid"}`))
	order.Topic = "orders"
	client.ProduceSync(context.Background(), order)

	source := &documents{{Name: "order", URI: "file:///order.json", Text: []byte(`{"required": ["id"]}`)}} // or registry.Dir
	schemas, err := registry.Open(context.Background(), source)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = schemas.Close() }()

	ctx, stop := context.WithCancel(context.Background()) // or signal.NotifyContext
	done := make(chan error)
	go func() {
		done <- kafka.Run(ctx, kafka.Options{
			Client: []kgo.Opt{kgo.SeedBrokers(brokers.ListenAddrs()...)},
			Group:  "order-validation", Topic: "orders", Valid: "orders-valid", Invalid: "orders-invalid",
			Schemas: schemas, Schema: "order",
		})
	}()
	letter := client.PollFetches(ctx).Records()[0]
	for _, h := range letter.Headers {
		if h.Key == kafka.HeaderTopic || h.Key == kafka.HeaderOffset || h.Key == kafka.HeaderRules {
			fmt.Printf("%s: %s\n", h.Key, h.Value)
		}
	}
	fmt.Printf("%s: %s\n", letter.Key, letter.Value)
	stop()
	fmt.Println(<-done)
	// Output:
	// verdict.topic: orders
	// verdict.offset: 0
	// verdict.rules: missing
	// 7: {"state": "paid"}
	// <nil>
}
