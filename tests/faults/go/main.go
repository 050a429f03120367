// Drives a Toxiproxy with its official Go client: main CONTROL-URL UPSTREAM.
// Prints ok, or the first thing that is not as the client's own documentation says.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2/client"
)

func must(err error) {
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
}

func want(ok bool, what string) {
	if !ok {
		fmt.Println("not so:", what)
		os.Exit(1)
	}
}

// echo returns how long one exchange took.
func echo(address string) time.Duration {
	connection, err := net.DialTimeout("tcp", address, 5*time.Second)
	must(err)
	defer connection.Close()
	must(connection.SetDeadline(time.Now().Add(5 * time.Second)))
	start := time.Now()
	_, err = connection.Write([]byte("word"))
	must(err)
	_, err = io.ReadFull(connection, make([]byte, 4))
	must(err)
	return time.Since(start)
}

func main() {
	client := toxiproxy.NewClient(os.Args[1])
	version, err := client.Version()
	must(err)
	want(strings.Contains(string(version), "2.12.0"), "version "+string(version))

	proxy, err := client.CreateProxy("go", "127.0.0.1:0", os.Args[2])
	must(err)
	want(proxy.Enabled && !strings.HasSuffix(proxy.Listen, ":0"), "created: "+proxy.Listen)
	_, err = client.CreateProxy("go", "127.0.0.1:0", os.Args[2])
	want(err != nil && strings.Contains(err.Error(), "proxy already exists"), fmt.Sprint("twice: ", err))
	echo(proxy.Listen)

	toxic, err := proxy.AddToxic("late", "latency", "downstream", 1, toxiproxy.Attributes{"latency": 200})
	must(err)
	want(toxic.Name == "late" && toxic.Attributes["jitter"] == float64(0), fmt.Sprint(toxic))
	want(echo(proxy.Listen) >= 200*time.Millisecond, "latency")
	_, err = proxy.UpdateToxic("late", 1, toxiproxy.Attributes{"latency": 300})
	must(err)
	want(echo(proxy.Listen) >= 300*time.Millisecond, "updated latency")
	toxics, err := proxy.Toxics()
	must(err)
	want(len(toxics) == 1, "one toxic")
	must(proxy.RemoveToxic("late"))
	err = proxy.RemoveToxic("late")
	want(err != nil && strings.Contains(err.Error(), "toxic not found"), fmt.Sprint("gone: ", err))
	_, err = client.AddToxic(&toxiproxy.ToxicOptions{ProxyName: "go", ToxicType: "gremlin", Toxicity: 1})
	want(err != nil && strings.Contains(err.Error(), "invalid toxic type"), fmt.Sprint("type: ", err))

	must(proxy.Disable())
	_, err = net.DialTimeout("tcp", proxy.Listen, time.Second)
	want(err != nil, "disabled")
	must(client.ResetState())
	echo(proxy.Listen)

	made, err := client.Populate([]toxiproxy.Proxy{
		{Name: "go", Listen: proxy.Listen, Upstream: os.Args[2], Enabled: true},
		{Name: "more", Listen: "127.0.0.1:0", Upstream: os.Args[2], Enabled: true},
	})
	must(err)
	want(len(made) == 2, "populated")
	all, err := client.Proxies()
	must(err)
	want(len(all) == 2, "two proxies")
	for _, one := range all {
		must(one.Delete())
	}
	_, err = client.Proxy("go")
	want(err != nil && strings.Contains(err.Error(), "proxy not found"), fmt.Sprint("deleted: ", err))
	fmt.Println("ok")
}
