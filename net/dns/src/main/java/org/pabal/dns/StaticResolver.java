// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SRVRecord;

/// Answers for some names from the settings, as a hosts file does, and asks another resolver for all
/// others. A name that stands here exists with what is said here and nothing else.
public final class StaticResolver implements Resolver {

    private final Map<String, Entry> entries;
    private final Resolver others;

    /// What is said of one name.
    ///
    /// @param mx empty for none: mail goes to the addresses, RFC 5321 §5.1
    public record Entry(
            List<MailExchanger> mx,
            List<ServiceHost> srv,
            List<InetAddress> addresses,
            List<String> txt) {

        private static final int MAX_SIXTEEN_BITS = 0xFFFF;

        public Entry {
            mx = mx.stream().sorted(Comparator.comparingInt(MailExchanger::preference)).toList();
            srv = List.copyOf(srv);
            addresses = List.copyOf(addresses);
            txt = List.copyOf(txt);
        }

        /// Reads records as they stand in the settings: `MX 10 mx.example.org`, `SRV 0 1 993
        /// mx.example.org`, `TXT v=spf1 -all`, or an address.
        ///
        /// @throws IllegalArgumentException when one is none of these
        public static Entry parse(List<String> records) {
            List<MailExchanger> mx = new ArrayList<>();
            List<ServiceHost> srv = new ArrayList<>();
            List<InetAddress> addresses = new ArrayList<>();
            List<String> txt = new ArrayList<>();
            for (String text : records) {
                String[] words = text.strip().split("\\s+", 2);
                String type = words[0].toUpperCase(Locale.ROOT);
                if (type.equals("MX") && words.length == 2) {
                    mx.add(exchanger(text, words[1].split("\\s+", -1)));
                } else if (type.equals("SRV") && words.length == 2) {
                    srv.add(service(text, words[1].split("\\s+", -1)));
                } else if (type.equals("TXT") && words.length == 2) {
                    txt.add(words[1]);
                } else {
                    addresses.add(address(text));
                }
            }
            return new Entry(mx, srv, addresses, txt);
        }

        private List<Record> records(Name owner) {
            List<Record> records = new ArrayList<>();
            for (MailExchanger one : mx) {
                Question.parse(one.host())
                        .map(host -> new MXRecord(owner, DClass.IN, 0, one.preference(), host))
                        .ifPresent(records::add);
            }
            for (ServiceHost one : srv) {
                Question.parse(one.host())
                        .map(host ->
                                new SRVRecord(
                                        owner,
                                        DClass.IN,
                                        0,
                                        one.priority(),
                                        one.weight(),
                                        one.port(),
                                        host))
                        .ifPresent(records::add);
            }
            for (InetAddress one : addresses) {
                records.add(
                        one instanceof Inet4Address
                                ? new ARecord(owner, DClass.IN, 0, one)
                                : new AAAARecord(owner, DClass.IN, 0, one));
            }
            for (String one : txt) {
                records.add(ZoneText.txt(owner, one.getBytes(StandardCharsets.UTF_8)));
            }
            return records;
        }

        private static MailExchanger exchanger(String text, String[] words) {
            if (words.length != 2 || !words[0].matches("\\d{1,5}")) {
                throw new IllegalArgumentException(
                        "not of the form \"MX 10 mx.example.org\": " + text);
            }
            return new MailExchanger(Integer.parseInt(words[0]), key(words[1]));
        }

        private static ServiceHost service(String text, String[] words) {
            if (words.length != 4 || !Stream.of(words).limit(3).allMatch(Entry::isSixteenBits)) {
                throw new IllegalArgumentException(
                        "not of the form \"SRV 0 1 993 mx.example.org\": " + text);
            }
            return new ServiceHost(
                    Integer.parseInt(words[0]),
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    key(words[3]));
        }

        private static boolean isSixteenBits(String word) {
            return word.matches("\\d{1,5}") && Integer.parseInt(word) <= MAX_SIXTEEN_BITS;
        }

        private static InetAddress address(String text) {
            try {
                return InetAddress.ofLiteral(text.strip());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "neither \"MX 10 host\", \"SRV 0 1 993 host\", \"TXT text\" nor an"
                                + " address: "
                                + text,
                        e);
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
    public <T> Lookup<T> look(Question<T> question) {
        if (question.type() == Question.Type.PTR) {
            List<Record> pointers = pointers(question);
            return pointers.isEmpty() ? others.look(question) : answer(question, pointers);
        }
        Entry entry = entries.get(key(question.name()));
        return entry == null
                ? others.look(question)
                : answer(question, question.parsedName().map(entry::records).orElse(List.of()));
    }

    private List<Record> pointers(Question<?> question) {
        Name asked = question.parsedName().orElseThrow();
        return entries.entrySet().stream()
                .filter(entry ->
                        entry.getValue().addresses().stream()
                                .anyMatch(one -> ReverseMap.fromAddress(one).equals(asked)))
                .map(Map.Entry::getKey)
                .sorted()
                .flatMap(name -> Question.parse(name).stream())
                .<Record>map(name -> new PTRRecord(asked, DClass.IN, 0, name))
                .toList();
    }

    private static <T> Lookup<T> answer(Question<T> question, List<Record> records) {
        return Lookup.insecure(
                question,
                question.read(
                        records.stream()
                                .filter(one -> one.getType() == question.type().number())
                                .toList()));
    }

    /// A DNS without names.
    private record Nothing() implements Resolver {
        @Override
        public <T> Lookup<T> look(Question<T> question) {
            return Lookup.insecure(question, new Answer.NoSuchName<>());
        }
    }
}
