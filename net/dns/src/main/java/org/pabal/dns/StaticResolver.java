// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Answers for some names from the settings, as a hosts file does, and asks another resolver for all
/// others. A name that stands here exists with what is said here and nothing else.
public final class StaticResolver implements Resolver {

    private final Map<String, Entry> entries;
    private final Resolver others;

    /// What is said of one name.
    ///
    /// @param mx empty for none: mail goes to the addresses, RFC 5321 §5.1
    public record Entry(List<MailExchanger> mx, List<InetAddress> addresses, List<String> txt) {

        public Entry {
            mx = mx.stream().sorted(Comparator.comparingInt(MailExchanger::preference)).toList();
            addresses = List.copyOf(addresses);
            txt = List.copyOf(txt);
        }

        /// Reads records as they stand in the settings: `MX 10 mx.example.org`, `TXT v=spf1 -all`, or
        /// an address.
        ///
        /// @throws IllegalArgumentException when one is none of these
        public static Entry parse(List<String> records) {
            List<MailExchanger> mx = new ArrayList<>();
            List<InetAddress> addresses = new ArrayList<>();
            List<String> txt = new ArrayList<>();
            for (String text : records) {
                String[] words = text.strip().split("\\s+", 2);
                String type = words[0].toUpperCase(Locale.ROOT);
                if (type.equals("MX") && words.length == 2) {
                    mx.add(exchanger(text, words[1].split("\\s+", -1)));
                } else if (type.equals("TXT") && words.length == 2) {
                    txt.add(words[1]);
                } else {
                    addresses.add(address(text));
                }
            }
            return new Entry(mx, addresses, txt);
        }

        private static MailExchanger exchanger(String text, String[] words) {
            if (words.length != 2 || !words[0].matches("\\d{1,5}")) {
                throw new IllegalArgumentException(
                        "not of the form \"MX 10 mx.example.org\": " + text);
            }
            return new MailExchanger(Integer.parseInt(words[0]), key(words[1]));
        }

        private static InetAddress address(String text) {
            try {
                return InetAddress.ofLiteral(text.strip());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "neither \"MX 10 host\", \"TXT text\" nor an address: " + text, e);
            }
        }
    }

    /// @param others asked for all other names
    public StaticResolver(Map<String, Entry> entries, Resolver others) {
        this.entries = new HashMap<>();
        entries.forEach((name, entry) -> this.entries.put(key(name), entry));
        this.others = others;
    }

    /// Knows these names alone: for a host without DNS, and for tests.
    public static StaticResolver alone(Map<String, Entry> entries) {
        return new StaticResolver(entries, new Nothing());
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") && lower.length() > 1
                ? lower.substring(0, lower.length() - 1)
                : lower;
    }

    @Override
    public Answer<MailExchanger> mx(String domain) {
        Entry entry = entries.get(key(domain));
        return entry == null ? others.mx(domain) : answer(entry.mx());
    }

    @Override
    public Answer<InetAddress> addresses(String host) {
        Entry entry = entries.get(key(host));
        return entry == null ? others.addresses(host) : answer(entry.addresses());
    }

    @Override
    public Answer<String> names(InetAddress address) {
        List<String> names =
                entries.entrySet().stream()
                        .filter(entry -> entry.getValue().addresses().contains(address))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        return names.isEmpty() ? others.names(address) : new Answer.Found<>(names);
    }

    @Override
    public Answer<String> txt(String name) {
        Entry entry = entries.get(key(name));
        return entry == null ? others.txt(name) : answer(entry.txt());
    }

    private static <T> Answer<T> answer(List<T> records) {
        return records.isEmpty() ? new Answer.NoData<>() : new Answer.Found<>(records);
    }

    /// A DNS without names.
    private record Nothing() implements Resolver {
        @Override
        public Answer<MailExchanger> mx(String domain) {
            return new Answer.NoSuchName<>();
        }

        @Override
        public Answer<InetAddress> addresses(String host) {
            return new Answer.NoSuchName<>();
        }

        @Override
        public Answer<String> names(InetAddress address) {
            return new Answer.NoSuchName<>();
        }

        @Override
        public Answer<String> txt(String name) {
            return new Answer.NoSuchName<>();
        }
    }
}
