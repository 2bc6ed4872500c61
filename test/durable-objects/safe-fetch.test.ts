import { describe, expect, it } from "vitest";
import { refuseUrl, safeFetch, UrlRefused } from "../../durable-objects/delivery/safe-fetch.ts";
import { livePorts } from "../../durable-objects/ports.ts";

const refuse = (url: string, local: readonly string[] = []) => refuseUrl(new URL(url), local);

describe("an address that an owner wrote down", () => {
  it.each([
    "https://crm.example.com/hook?x=1",
    "https://hooks.zapier.com:443/",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]/",
    "https://xn--bcher-kva.example/",
  ])("%s is posted to", (url) => {
    expect(refuse(url)).toBeNull();
  });

  it.each([
    ["plain http", "http://crm.example.com/"],
    ["another scheme", "ftp://crm.example.com/"],
    ["a port of its own", "https://crm.example.com:8443/"],
    ["a password", "https://user:secret@crm.example.com/"],
    ["a user", "https://user@crm.example.com/"],
    ["localhost", "https://localhost/"],
    ["a name below localhost", "https://a.localhost/"],
    ["localhost with a dot", "https://localhost./"],
    ["a bare name", "https://intranet/"],
    ["a local name", "https://printer.local/"],
    ["an internal name", "https://metadata.google.internal/"],
    ["loopback", "https://127.0.0.1/"],
    ["loopback elsewhere", "https://127.8.8.8/"],
    ["loopback in hex", "https://0x7f.1/"],
    ["loopback as one number", "https://2130706433/"],
    ["loopback in octal", "https://0177.0.0.1/"],
    ["loopback in full-width digits", "https://１２７.０.０.１/"],
    ["this host", "https://0.0.0.0/"],
    ["a private network", "https://10.1.2.3/"],
    ["another", "https://172.16.0.1/"],
    ["and another", "https://192.168.1.1/"],
    ["carrier-grade NAT", "https://100.64.0.1/"],
    ["the cloud's metadata", "https://169.254.169.254/"],
    ["multicast", "https://224.0.0.1/"],
    ["broadcast", "https://255.255.255.255/"],
    ["documentation", "https://192.0.2.1/"],
    ["benchmarking", "https://198.18.0.1/"],
    ["IPv6 loopback", "https://[::1]/"],
    ["IPv6 unspecified", "https://[::]/"],
    ["IPv6 mapped", "https://[::ffff:127.0.0.1]/"],
    ["IPv6 mapped in hex", "https://[::ffff:7f00:1]/"],
    ["IPv6 NAT64", "https://[64:ff9b::7f00:1]/"],
    ["IPv6 6to4", "https://[2002:7f00:1::]/"],
    ["IPv6 Teredo", "https://[2001::1]/"],
    ["IPv6 unique local", "https://[fd00::1]/"],
    ["IPv6 link local", "https://[fe80::1]/"],
    ["IPv6 multicast", "https://[ff02::1]/"],
  ])("with %s is not (%s)", (_, url) => {
    expect(refuse(url)).not.toBeNull();
  });

  it("on the machine itself is posted to in development, and only the one that is named", () => {
    const local = ["127.0.0.1:8790"];
    expect(refuse("http://127.0.0.1:8790/crm", local)).toBeNull();
    expect(refuse("http://127.0.0.1:8791/crm", local)).not.toBeNull();
    expect(refuse("https://127.0.0.1:8790/crm", local)).not.toBeNull();
  });

  it("that is refused is not even asked for", async () => {
    let asked = 0;
    const ports = { ...livePorts, fetch: async () => new Response(String(asked++)) };
    await expect(safeFetch(ports, [], new URL("https://127.0.0.1/"), {})).rejects.toBeInstanceOf(UrlRefused);
    expect(asked).toBe(0);
  });
});
