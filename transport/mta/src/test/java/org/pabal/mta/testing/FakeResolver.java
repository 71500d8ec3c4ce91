// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.testing;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pabal.dns.Question;
import org.pabal.dns.Resolver;

/// A zone in maps. What is not there does not exist.
public final class FakeResolver implements Resolver {
    private final Map<String, Answer<MailExchanger>> mx = new HashMap<>();
    private final Map<String, Answer<InetAddress>> addresses = new HashMap<>();
    private final Map<String, Answer<String>> texts = new HashMap<>();
    private final Map<String, Answer<String>> names = new HashMap<>();

    /// @param hosts such as `10 mx.example.org`
    public void mx(String domain, String... hosts) {
        List<MailExchanger> records = new ArrayList<>();
        for (String host : hosts) {
            String[] parts = host.split(" ");
            records.add(new MailExchanger(Integer.parseInt(parts[0]), parts[1]));
        }
        mx.put(domain, new Answer.Found<>(records));
    }

    public void mx(String domain, Answer<MailExchanger> answer) {
        mx.put(domain, answer);
    }

    public void address(String host, String... literals) {
        List<InetAddress> all = new ArrayList<>();
        for (String literal : literals) {
            all.add(InetAddress.ofLiteral(literal));
        }
        addresses.put(host, new Answer.Found<>(all));
    }

    public void address(String host, Answer<InetAddress> answer) {
        addresses.put(host, answer);
    }

    public void name(String literal, String name) {
        names.put(
                Question.ptr(InetAddress.ofLiteral(literal)).name(),
                new Answer.Found<>(List.of(name)));
    }

    public void txt(String name, Answer<String> answer) {
        texts.put(name, answer);
    }

    public void txt(String name, String... records) {
        texts.put(name, new Answer.Found<>(List.of(records)));
    }

    /// A domain with one mail exchanger.
    public void server(String domain, String literal) {
        mx(domain, "10 mx." + domain);
        address("mx." + domain, literal);
    }

    /// The addresses of both kinds in the order in which they were given.
    @Override
    public Answer<InetAddress> addresses(String host) {
        return addresses.getOrDefault(host, new Answer.NoSuchName<>());
    }

    @Override
    @SuppressWarnings("unchecked") // the type of the question says what T is
    public <T> Lookup<T> look(Question<T> question) {
        String name = question.name();
        Answer<?> answer =
                switch (question.type()) {
                    case MX -> mx.getOrDefault(name, new Answer.NoSuchName<>());
                    case TXT -> texts.getOrDefault(name, new Answer.NoSuchName<>());
                    case A -> ofKind(addresses(name), Inet4Address.class);
                    case AAAA -> ofKind(addresses(name), Inet6Address.class);
                    case PTR -> names.getOrDefault(name, new Answer.NoSuchName<>());
                    case CNAME, NS, SRV, TLSA -> new Answer.NoSuchName<>();
                };
        return Lookup.insecure(question, (Answer<T>) answer);
    }

    private static Answer<InetAddress> ofKind(
            Answer<InetAddress> both, Class<? extends InetAddress> kind) {
        if (!(both instanceof Answer.Found<InetAddress>(var all))) {
            return both;
        }
        List<InetAddress> some = all.stream().filter(kind::isInstance).toList();
        return some.isEmpty() ? new Answer.NoData<>() : new Answer.Found<>(some);
    }

    /// Its answers are in the methods above, which a budget would pass by.
    @Override
    public Resolver within(int questions, Duration time) {
        return this;
    }
}
